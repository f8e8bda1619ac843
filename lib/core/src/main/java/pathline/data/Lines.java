package pathline.data;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The lines of a text file of numbers, packed or not, one after another; a last line without an end is refused, since its
 * last number may be cut.
 */
final class Lines implements AutoCloseable {

    private static final int LONGEST = 1 << 16;

    private final Path path;
    private final int longest;
    private final InputStream in;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream(512);
    private int number;

    Lines(Path path) {
        this(path, LONGEST);
    }

    /** @param longest bytes of a line */
    Lines(Path path, int longest) {
        this.path = path;
        this.longest = longest;
        try {
            this.in = new BufferedInputStream(Bytes.open(path), 1 << 16);
        } catch (IOException e) {
            throw Bytes.unreadable(path, e);
        }
    }

    /** Goes to the next line; false after the last. */
    boolean advance() {
        line.reset();
        number++;
        try {
            int value = in.read();
            if (value < 0) {
                return false;
            }
            while (value != '\n') {
                if (value < 0) {
                    throw fault("the last line has no end, so the file was cut; fetch it again");
                }
                if (line.size() == longest) {
                    throw fault("the line is longer than " + longest + " bytes; this is not a text file of numbers");
                }
                line.write(value);
                value = in.read();
            }
        } catch (IOException e) {
            throw Bytes.unreadable(path, e);
        }
        return true;
    }

    /** The line without its end. */
    String text() {
        return text(line.toString(StandardCharsets.ISO_8859_1));
    }

    /** The bytes of the line, its end left out but for a carriage return. */
    byte[] bytes() {
        return line.toByteArray();
    }

    /** The number of the line last read, from 1. */
    int line() {
        return number;
    }

    /** The text without a carriage return at its end. */
    static String text(String text) {
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    /** A fault at the line last read. */
    DataException fault(String reason) {
        return new DataException(Tabular.name(path), number, reason);
    }

    /** A finite number in a cell of the line last read. */
    double number(String column, String cell) {
        double value = Cells.number(cell);
        if (Double.isNaN(value)) {
            throw fault(column + " must be a finite number, got \"" + NumericCsv.shortened(cell) + "\""
                    + (Cells.isNumber(cell) ? ": " + Cells.fault(cell) : ""));
        }
        return value;
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException e) {
            throw Bytes.unreadable(path, e);
        }
    }

    /** Numbers gathered row after row; the block doubles when it is full. */
    static final class Gathered {

        private final String file;
        private final int columns;
        private double[] values;
        private int size;

        Gathered(String file, int columns) {
            this.file = file;
            this.columns = columns;
            this.values = new double[Math.max(1024, columns)];
        }

        void add(double[] row, int from) {
            if ((long) size + columns > values.length) {
                values = Room.grown(file, values, (long) size + columns);
            }
            System.arraycopy(row, from, values, size, columns);
            size += columns;
        }

        Matrix matrix() {
            if (size == 0) {
                throw new DataException(file, 0, "has no row of numbers; fetch it again");
            }
            return Matrix.owning(columns, Arrays.copyOf(values, size));
        }
    }
}
