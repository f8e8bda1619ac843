package pathline.bijection;

import ai.djl.ndarray.NDArray;
import pathline.field.NamedArrays;
import pathline.random.Rng;

/** What a conditional density of a coordinate is told of the coordinates before it: some learned numbers. */
public interface PrefixFeatures {

    /** How many coordinates a point has. */
    int dim();

    /** How many numbers each coordinate is given. */
    int count();

    /** The learned arrays, added to those before, with their values at the start. */
    NamedArrays declare(NamedArrays arrays, Rng rng);

    /**
     * The features of all coordinates of known points.
     *
     * @param x shape (n, dim)
     * @return shape (dim · n, count): those of the first coordinate of each row, then those of the second, and so on
     */
    NDArray all(NDArray x, Weights own);

    /** The same coordinate by coordinate, for points that are being made; {@code like} has their number of rows and type. */
    Reader reader(NDArray like, Weights own);

    /** Goes through the coordinates in order. */
    interface Reader {

        /**
         * The features of the next coordinate, shape (n, count).
         *
         * @param last the coordinate before it, shape (n, 1); for the first coordinate -1, which is what a recurrent net reads
         */
        NDArray next(NDArray last);
    }
}
