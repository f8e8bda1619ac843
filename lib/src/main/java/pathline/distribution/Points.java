package pathline.distribution;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import pathline.ode.Memory;
import pathline.random.Typed;

/**
 * The way between arrays of shape (n, d) and rows of doubles, where this package does its arithmetic.
 *
 * <p>For few coordinates a loop over rows is faster than a chain of array operations, and it creates nothing that would
 * have to be freed.
 */
final class Points {

    private Points() {}

    static void checkCount(int n) {
        if (n < 1) {
            throw new IllegalArgumentException("n must be at least 1, got " + n);
        }
    }

    static void checkType(DataType type) {
        if (type != DataType.FLOAT32 && type != DataType.FLOAT64) {
            throw new IllegalArgumentException(
                    "Points are float32 or float64, got " + type + "; convert with toType(DataType.FLOAT32, false)");
        }
    }

    /** The rows as an array of shape (n, d). */
    static NDArray array(NDManager manager, DataType type, double[][] rows) {
        int d = rows[0].length;
        var flat = new double[rows.length * d];
        for (int i = 0; i < rows.length; i++) {
            if (rows[i].length != d) {
                throw new IllegalArgumentException(
                        "All points must have the same number of coordinates, but point 0 has " + d + " and point " + i
                                + " has " + rows[i].length);
            }
            System.arraycopy(rows[i], 0, flat, i * d, d);
        }
        return array(manager, type, flat, rows.length, d);
    }

    /** The values, row after row, as an array of the given shape. */
    static NDArray array(NDManager manager, DataType type, double[] values, long... shape) {
        checkType(type);
        return Typed.array(manager, type, values, shape);
    }

    /** The rows of x, of any width. */
    static double[][] rows(NDArray x) {
        double[] flat = numbers(x);
        int n = Math.toIntExact(x.getShape().get(0));
        int d = Math.toIntExact(x.getShape().get(1));
        var rows = new double[n][d];
        for (int i = 0; i < n; i++) {
            System.arraycopy(flat, i * d, rows[i], 0, d);
        }
        return rows;
    }

    /** The numbers of x, row after row; x must have d coordinates. */
    private static double[] numbers(NDArray x, int d) {
        Shape shape = x.getShape();
        if (shape.dimension() != 2 || shape.get(1) != d) {
            throw new IllegalArgumentException("x must have shape (n, " + d + ") for this density, got " + shape);
        }
        return numbers(x);
    }

    private static double[] numbers(NDArray x) {
        checkType(x.getDataType());
        if (x.getShape().dimension() != 2) {
            throw new IllegalArgumentException("Points must have shape (n, d), got " + x.getShape());
        }
        return Memory.doubles(x);
    }

    /** One number per point, of a function that keeps no row: shape (n). */
    static NDArray scalars(NDArray x, int d, ToDoubleFunction<double[]> f) {
        double[] numbers = numbers(x, d);
        var row = new double[d];
        var values = new double[numbers.length / d];
        for (int i = 0; i < values.length; i++) {
            System.arraycopy(numbers, i * d, row, 0, d);
            values[i] = f.applyAsDouble(row);
        }
        return array(x.getManager(), x.getDataType(), values, values.length);
    }

    /** One vector of {@code width} numbers per point, of a function that keeps no row: shape (n, width). */
    static NDArray vectors(NDArray x, int d, int width, UnaryOperator<double[]> f) {
        double[] numbers = numbers(x, d);
        var row = new double[d];
        int n = numbers.length / d;
        var values = new double[n * width];
        for (int i = 0; i < n; i++) {
            System.arraycopy(numbers, i * d, row, 0, d);
            System.arraycopy(f.apply(row), 0, values, i * width, width);
        }
        return array(x.getManager(), x.getDataType(), values, n, width);
    }
}
