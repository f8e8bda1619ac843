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
    private final InputStream in;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream(512);
    private int number;

    Lines(Path path) {
        this.path = path;
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
                if (line.size() == LONGEST) {
                    throw fault("the line is longer than " + LONGEST + " bytes; this is not a text file of numbers");
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
        String text = line.toString(StandardCharsets.ISO_8859_1);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    /** A fault at the line last read. */
    DataException fault(String reason) {
        return new DataException(Tabular.name(path), number, reason);
    }

    /** A finite number in a cell of the line last read. */
    double number(String column, String cell) {
        double value;
        try {
            value = Double.parseDouble(cell);
        } catch (NumberFormatException e) {
            value = Double.NaN;
        }
        if (!Double.isFinite(value)) {
            throw fault(column + " must be a finite number, got \"" + NumericCsv.shortened(cell) + "\"");
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

        private final int columns;
        private double[] values;
        private int size;

        Gathered(int columns) {
            this.columns = columns;
            this.values = new double[1024 * columns];
        }

        void add(double[] row, int from) {
            if (size + columns > values.length) {
                values = Arrays.copyOf(values, (int) Math.min(Integer.MAX_VALUE - 8L, 2L * values.length));
            }
            System.arraycopy(row, from, values, size, columns);
            size += columns;
        }

        Matrix matrix(Path path) {
            if (size == 0) {
                throw new DataException(Tabular.name(path), 0, "has no row of numbers; fetch it again");
            }
            return Matrix.owning(columns, Arrays.copyOf(values, size));
        }
    }
}
