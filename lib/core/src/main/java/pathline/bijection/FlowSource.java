package pathline.bijection;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import pathline.field.NamedArrays;
import pathline.random.Rng;

/**
 * The density that a {@link NormalizingFlow} ends in, as a value: N(0, I), or one with numbers that are learned with the flow,
 * such as a mixture of Gaussians for each coordinate given those before it.
 */
public interface FlowSource {

    /** How many coordinates a point has. */
    int dim();

    /** The arrays that are learned, added to those before; unless overridden, none. */
    default NamedArrays declare(NamedArrays arrays, Rng rng) {
        return arrays;
    }

    /**
     * log p0(z) of each row, shape (n).
     *
     * @param z points, of the weights' type, shape (n, d)
     * @param own what {@link #declare} declared
     */
    NDArray logDensity(NDArray z, Weights own);

    /** Draws n points, shape (n, d), on the manager. */
    NDArray sample(NDManager manager, DataType type, int n, Rng rng, Weights own);
}
