package pathline.adjoint;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/** A state x and its adjoint a, side by side in one array of shape (n, 2d), d being the numbers of an event. */
final class Halves {

    private Halves() {}

    /** (x, a). */
    static NDArray joined(NDArray x, NDArray a) {
        return rows(x).concat(rows(a), 1);
    }

    /** a, in the shape of x. */
    static NDArray adjoint(NDArray state, Shape shape) {
        return shaped(state.split(2, 1).get(1), shape);
    }

    /** Rows in the shape of the states. */
    static NDArray shaped(NDArray rows, Shape shape) {
        return shape.dimension() == 2 ? rows : rows.reshape(shape);
    }

    private static NDArray rows(NDArray x) {
        var shape = x.getShape();
        return shape.dimension() == 2 ? x : x.reshape(shape.get(0), shape.size() / shape.get(0));
    }
}
