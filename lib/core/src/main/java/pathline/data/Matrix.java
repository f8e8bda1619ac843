package pathline.data;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.Arrays;
import pathline.check.Require;
import pathline.distribution.Empirical;

/**
 * n rows of d finite numbers in double precision, in one block of 8 n d bytes.
 *
 * <p>What a reader returns. {@link #all} and {@link #take} make arrays of it, {@link #empirical} a law to draw from.
 * Two million rows fit where as many small arrays would not.
 */
public final class Matrix {

    private final int rows;
    private final int columns;
    private final double[] values;

    private Matrix(int rows, int columns, double[] values) {
        this.rows = rows;
        this.columns = columns;
        this.values = values;
    }

    /** The matrix with these rows, which are copied; at least one, all of the same width, all finite. */
    public static Matrix of(double[][] rows) {
        Require.finite(rows, "rows");
        int d = rows[0].length;
        Require.that(d > 0, "rows have no columns; expected at least one");
        var values = new double[checked(rows.length, d, "rows")];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(rows[i], 0, values, i * d, d);
        }
        return new Matrix(rows.length, d, values);
    }

    private static int checked(int n, int d, String name) {
        Require.that(
                (long) n * d <= Room.MOST,
                name + " are " + n + " x " + d + " numbers; expected at most " + Room.MOST
                        + ", the most of one Java array");
        return n * d;
    }

    /** The matrix of {@code values}, row after row, which it keeps and its maker must not change again. */
    static Matrix owning(int columns, double[] values) {
        return new Matrix(values.length / columns, columns, values);
    }

    /** The number n of rows. */
    public int rows() {
        return rows;
    }

    /** The number d of columns. */
    public int columns() {
        return columns;
    }

    /** The number in a row and a column, both counted from 0. */
    public double at(int row, int column) {
        return values[Require.index(row, rows, "row") * columns + Require.index(column, columns, "column")];
    }

    /** A copy of one row. */
    public double[] row(int row) {
        int start = Require.index(row, rows, "row") * columns;
        return Arrays.copyOfRange(values, start, start + columns);
    }

    /** A copy of one column. */
    public double[] column(int column) {
        Require.index(column, columns, "column");
        var copy = new double[rows];
        for (int i = 0; i < rows; i++) {
            copy[i] = values[i * columns + column];
        }
        return copy;
    }

    /** A copy of the rows from {@code from} to before {@code to}; at least one. */
    public Matrix part(int from, int to) {
        if (from < 0 || to > rows || from >= to) {
            throw new IllegalArgumentException(
                    "A part needs 0 <= from < to <= " + rows + ", the number of rows, got " + from + " and " + to);
        }
        return new Matrix(to - from, columns, Arrays.copyOfRange(values, from * columns, to * columns));
    }

    /** All rows, shape (n, d), float32 or float64. */
    public NDArray all(NDManager manager, DataType type) {
        return DataChecks.array(manager, type, values, rows, columns);
    }

    /** The rows with these indices, in the order given, shape (indices, d), float32 or float64. */
    public NDArray take(NDManager manager, DataType type, int... indices) {
        Require.that(DataChecks.indices(indices).length > 0, "indices are none; expected at least one");
        var taken = new double[checked(indices.length, columns, "the rows of indices")];
        for (int i = 0; i < indices.length; i++) {
            int start = DataChecks.index(indices, i, rows) * columns;
            System.arraycopy(values, start, taken, i * columns, columns);
        }
        return DataChecks.array(manager, type, taken, indices.length, columns);
    }

    /** The rows as a law, each with probability 1/n; a copy. */
    public Empirical empirical() {
        var copy = new double[rows][];
        Arrays.setAll(copy, this::row);
        return Empirical.of(copy);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Matrix that && columns == that.columns && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
        return 31 * columns + Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return "Matrix[" + rows + " x " + columns + "]";
    }

    /** The numbers themselves, row after row, for the readers of this package. */
    double[] values() {
        return values;
    }
}
