package pathline.bijection;

import ai.djl.ndarray.NDArray;
import pathline.field.NamedArrays;
import pathline.random.Rng;

/** A net that makes the raw numbers of a {@link Transformer} from coordinates and, where there is one, from the condition. */
public interface Conditioner {

    /** How many numbers go in, the condition not counted. */
    int in();

    /** How many numbers come out. */
    int out();

    /** The arrays of the net, added to those before, with their values at the start. */
    NamedArrays declare(NamedArrays arrays, Rng rng);

    /**
     * What the net says of each row.
     *
     * @param x shape (n, in)
     * @param own what {@link #declare} declared, and the condition
     * @return shape (n, out)
     */
    NDArray at(NDArray x, Weights own);
}
