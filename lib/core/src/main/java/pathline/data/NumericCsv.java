package pathline.data;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Table;

/**
 * What a file of numbers must look like: a header, then rows of numbers separated by commas.
 *
 * <p>Tablesaw's own reader guesses types and takes an empty cell for a missing value; a file whose contents are known
 * can be checked for more: every cell a number in its range, every row complete, the last line ended, the number of rows
 * right.
 *
 * @param columns the columns in order
 * @param rows number of rows below the header
 */
record NumericCsv(List<Column> columns, int rows) {

    private static final long LARGEST = 1L << 26;

    /** A column of whole numbers or of any numbers, within [min, max]. */
    record Column(String name, Kind kind, double min, double max) {}

    enum Kind {
        WHOLE,
        REAL
    }

    /** Reads the file into a table named after it. */
    Table read(Path path) {
        Bytes.check(path);
        String file = Tabular.name(path);
        List<String> lines = lines(path, file);
        String header = String.join(",", columns.stream().map(Column::name).toList());
        if (!lines.get(0).equals(header)) {
            throw new DataException(
                    file, 1, "expected the header " + shortened(header) + ", got " + shortened(lines.get(0)));
        }
        var values = new double[columns.size()][rows];
        for (int i = 1; i < lines.size(); i++) {
            readRow(file, i + 1, lines.get(i), i - 1, values);
        }
        if (lines.size() - 1 != rows) {
            throw new DataException(
                    file,
                    lines.size(),
                    "expected " + rows + " rows below the header, got " + (lines.size() - 1) + "; restore the file");
        }
        return table(file, values);
    }

    private static List<String> lines(Path path, String file) {
        try {
            if (Files.size(path) > LARGEST) {
                throw new DataException(
                        file, 0, "has " + Files.size(path) + " bytes; expected " + LARGEST + " at most; restore it");
            }
            String text = Files.readString(path);
            var lines = new ArrayList<>(text.lines().toList());
            if (lines.isEmpty()) {
                throw new DataException(file, 0, "the file is empty; restore it");
            }
            if (!text.endsWith("\n")) {
                throw new DataException(
                        file, lines.size(), "the last line has no end, so the file was cut; restore it");
            }
            return lines;
        } catch (MalformedInputException e) {
            throw new DataException(file, 0, "not a text file in UTF-8");
        } catch (IOException e) {
            throw new DataException(file, 0, "cannot be read: " + e.getMessage());
        }
    }

    private void readRow(String file, int line, String text, int row, double[][] values) {
        String[] cells = text.split(",", -1);
        if (cells.length != columns.size()) {
            throw new DataException(file, line, "expected " + columns.size() + " numbers, got " + cells.length);
        }
        if (row >= rows) {
            throw new DataException(file, line, "expected " + rows + " rows below the header, got more");
        }
        for (int c = 0; c < cells.length; c++) {
            values[c][row] = number(file, line, columns.get(c), cells[c]);
        }
    }

    private static double number(String file, int line, Column column, String cell) {
        double value = Cells.number(cell);
        if (Double.isNaN(value) && !cell.equals("NaN")) {
            throw new DataException(file, line, column.name() + " must be a number, got \"" + shortened(cell) + "\"");
        }
        boolean whole = column.kind() == Kind.REAL || value == Math.rint(value);
        if (!whole || !(value >= column.min() && value <= column.max())) {
            throw new DataException(
                    file,
                    line,
                    column.name() + " must be a "
                            + (column.kind() == Kind.WHOLE ? "whole number" : "number") + " from " + column.min()
                            + " to "
                            + column.max() + ", got " + value);
        }
        return value;
    }

    private Table table(String file, double[][] values) {
        Table table = Table.create(file.replace(".csv", ""));
        for (int c = 0; c < values.length; c++) {
            String name = columns.get(c).name();
            if (columns.get(c).kind() == Kind.WHOLE) {
                var whole = new int[rows];
                for (int i = 0; i < rows; i++) {
                    whole[i] = (int) values[c][i];
                }
                table.addColumns(IntColumn.create(name, whole));
            } else {
                table.addColumns(DoubleColumn.create(name, values[c]));
            }
        }
        return table;
    }

    static String shortened(String whole) {
        // Of a damaged file the text may be anything; the message stays one line.
        String text = whole.length() <= 60 ? whole : whole.substring(0, 57) + "...";
        return text.replaceAll("\\p{Cntrl}", "\uFFFD");
    }
}
