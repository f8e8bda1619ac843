package pathline.bijection;

import ai.djl.ndarray.NDArray;
import pathline.field.NamedArrays;
import pathline.random.Rng;

/**
 * One layer z = f(x) of a normalizing flow as a value: its sizes and settings, and the formula; the numbers that it learns
 * are given to it when it computes.
 *
 * <p>Forward runs from data to noise, which density estimation needs. Rows do not see each other, but for statistics of the
 * batch in training. What a layer computes is recorded by the engine where a gradient is wanted: it consists of operations of
 * the engine, and takes its factors from {@link pathline.field.Scalars}.
 *
 * <p>Layers are put in a row by {@link LayerChain}, and become a model by {@link NormalizingFlow#of}.
 */
public interface FlowLayer {

    /** How many coordinates an event has. */
    int dim();

    /**
     * The arrays that this layer learns, added to those before, with their values at the start; unless overridden, none.
     *
     * @param rng where the values come from
     */
    default NamedArrays declare(NamedArrays arrays, Rng rng) {
        return arrays;
    }

    /**
     * z = f(x), with log |det dz/dx|.
     *
     * @param x points, of the weights' type, shape (n, d), or (n, c, h, w) for a layer of images
     * @param own what {@link #declare} declared
     */
    Mapped forward(NDArray x, Weights own);

    /**
     * x with f(x) = z, with log |det dx/dz|.
     *
     * @param z points, of the weights' type
     * @param own what {@link #declare} declared
     */
    Mapped inverse(NDArray z, Weights own);

    /**
     * Chooses first values by a batch of data, as an activation normalisation does, changing its own arrays in place; unless
     * overridden, nothing. It is called once, before training, by {@link NormalizingFlow#initialise}.
     */
    default void initialise(NDArray x, Weights own) {}
}
