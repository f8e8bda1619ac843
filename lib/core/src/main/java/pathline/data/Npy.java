package pathline.data;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import pathline.array.WholeFile;
import pathline.check.Require;
import pathline.data.NpyHeader.Layout;

/**
 * Files of one numeric array as NumPy saves them: {@code numpy.save("x.npy", x)}.
 *
 * <p>Read are versions 1 to 3; float32, float64 and whole numbers of 8 to 64 bits; either order of bytes; rows or
 * columns first; one or two dimensions, of which one is read as a column. The format is NumPy Enhancement Proposal 1.
 * DJL reads such files too, but rows first only, and its errors name neither file nor byte.
 */
public final class Npy {

    private static final int CHUNK = 1 << 20;

    private Npy() {}

    /**
     * Reads an array of shape (n, d), or (n) as (n, 1), into doubles.
     *
     * @throws DataException if the file is missing, cut, too long, of another type or shape, or holds NaN or infinity
     */
    public static Matrix read(Path path) {
        Bytes.check(path);
        String file = Tabular.name(path);
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            var start = ByteBuffer.allocate((int) Math.min(channel.size(), 2L * NpyHeader.LONGEST));
            fill(channel, start);
            NpyHeader header = NpyHeader.read(file, start.array());
            checkLength(file, header, channel.size());
            channel.position(header.bytes());
            return Matrix.owning(header.columns(), numbers(file, header, channel));
        } catch (IOException e) {
            throw Bytes.unreadable(path, e);
        }
    }

    /** Writes a matrix as float64, little-endian, rows first, version 1: what {@code numpy.save} writes. */
    public static void write(Path path, Matrix matrix) {
        Require.nonNull(path, "path");
        Require.nonNull(matrix, "matrix");
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
    }

    private static double[] numbers(String file, NpyHeader header, FileChannel channel) throws IOException {
        int rows = header.rows();
        int columns = header.columns();
        int width = header.kind().width;
        double[] values = Room.doubles(file, (long) rows * columns);
        var buffer = ByteBuffer.allocate((int) Math.min(CHUNK, (long) values.length * width))
                .order(header.order());
        for (int k = 0; k < values.length; k++) {
            if (k % (CHUNK / width) == 0) {
                buffer.clear().limit((int) Math.min(CHUNK, (values.length - (long) k) * width));
                fill(channel, buffer);
                buffer.flip();
            }
            int at = header.layout() == Layout.ROWS ? k : k % rows * columns + k / rows;
            long whole = header.kind() == NpyHeader.Kind.I8 ? buffer.getLong(buffer.position()) : 0;
            values[at] = header.kind().next(buffer);
            String fault = !Double.isFinite(values[at])
                    ? values[at] + "; drop or fill such rows before saving"
                    : isRounded(whole)
                            ? whole
                                    + ", a whole number beyond 2^53 that a double would round; leave the column out, or shift it"
                            : "";
            if (!fault.isEmpty()) {
                throw DataException.atByte(
                        file,
                        header.bytes() + (long) k * width,
                        "row " + at / columns + ", column " + at % columns + " (from 0) is " + fault);
            }
        }
        return values;
    }

    private static boolean isRounded(long whole) {
        return (whole > 1L << 53 || whole < -(1L << 53))
                && new BigDecimal(whole).compareTo(new BigDecimal((double) whole)) != 0;
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
