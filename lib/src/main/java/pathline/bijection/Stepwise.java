package pathline.bijection;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;

/** Coordinates one by one, for layers that go through them in order. */
final class Stepwise {

    private Stepwise() {}

    /** Coordinate t of each row, shape (n, 1). */
    static NDArray of(NDArray x, int t) {
        return x.get(":, " + t + ":" + (t + 1));
    }

    /** Arrays one behind the other along an axis. The engine's concatenation of a single array is not recorded. */
    static NDArray joined(NDList parts, int axis) {
        return parts.size() == 1 ? parts.get(0) : NDArrays.concat(parts, axis);
    }
}
