package pathline.path;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import pathline.array.HostMemory;
import pathline.check.Require;
import pathline.check.RequireArray;

/**
 * The way between arrays and doubles, and the checks of what callers hand over.
 *
 * <p>Coefficients are a handful of numbers per time. Computed in double precision they keep their digits at the ends of
 * a path, where float32 would lose them, and cost fewer calls of the engine than a chain of array operations.
 */
final class Doubles {

    private static final double ROUNDING = 1e-6;

    private Doubles() {}

    /** The values of a float32 or float64 array, row after row. */
    static double[] of(String name, NDArray array) {
        RequireArray.real(array, name);
        return HostMemory.doubles(array);
    }

    static NDArray array(NDManager manager, DataType type, double[] values, Shape shape) {
        return HostMemory.array(manager, type, values, shape.getShape());
    }

    /** An array of the type and on the manager of {@code like}. */
    static NDArray like(NDArray like, double[] values, Shape shape) {
        return array(like.getManager(), like.getDataType(), values, shape);
    }

    /** x must have shape (n, dim), n at least 1, and t shape (n, 1) or (1, 1) and x's type. */
    static void checkState(NDArray t, NDArray x, int dim) {
        RequireArray.real(x, "x");
        var shape = x.getShape();
        if (shape.dimension() != 2 || shape.get(1) != dim) {
            throw new IllegalArgumentException("x must have shape (n, " + dim + ") for this path, got " + shape);
        }
        Require.that(shape.get(0) > 0, "x has shape " + shape + "; expected at least one row");
        checkTimes(t, x);
    }

    /** Numbers of points of d coordinates must be finite. */
    static void checkFinite(String name, double[] numbers, int d) {
        for (int k = 0; k < numbers.length; k++) {
            if (!Double.isFinite(numbers[k])) {
                throw new IllegalArgumentException(name + " is " + numbers[k] + " in row " + k / d + ", column " + k % d
                        + " (counted from 0); expected finite numbers");
            }
        }
    }

    /** Numbers computed at row i of x must be finite. */
    static void checkComputed(String what, int i, double... numbers) {
        for (double number : numbers) {
            if (!Double.isFinite(number)) {
                throw tooFar(what, i);
            }
        }
    }

    static IllegalArgumentException tooFar(String what, int i) {
        return new IllegalArgumentException(
                "x is too far away in row " + i + ": the " + what + " there leaves the range of doubles");
    }

    /** Times must lie in [0, 1]; the rounding of a float32 or of a solver's last step may miss it by a little. */
    static double[] checkUnit(double... times) {
        for (int i = 0; i < times.length; i++) {
            if (!(times[i] >= -ROUNDING && times[i] <= 1 + ROUNDING)) {
                throw new IllegalArgumentException("t is " + times[i] + (times.length > 1 ? " in row " + i : "")
                        + "; expected times from 0, the source, to 1, the data: a path has no others");
            }
        }
        return times;
    }

    /** t must have shape (n, 1) or (1, 1), and x's type. */
    static void checkTimes(NDArray t, NDArray x) {
        RequireArray.real(t, "t");
        var times = t.getShape();
        long n = x.getShape().get(0);
        if (times.dimension() != 2 || times.get(1) != 1 || (times.get(0) != 1 && times.get(0) != n)) {
            throw new IllegalArgumentException(
                    "t must have shape (" + n + ", 1), a time for every point, or (1, 1), one for all; got " + times);
        }
        if (t.getDataType() != x.getDataType()) {
            throw new IllegalArgumentException(
                    "t must have the type of the points, " + x.getDataType() + ", got " + t.getDataType());
        }
    }

    static void checkAlike(String name, NDArray array, String expectedName, NDArray expected) {
        RequireArray.open(array, name);
        RequireArray.open(expected, expectedName);
        if (!array.getShape().equals(expected.getShape()) || array.getDataType() != expected.getDataType()) {
            throw new IllegalArgumentException(name + " must have the shape and type of " + expectedName + ", "
                    + expected.getShape() + " " + expected.getDataType() + ", got " + array.getShape() + " "
                    + array.getDataType());
        }
    }
}
