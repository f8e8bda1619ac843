package pathline.data;

import io.jhdf.HdfFile;
import io.jhdf.api.Dataset;
import io.jhdf.api.dataset.ContiguousDataset;
import io.jhdf.exceptions.HdfException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * BSDS300: patches of natural images, cut into train, validation and test as published, on the scale they have. The last
 * pixel is minus the sum of the others and left out.
 */
final class Bsds300 {

    private static final String NAME = "BSDS300.hdf5";
    private static final int CHUNK = 1 << 20; // numbers
    private static final byte[] SIGNATURE = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};

    private Bsds300() {}

    static SplitParts read(Path path) {
        Path file = Files.isDirectory(path) ? path.resolve(NAME) : path;
        String name = Tabular.name(file);
        checkLength(file, name);
        try (HdfFile hdf = new HdfFile(file)) {
            Matrix train = matrix(hdf, file, "train");
            Matrix validation = matrix(hdf, file, "validation");
            Matrix test = matrix(hdf, file, "test");
            if (validation.columns() != train.columns() || test.columns() != train.columns()) {
                throw new DataException(name, 0, "its three parts must have equally many columns");
            }
            return SplitParts.unscaled(train, validation, test);
        } catch (DataException e) {
            throw e;
        } catch (HdfException e) {
            throw new DataException(name, 0, "cannot be read as HDF5 (" + e.getMessage() + "); fetch it again");
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            // The HDF5 reader follows lengths and addresses of a damaged file wherever they lead.
            throw new DataException(name, 0, "cannot be read as HDF5, its structure is damaged; fetch it again");
        }
    }

    /** A file cut within its numbers may still open: its first block says where it must end. */
    private static void checkLength(Path file, String name) {
        Bytes.check(file);
        var start = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
        long size;
        try (var in = Files.newInputStream(file)) {
            size = Files.size(file);
            start.put(in.readNBytes(start.capacity()));
        } catch (IOException e) {
            throw Bytes.unreadable(file, e);
        }
        byte[] magic = Arrays.copyOf(start.array(), SIGNATURE.length);
        if (start.hasRemaining() || !Arrays.equals(SIGNATURE, magic)) {
            throw DataException.atByte(name, 0, "not an HDF5 file, or cut within its first block; fetch it again");
        }
        int version = start.get(SIGNATURE.length);
        // Addresses of 8 bytes; base, then two others: versions 0 and 1 have more before them.
        int at = version >= 2 ? 28 : version == 1 ? 44 : 40;
        long end = start.getLong(at);
        if (end < start.capacity()) {
            throw DataException.atByte(
                    name, at, "its first block says that the file ends at byte " + end + "; fetch it again");
        }
        if (size < end) {
            throw DataException.atByte(
                    name, size, "the file must be " + end + " bytes long, so it was cut; fetch it again");
        }
    }

    private static Matrix matrix(HdfFile hdf, Path path, String part) {
        String file = Tabular.name(path);
        Dataset data = hdf.getDatasetByPath(part);
        int[] shape = data.getDimensions();
        if (shape.length != 2 || shape[0] < 1 || shape[1] < 1) {
            throw new DataException(
                    file,
                    0,
                    part + " must have shape (n, d), got " + Arrays.toString(shape) + "; fetch the file again");
        }
        double[] values = room(path, part, data, shape);
        int chunk = Math.max(1, CHUNK / shape[1]);
        for (int from = 0; from < shape[0]; from += chunk) {
            int rows = Math.min(chunk, shape[0] - from);
            copy(file, part, data.getData(new long[] {from, 0}, new int[] {rows, shape[1]}), values, from * shape[1]);
        }
        for (int k = 0; k < values.length; k++) {
            if (!Double.isFinite(values[k])) {
                throw new DataException(
                        file,
                        0,
                        part + ", row " + k / shape[1] + ", column " + k % shape[1] + " (from 0) is " + values[k]);
            }
        }
        return Matrix.owning(shape[1], values);
    }

    /** Room for what is declared, once the file is found long enough to hold it: gzip packs at most 1032 bytes into one. */
    private static double[] room(Path path, String part, Dataset data, int... shape) {
        String file = Tabular.name(path);
        long count = (long) shape[0] * shape[1];
        int width = data.getDataType().getSize();
        long there = path.toFile().length();
        if (width < 1 || count > (data instanceof ContiguousDataset ? 1 : 1032) * there / width) {
            throw new DataException(
                    file,
                    0,
                    part + " is declared as " + shape[0] + " x " + shape[1] + " numbers, more than the file's " + there
                            + " bytes can hold; fetch it again");
        }
        return Room.doubles(file, count);
    }

    private static void copy(String file, String part, Object chunk, double[] values, int start) {
        int at = start;
        if (chunk instanceof double[][] rows) {
            for (double[] row : rows) {
                System.arraycopy(row, 0, values, at, row.length);
                at += row.length;
            }
        } else if (chunk instanceof float[][] rows) {
            for (float[] row : rows) {
                for (float x : row) {
                    values[at++] = x;
                }
            }
        } else {
            throw new DataException(file, 0, part + " must hold float32 or float64 numbers; fetch the file again");
        }
    }
}
