package pathline.bijection;

import ai.djl.ndarray.NDArray;
import pathline.field.NamedArrays;
import pathline.random.Rng;

/**
 * A map of single coordinates, strictly increasing in each, steered by raw numbers that a net makes for every coordinate.
 *
 * <p>Affine, spline, sigmoidal or integral: with a net that looks at a fixed half of the coordinates it makes a coupling
 * layer, with one that looks at the coordinates before it an autoregressive layer.
 */
public interface Transformer {

    /** How many raw numbers a coordinate takes. */
    int count();

    /** Arrays that the transformer learns for itself, the same for all coordinates; unless overridden, none. */
    default NamedArrays declare(NamedArrays arrays, Rng rng) {
        return arrays;
    }

    /**
     * y and log dy/dx of each coordinate.
     *
     * @param x shape (n, k)
     * @param raw any finite numbers, shape (n, k, count); zeros give a map near the identity
     * @param own what {@link #declare} declared
     */
    Transformed forward(NDArray x, NDArray raw, Weights own);

    /**
     * x with this y, and log dx/dy, of each coordinate.
     *
     * @param y shape (n, k)
     */
    Transformed inverse(NDArray y, NDArray raw, Weights own);
}
