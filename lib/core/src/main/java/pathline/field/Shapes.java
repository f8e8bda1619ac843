package pathline.field;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import pathline.check.RequireArray;

/** Checks of what callers hand to a velocity, and the place of what they get, shared by its kinds. */
final class Shapes {

    private Shapes() {}

    /** x must be (n, d), and t (n, 1) or (1, 1) of x's type. */
    static void checkState(NDArray t, NDArray x, int dim) {
        checkState(x, dim);
        checkTime(t, x);
    }

    /** t must be (n, 1) or (1, 1) of x's type. */
    static void checkTime(NDArray t, NDArray x) {
        RequireArray.open(t, "t");
        var shape = x.getShape();
        var times = t.getShape();
        long rows = times.dimension() == 2 ? times.get(0) : 0;
        if (times.dimension() != 2 || times.get(1) != 1 || (rows != 1 && rows != shape.get(0))) {
            throw new IllegalArgumentException("t must have shape (" + shape.get(0)
                    + ", 1), a time for every point, or (1, 1), one for all; got " + times);
        }
        if (t.getDataType() != x.getDataType()) {
            throw new IllegalArgumentException(
                    "t must have the type of x, " + x.getDataType() + ", got " + t.getDataType());
        }
    }

    /** x must be (n, d). */
    static void checkState(NDArray x, int dim) {
        RequireArray.real(x, "x");
        var shape = x.getShape();
        if (shape.dimension() != 2 || shape.get(1) != dim) {
            throw new IllegalArgumentException("x must have shape (n, " + dim + "), got " + shape);
        }
    }

    /** Tangents must be (n, d), (k, n, d) or (k, 1, d) of x's type. */
    static void checkTangent(String name, NDArray dx, NDArray x) {
        var shape = RequireArray.open(dx, name).getShape();
        long n = x.getShape().get(0);
        long d = x.getShape().get(1);
        boolean one = shape.equals(x.getShape());
        boolean many = shape.dimension() == 3 && shape.get(2) == d && (shape.get(1) == n || shape.get(1) == 1);
        if (!one && !many) {
            throw new IllegalArgumentException(
                    name + " must have shape " + x.getShape() + ", one tangent per point, or (k, " + n + ", " + d
                            + ") or (k, 1, " + d + ") for k of them; got " + shape);
        }
        checkType(name, dx, x.getDataType());
    }

    static void check(String name, NDArray array, Shape expected, DataType type) {
        if (!RequireArray.open(array, name).getShape().equals(expected)) {
            throw new IllegalArgumentException(name + " must have shape " + expected + ", got " + array.getShape());
        }
        checkType(name, array, type);
    }

    /** The same array, attached to x's manager: an operation's result starts on the manager of its first operand. */
    static NDArray attached(NDArray result, NDArray x) {
        if (result.getManager() != x.getManager()) {
            result.attach(x.getManager());
        }
        return result;
    }

    private static void checkType(String name, NDArray array, DataType type) {
        if (array.getDataType() != type) {
            throw new IllegalArgumentException(name + " must be " + type + " like x, got " + array.getDataType());
        }
    }
}
