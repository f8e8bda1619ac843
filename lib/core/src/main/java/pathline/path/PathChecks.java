package pathline.path;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import pathline.array.Points;
import pathline.check.Require;
import pathline.check.RequireArray;

/** Checks of the arguments of paths and of velocities that are computed from them. */
final class PathChecks {

    private static final double ROUNDING = 1e-6;

    private PathChecks() {}

    /** The numbers of a float32 or float64 array in double precision, row after row. */
    static double[] numbers(String name, NDArray array) {
        return Points.of(array, name).doubles();
    }

    /** The shape of so many coefficients that multiply the events of x: (count, 1), or (count, 1, 1, 1) for images. */
    static Shape column(long count, NDArray x) {
        var shape = new long[x.getShape().dimension()];
        Arrays.fill(shape, 1);
        shape[0] = count;
        return new Shape(shape);
    }

    /** Both ends must be events of one shape and type, at least one, and the times as many, or one. */
    static void ends(Points t, Points x0, Points x1) {
        Require.that(
                x0.shape().dimension() >= 2 && x0.shape().size() > 0,
                "x0 must have shape (n, d), or (n, ...) for events of another shape, with at least one number, got "
                        + x0.shape() + "; reshape it first");
        if (!x1.shape().equals(x0.shape()) || x1.type() != x0.type()) {
            throw new IllegalArgumentException("x1 must have the shape and type of x0, " + x0.shape() + " " + x0.type()
                    + ", got " + x1.shape() + " " + x1.type());
        }
        times(t, x0.size(), x0.type());
    }

    /** x must have shape (n, dim), n at least 1, and t shape (n, 1) or (1, 1) and x's type. */
    static void state(NDArray t, NDArray x, int dim) {
        RequireArray.real(x, "x");
        var shape = x.getShape();
        if (shape.dimension() != 2 || shape.get(1) != dim) {
            throw new IllegalArgumentException("x must have shape (n, " + dim + ") for this path, got " + shape);
        }
        Require.that(shape.get(0) > 0, "x has shape " + shape + "; expected at least one row");
        times(t, x);
    }

    /** Numbers computed at row i of x must be finite. */
    static void computed(String what, int i, double... numbers) {
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
    static double[] unit(double... times) {
        for (int i = 0; i < times.length; i++) {
            if (!(times[i] >= -ROUNDING && times[i] <= 1 + ROUNDING)) {
                throw new IllegalArgumentException("t is " + times[i] + (times.length > 1 ? " in row " + i : "")
                        + "; expected times from 0, the source, to 1, the data: a path has no others");
            }
        }
        return times;
    }

    /** t must have shape (n, 1) or (1, 1), and x's type. */
    static void times(NDArray t, NDArray x) {
        times(Points.of(t, "t"), x.getShape().get(0), x.getDataType());
    }

    private static void times(Points t, long n, DataType type) {
        var times = t.shape();
        if (times.dimension() != 2 || times.get(1) != 1 || (times.get(0) != 1 && times.get(0) != n)) {
            throw new IllegalArgumentException(
                    "t must have shape (" + n + ", 1), a time for every point, or (1, 1), one for all; got " + times);
        }
        if (t.type() != type) {
            throw new IllegalArgumentException("t must have the type of the points, " + type + ", got " + t.type());
        }
    }

    static void alike(String name, NDArray array, String expectedName, NDArray expected) {
        RequireArray.open(array, name);
        RequireArray.open(expected, expectedName);
        if (!array.getShape().equals(expected.getShape()) || array.getDataType() != expected.getDataType()) {
            throw new IllegalArgumentException(name + " must have the shape and type of " + expectedName + ", "
                    + expected.getShape() + " " + expected.getDataType() + ", got " + array.getShape() + " "
                    + array.getDataType());
        }
    }
}
