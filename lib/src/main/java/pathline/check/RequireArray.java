package pathline.check;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;

/**
 * Checks of the engine's arrays, in the manner of {@link Require}. They look at type and shape alone, not at the numbers; an
 * array of another type or one that is freed would make the engine fail in its own words, or end the JVM.
 */
public final class RequireArray {

    private RequireArray() {}

    /** An array that is there and not freed yet. */
    public static NDArray open(NDArray array, String name) {
        Require.nonNull(array, name);
        if (array.isReleased()) {
            throw new IllegalArgumentException(
                    name + " was closed before, or its manager was; expected an array that is still there");
        }
        return array;
    }

    /** An open array of float32 or float64. */
    public static NDArray real(NDArray array, String name) {
        var type = open(array, name).getDataType();
        if (type != DataType.FLOAT32 && type != DataType.FLOAT64) {
            throw new IllegalArgumentException(name + " must be float32 or float64, got " + type
                    + "; convert with toType(DataType.FLOAT32, false)");
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
}
