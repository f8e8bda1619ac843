package pathline.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import pathline.check.Require;

/**
 * A file of bytes in MNIST's format: four bytes that say so, a length for each dimension, the values.
 *
 * @param shape the lengths, each at least 1
 * @param header bytes before the values
 * @param values as many as the lengths say
 */
record IdxFile(int[] shape, int header, byte[] values) {

    /** Reads the file, packed or not; its lengths are compared with what follows them. */
    static IdxFile read(Path path, int dimensions) {
        Require.nonNull(path, "path");
        String file = Tabular.name(path);
        int header = 4 + 4 * dimensions;
        try (InputStream in = Bytes.open(path)) {
            byte[] start = in.readNBytes(header);
            byte[] magic = {0, 0, 8, (byte) dimensions};
            if (!Arrays.equals(magic, Arrays.copyOf(start, 4))) {
                throw DataException.atByte(
                        file,
                        0,
                        "expected an idx file of bytes in " + dimensions + " dimensions, which begins with "
                                + Arrays.toString(magic) + ", got " + Arrays.toString(Arrays.copyOf(start, 4)));
            }
            if (start.length < header) {
                throw DataException.atByte(file, start.length, "the file ends within its header, so it was cut");
            }
            var shape = new int[dimensions];
            long count = 1;
            for (int k = 0; k < dimensions; k++) {
                shape[k] = ByteBuffer.wrap(start).getInt(4 + 4 * k);
                count = shape[k] < 1 || count > Room.MOST ? -1 : count * shape[k];
            }
            return new IdxFile(shape, header, values(path, in, shape, header, count));
        } catch (IOException e) {
            throw Bytes.unreadable(path, e);
        }
    }

    private static byte[] values(Path path, InputStream in, int[] shape, int header, long count) throws IOException {
        String file = Tabular.name(path);
        boolean possible = count >= 1 && count <= Room.MOST;
        if (possible) {
            Room.check(file, count, 1);
        }
        // Room is taken for what is there, as it is read, and not for what is only declared.
        byte[] values = Room.holding(file, () -> in.readNBytes(possible ? (int) count : 0));
        long more = in.transferTo(OutputStream.nullOutputStream());
        if (!possible || values.length != count || more > 0) {
            throw DataException.atByte(
                    file,
                    header + values.length + more,
                    "its header says " + Arrays.toString(shape) + " bytes, but " + (values.length + more)
                            + " follow; fetch the file again");
        }
        return values;
    }
}
