package pathline.check;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;

/**
 * Checks of the engine's arrays, in the manner of {@link Require}. They look at type and shape alone, not at the numbers; an
 * array of another type or one that is freed would make the engine fail in its own words, or end the JVM.
 */
public final class RequireArray {

    private RequireArray() {}

    /** A manager that arrays can be made on: there, and not closed. */
    public static NDManager open(NDManager manager, String name) {
        Require.nonNull(manager, name);
        Require.that(manager.isOpen(), name + " is closed; expected one that arrays can still be made on");
        return manager;
    }

    /** A type that numbers are computed in, float32 or float64. */
    public static DataType floating(DataType type, String name) {
        Require.nonNull(type, name);
        if (type != DataType.FLOAT32 && type != DataType.FLOAT64) {
            throw new IllegalArgumentException(
                    name + " is " + type + "; expected float32 or float64, DataType.FLOAT32 or DataType.FLOAT64");
        }
        return type;
    }

    /** An array that is there and not freed yet. */
    public static NDArray open(NDArray array, String name) {
        Require.nonNull(array, name);
        Require.that(!array.isReleased(), name + " is closed; expected an array that is open, on a manager that is");
        return array;
    }

    /** An open array of float32 or float64. */
    public static NDArray real(NDArray array, String name) {
        var type = open(array, name).getDataType();
        if (type != DataType.FLOAT32 && type != DataType.FLOAT64) {
            throw new IllegalArgumentException(name + " is " + type + " " + array.getShape()
                    + "; expected float32 or float64, as array.toType(DataType.FLOAT32, false) makes it");
        }
        return array;
    }

    /** Numbers of a shape of so many axes; see {@link #real(NDArray, String)}. */
    public static NDArray real(NDArray array, int axes, String name) {
        real(array, name);
        if (array.getShape().dimension() != axes) {
            throw new IllegalArgumentException(
                    name + " has shape " + array.getShape() + "; expected " + axes + (axes == 1 ? " axis" : " axes"));
        }
        return array;
    }

    /** An open array of float32 or float64 and of shape (n, d), n and d at least 1. */
    public static NDArray points(NDArray array, String name) {
        var shape = real(array, name).getShape();
        if (shape.dimension() != 2 || shape.size() < 1) {
            throw new IllegalArgumentException(
                    name + " must have shape (n, d) with n and d at least 1, got " + shape + "; reshape it first");
        }
        return array;
    }

    /** An open array of float32 or float64 and of shape (n, ...): n events of one shape, at least one of at least one number. */
    public static NDArray events(NDArray array, String name) {
        var shape = real(array, name).getShape();
        if (shape.dimension() < 2 || shape.size() < 1) {
            throw new IllegalArgumentException(
                    name + " must have shape (n, d), or (n, ...) for events of another shape,"
                            + " with at least one number, got " + shape + "; reshape it first");
        }
        return array;
    }
}
