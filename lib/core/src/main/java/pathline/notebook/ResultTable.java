package pathline.notebook;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import pathline.check.Require;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/**
 * A table that a loop fills row by row.
 *
 * <pre>{@code
 * var rows = new ResultTable("Global error at t = 1", "method", "order", "error");
 * for (var method : methods) {
 *     rows.add(method.name(), method.order(), error(method));
 * }
 * Notebook.show(rows.table());
 * }</pre>
 */
public final class ResultTable {

    /** Of a number among texts. */
    private static final int DIGITS = 4;

    private final String caption;
    private final List<String> header;
    private final List<Object[]> rows = new ArrayList<>();

    /** An empty table with a caption and the names of its columns. */
    public ResultTable(String caption, String... header) {
        Require.nonNull(caption, "caption");
        Require.nonNull(header, "header");
        if (header.length == 0) {
            throw new IllegalArgumentException("\"" + caption + "\" needs the names of its columns");
        }
        this.caption = caption;
        this.header = List.of(header);
        for (int j = 0; j < header.length; j++) {
            for (int k = 0; k < j; k++) {
                if (header[k].equalsIgnoreCase(header[j])) {
                    throw new IllegalArgumentException("header[" + j + "] is \"" + header[j] + "\", as header[" + k
                            + "] is; the columns of \"" + caption + "\" need names that differ by more than case");
                }
            }
        }
    }

    /**
     * Adds a row: for each column a text, an int or a double.
     *
     * @throws IllegalArgumentException if the number of values is not that of the columns, or a value is of another type
     */
    public void add(Object... values) {
        Require.nonNull(values, "values");
        if (values.length != header.size()) {
            throw new IllegalArgumentException("a row of \"" + caption + "\" has " + header.size() + " values " + header
                    + ", got " + values.length + ": " + Arrays.toString(values));
        }
        for (var value : values) {
            if (!(value instanceof String || value instanceof Integer || value instanceof Double)) {
                throw new IllegalArgumentException(
                        "a value of \"" + caption + "\" must be a String, int or double, got "
                                + value.getClass().getSimpleName() + " " + value);
            }
        }
        rows.add(values.clone());
    }

    /** The rows so far: a column of ints, of numbers, or, where any value is one, of text. */
    public Table table() {
        var columns = new ArrayList<Column<?>>();
        for (int j = 0; j < header.size(); j++) {
            int column = j;
            columns.add(
                    column(header.get(j), rows.stream().map(row -> row[column]).toList()));
        }
        return Table.create(caption, columns);
    }

    private static Column<?> column(String name, List<Object> values) {
        if (values.stream().anyMatch(String.class::isInstance)) {
            return StringColumn.create(name, values.stream().map(ResultTable::text));
        }
        var numbers = values.stream().map(Number.class::cast).toList();
        boolean whole = values.stream().allMatch(Integer.class::isInstance);
        if (whole && values.contains(Integer.MIN_VALUE)) { // which a column of ints takes for a missing value
            return LongColumn.create(
                    name, numbers.stream().mapToLong(Number::longValue).toArray());
        }
        if (whole) {
            return IntColumn.create(
                    name, numbers.stream().mapToInt(Number::intValue).toArray());
        }
        return DoubleColumn.create(
                name, numbers.stream().mapToDouble(Number::doubleValue).toArray());
    }

    /** A value in a column that holds texts as well. */
    private static String text(Object value) {
        return value instanceof Double x ? Numbers.inTable(x, Numbers.digits(x, DIGITS)) : String.valueOf(value);
    }
}
