package pathline.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import pathline.data.NpyHeader.Layout;
import pathline.field.WholeFile;

/**
 * Files of one numeric array as NumPy saves them: {@code numpy.save("x.npy", x)}.
 *
 * <p>Read are versions 1 to 3; float32, float64 and whole numbers of 8 to 64 bits; either order of bytes; rows or
 * columns first; one or two dimensions, of which one is read as a column. The format is NumPy Enhancement Proposal 1.
 * DJL reads such files too, but rows first only, and its errors name neither file nor byte.
 */
public final class Npy {

    private static final int CHUNK = 1 << 20;
    private static final int LONGEST_HEADER = 1 << 16;

    private Npy() {}

    /**
     * Reads an array of shape (n, d), or (n) as (n, 1), into doubles.
     *
     * @throws DataException if the file is missing, cut, too long, of another type or shape, or holds NaN or infinity
     */
    public static Matrix read(Path path) {
        String file = path.getFileName().toString();
        Bytes.check(path);
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            var start = ByteBuffer.allocate((int) Math.min(channel.size(), LONGEST_HEADER));
            fill(channel, start);
            NpyHeader header = NpyHeader.read(file, start.array());
            checkLength(file, header, channel.size());
            channel.position(header.bytes());
            return Matrix.owning(header.columns(), numbers(file, header, channel));
        } catch (IOException e) {
            throw new DataException(file, 0, "cannot be read: " + e.getMessage());
        }
    }

    /** Writes a matrix as float64, little-endian, rows first, version 1: what {@code numpy.save} writes. */
    public static void write(Path path, Matrix matrix) {
        String text = "{'descr': '<f8', 'fortran_order': False, 'shape': (" + matrix.rows() + ", " + matrix.columns()
                + "), }";
        int prefix = NpyHeader.MAGIC.length + 4;
        int header = (prefix + text.length() + 1 + 63) / 64 * 64; // numbers begin at a multiple of 64
        String padded = text + " ".repeat(header - prefix - text.length() - 1) + "\n";
        var buffer = ByteBuffer.allocate(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
        buffer.put(NpyHeader.MAGIC).put((byte) 1).put((byte) 0).putShort((short) padded.length());
        buffer.put(padded.getBytes(StandardCharsets.US_ASCII));
        WholeFile.write(path, out -> {
            var channel = Channels.newChannel(out);
            for (double value : matrix.values()) {
                if (buffer.remaining() < Double.BYTES) {
                    empty(channel, buffer);
                }
                buffer.putDouble(value);
            }
            empty(channel, buffer);
        });
    }

    private static void checkLength(String file, NpyHeader header, long size) {
        long count = (long) header.rows() * header.columns();
        long expected = header.bytes() + count * header.kind().width;
        if (size != expected) {
            throw DataException.atByte(
                    file,
                    Math.min(size, expected),
                    "its header says " + header.rows() + " x " + header.columns() + " numbers, " + expected
                            + " bytes, but the file has " + size + "; restore it");
        }
        if (count > Integer.MAX_VALUE - 8) {
            throw new DataException(file, 0, count + " numbers are more than one Java array holds; save it in parts");
        }
    }

    private static double[] numbers(String file, NpyHeader header, FileChannel channel) throws IOException {
        int rows = header.rows();
        int columns = header.columns();
        int width = header.kind().width;
        var values = new double[rows * columns];
        var buffer = ByteBuffer.allocate((int) Math.min(CHUNK, (long) values.length * width))
                .order(header.order());
        for (int k = 0; k < values.length; k++) {
            if (k % (CHUNK / width) == 0) {
                buffer.clear().limit((int) Math.min(CHUNK, (values.length - (long) k) * width));
                fill(channel, buffer);
                buffer.flip();
            }
            double value = header.kind().next(buffer);
            int at = header.layout() == Layout.ROWS ? k : k % rows * columns + k / rows;
            if (!Double.isFinite(value)) {
                throw DataException.atByte(
                        file,
                        header.bytes() + (long) k * width,
                        "row " + at / columns + ", column " + at % columns + " (from 0) is " + value
                                + "; drop or fill such rows before saving");
            }
            values[at] = value;
        }
        return values;
    }

    private static void fill(FileChannel channel, ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            if (channel.read(buffer) < 0) {
                throw new IOException("the file became shorter while it was read");
            }
        }
    }

    private static void empty(WritableByteChannel channel, ByteBuffer buffer) throws IOException {
        buffer.flip();
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
        buffer.clear();
    }
}
