package pathline.image;

import pathline.bijection.Weights;
import pathline.field.NamedArrays;
import pathline.random.Rng;

/** A part of a net on images (n, channels, height, width) or tokens (tokens, n, width), with learned arrays of its own. */
interface ImageLayer {

    /** Adds the layer's arrays, their first values drawn. */
    NamedArrays declare(NamedArrays arrays, Rng rng);

    /** The result at x. */
    DualArray at(DualArray x, Told told, Weights own);
}
