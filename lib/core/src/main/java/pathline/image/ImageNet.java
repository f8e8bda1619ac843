package pathline.image;

import ai.djl.ndarray.NDArray;
import java.util.Optional;
import pathline.bijection.ImageShape;
import pathline.bijection.Weights;
import pathline.field.NamedArrays;
import pathline.field.Parameters;
import pathline.random.Rng;

/** A net from an image, a time and perhaps a label to an image of the same shape, from which {@link ImageVelocity} is made. */
interface ImageNet {

    /** The shape of an image. */
    ImageShape image();

    /** How many labels there are; 0 for none. */
    int classes();

    /** The share of numbers that are left out of each block in training. */
    double dropout();

    /** Compiled passes over its parameters, where there are some; they compute without dropout. */
    default Optional<MixerCalls> compiled(Parameters parameters) {
        return Optional.empty();
    }

    /** Adds the net's arrays, their first values drawn. */
    NamedArrays declare(NamedArrays arrays, Rng rng);

    /**
     * The result at x.
     *
     * @param t shape (n, 1) or (1, 1)
     * @param label shape (n, classes) or (1, classes); none for the field of all classes
     * @param dropout 0 in use
     */
    DualArray at(NDArray t, DualArray x, Optional<NDArray> label, double dropout, Weights own);
}
