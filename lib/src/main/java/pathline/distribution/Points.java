package pathline.distribution;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import pathline.array.HostMemory;
import pathline.check.Require;
import pathline.check.RequireArray;
import pathline.random.Rng;

/**
 * The way between arrays of shape (n, d) and rows of doubles, where this package does its arithmetic.
 *
 * <p>For few coordinates a loop over rows is faster than a chain of array operations, and it creates nothing that would
 * have to be freed.
 */
final class Points {

    private Points() {}

    /** The most numbers of one draw: 8 GB in double precision. */
    static final int MOST = 1 << 30;

    /** What a draw of n points of d coordinates needs, refused before the first number is drawn. */
    static void checkDraw(NDManager manager, DataType type, int n, int d, Rng rng) {
        Require.nonNull(manager, "manager");
        Require.that(manager.isOpen(), "manager is closed; expected one that is open");
        RequireArray.floating(type, "type");
        checkSize(n, d);
        Require.nonNull(rng, "rng");
    }

    /** Whether n points of d coordinates can be: as numbers, and once more as an array. */
    static void checkSize(int n, int d) {
        Require.atLeast(n, 1, "n");
        long numbers = (long) n * d;
        long most = Math.min(MOST, Runtime.getRuntime().maxMemory() / (2 * Double.BYTES));
        Require.that(
                numbers <= most,
                "n is " + n + "; " + n + " points of " + d + " coordinates are " + numbers
                        + " numbers, expected at most " + most
                        + " in one draw here; draw them in parts, or give the JVM more memory (-Xmx)");
    }

    /** The most coordinates of a law: three arrays of 128 MB. */
    private static final int MOST_COORDINATES = 1 << 24;

    /** Whether a law may have d coordinates. */
    static void checkDim(int d) {
        if (d < 1 || d > MOST_COORDINATES) {
            throw new IllegalArgumentException("d must be at least 1 and at most " + MOST_COORDINATES + ", got " + d);
        }
    }

    static boolean isReal(DataType type) {
        return type == DataType.FLOAT32 || type == DataType.FLOAT64;
    }

    /** The rows as an array of shape (n, d). */
    static NDArray array(NDManager manager, DataType type, double[][] rows) {
        int d = rows[0].length;
        checkSize(rows.length, d);
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
        RequireArray.floating(type, "type");
        return HostMemory.array(manager, type, values, shape);
    }

    /** The rows of x, of any width, all finite. */
    static double[][] rows(NDArray x) {
        RequireArray.points(x, "x");
        double[] flat = HostMemory.doubles(x);
        int n = Math.toIntExact(x.getShape().get(0));
        int d = Math.toIntExact(x.getShape().get(1));
        checkFinite(flat, d);
        var rows = new double[n][d];
        for (int i = 0; i < n; i++) {
            System.arraycopy(flat, i * d, rows[i], 0, d);
        }
        return rows;
    }

    /** The numbers of x, row after row; x must have d coordinates. */
    private static double[] numbers(NDArray x, int d) {
        Shape shape = RequireArray.real(x, "x").getShape();
        if (shape.dimension() != 2 || shape.get(1) != d) {
            throw new IllegalArgumentException("x must have shape (n, " + d + ") for this density, got " + shape);
        }
        RequireArray.points(x, "x");
        double[] numbers = HostMemory.doubles(x);
        checkFinite(numbers, d);
        return numbers;
    }

    private static void checkFinite(double[] numbers, int d) {
        for (int k = 0; k < numbers.length; k++) {
            if (!Double.isFinite(numbers[k])) {
                throw new IllegalArgumentException("x is " + numbers[k] + " in row " + k / d + ", column " + k % d
                        + " (counted from 0); expected finite numbers");
            }
        }
    }

    /** Finite numbers computed at x; a number beyond the range of doubles is refused. */
    static double[] finite(double[] computed, double[] x, String what) {
        for (double value : computed) {
            if (!Double.isFinite(value)) {
                throw tooFar(what, x);
            }
        }
        return computed;
    }

    /** A log-density that was computed at x: minus infinity is one, NaN none. */
    static double logDensity(double computed, double[] x) {
        if (Double.isNaN(computed)) {
            throw tooFar("log-density", x);
        }
        return computed;
    }

    private static IllegalArgumentException tooFar(String what, double[] x) {
        String shown = x.length > 4 ? "a point of " + x.length + " coordinates" : Arrays.toString(x);
        return new IllegalArgumentException(
                "x is too far away at " + shown + ": the " + what + " there leaves the range of doubles");
    }

    /** Point i as it was drawn: there, with a coordinate at least, and finite. */
    static double[] drawn(double[] point, int i) {
        if (point == null || point.length == 0) {
            throw new IllegalArgumentException(
                    "point " + i + " of the draw has no coordinates; expected an array of at least one");
        }
        for (double value : point) {
            if (!Double.isFinite(value)) {
                Require.finite(point, "point " + i + " of the draw");
            }
        }
        return point;
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
