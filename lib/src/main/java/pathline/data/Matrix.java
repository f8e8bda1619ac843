package pathline.data;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.Arrays;
import java.util.Objects;
import pathline.distribution.Empirical;
import pathline.random.Typed;

/**
 * n rows of d finite numbers in double precision, in one block of 8 n d bytes.
 *
 * <p>What a reader hands out. {@link #all} and {@link #take} make arrays of it, {@link #empirical} a law to draw from.
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
        if (rows.length == 0 || rows[0].length == 0) {
            throw new IllegalArgumentException("A matrix needs at least one row of at least one number");
        }
        int d = rows[0].length;
        var values = new double[Math.multiplyExact(rows.length, d)];
        for (int i = 0; i < rows.length; i++) {
            if (rows[i].length != d) {
                throw new IllegalArgumentException("All rows must have the same width, but row 0 has " + d
                        + " numbers and row " + i + " has " + rows[i].length);
            }
            if (!Arrays.stream(rows[i]).allMatch(Double::isFinite)) {
                throw new IllegalArgumentException("Numbers must be finite, but row " + i + " holds NaN or infinity");
            }
            System.arraycopy(rows[i], 0, values, i * d, d);
        }
        return new Matrix(rows.length, d, values);
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
        Objects.checkIndex(column, columns);
        return values[Objects.checkIndex(row, rows) * columns + column];
    }

    /** A copy of one row. */
    public double[] row(int row) {
        int start = Objects.checkIndex(row, rows) * columns;
        return Arrays.copyOfRange(values, start, start + columns);
    }

    /** A copy of one column. */
    public double[] column(int column) {
        Objects.checkIndex(column, columns);
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
        return Typed.array(manager, type, values, rows, columns);
    }

    /** The rows with these indices, in the order given, shape (indices, d), float32 or float64. */
    public NDArray take(NDManager manager, DataType type, int... indices) {
        var taken = new double[Math.multiplyExact(indices.length, columns)];
        for (int i = 0; i < indices.length; i++) {
            int start = Objects.checkIndex(indices[i], rows) * columns;
            System.arraycopy(values, start, taken, i * columns, columns);
        }
        return Typed.array(manager, type, taken, indices.length, columns);
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
