package pathline.path;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import pathline.ode.Memory;
import pathline.random.Typed;

/**
 * The way between arrays and doubles, and the checks of what callers hand over.
 *
 * <p>Coefficients are a handful of numbers per time. Computed in double precision they keep their digits at the ends of
 * a path, where float32 would lose them, and cost fewer calls of the engine than a chain of array operations.
 */
final class Doubles {

    private Doubles() {}

    /** The values of a float32 or float64 array, row after row. */
    static double[] of(String name, NDArray array) {
        checkFloating(name, array);
        return Memory.doubles(array);
    }

    static NDArray array(NDManager manager, DataType type, double[] values, Shape shape) {
        return Typed.array(manager, type, values, shape.getShape());
    }

    /** An array of the type and on the manager of {@code like}. */
    static NDArray like(NDArray like, double[] values, Shape shape) {
        return array(like.getManager(), like.getDataType(), values, shape);
    }

    /** x must have shape (n, dim), and t shape (n, 1) or (1, 1) and x's type. */
    static void checkState(NDArray t, NDArray x, int dim) {
        checkFloating("x", x);
        var shape = x.getShape();
        if (shape.dimension() != 2 || shape.get(1) != dim) {
            throw new IllegalArgumentException("x must have shape (n, " + dim + ") for this path, got " + shape);
        }
        checkTimes(t, x);
    }

    /** t must have shape (n, 1) or (1, 1), and x's type. */
    static void checkTimes(NDArray t, NDArray x) {
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
        if (!array.getShape().equals(expected.getShape()) || array.getDataType() != expected.getDataType()) {
            throw new IllegalArgumentException(name + " must have the shape and type of " + expectedName + ", "
                    + expected.getShape() + " " + expected.getDataType() + ", got " + array.getShape() + " "
                    + array.getDataType());
        }
    }

    private static void checkFloating(String name, NDArray array) {
        if (array.getDataType() != DataType.FLOAT32 && array.getDataType() != DataType.FLOAT64) {
            throw new IllegalArgumentException(name + " must be float32 or float64, got " + array.getDataType()
                    + "; convert with toType(DataType.FLOAT32, false)");
        }
    }
}
