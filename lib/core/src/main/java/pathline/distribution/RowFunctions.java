package pathline.distribution;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import pathline.array.Points;
import pathline.check.RequireArray;

/**
 * Functions of one point, applied in double precision to every row of an array.
 *
 * <p>For few coordinates a loop over rows is faster than a chain of array operations, and it creates nothing that would
 * have to be freed.
 */
final class RowFunctions {

    private RowFunctions() {}

    /** One number per point, of a function that keeps no row: shape (n). */
    static NDArray scalars(NDArray x, int d, ToDoubleFunction<double[]> f) {
        double[] numbers = numbers(x, d);
        var row = new double[d];
        var values = new double[numbers.length / d];
        for (int i = 0; i < values.length; i++) {
            System.arraycopy(numbers, i * d, row, 0, d);
            values[i] = f.applyAsDouble(row);
        }
        return Points.like(x, values, new Shape(values.length));
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
        return Points.like(x, values, new Shape(n, width));
    }

    private static double[] numbers(NDArray x, int d) {
        var shape = RequireArray.real(x, "x").getShape();
        if (shape.dimension() != 2 || shape.get(1) != d) {
            throw new IllegalArgumentException("x must have shape (n, " + d + ") for this density, got " + shape);
        }
        RequireArray.points(x, "x");
        return Points.of(x, "x").finite("x");
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
}
