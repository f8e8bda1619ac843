package pathline.image;

import ai.djl.ndarray.types.Shape;
import pathline.bijection.Weights;
import pathline.field.NamedArrays;
import pathline.random.Rng;

/**
 * Layer normalisation whose scale and shift are maps of the embedding of time and label (adaptive normalisation; Peebles and Xie,
 * <i>Scalable diffusion models with transformers</i>, 2023).
 *
 * <pre>
 *   y = x̂ (1 + s(e)) + b(e),   x̂ = (x - μ) / σ over the numbers of a token,   (s, b) = W e + c
 * </pre>
 *
 * <p>W and c begin at zero, and y as x̂. Tokens have the shape (tokens, n, width).
 *
 * @param width numbers of a token
 * @param told the width of the embedding
 */
record ToldNorm(int width, int told) implements ImageLayer {

    private Projection projection() {
        return Projection.of(told, 2 * width).zero();
    }

    @Override
    public NamedArrays declare(NamedArrays arrays, Rng rng) {
        return projection().declare(arrays, rng);
    }

    @Override
    public DualArray at(DualArray x, Told about, Weights own) {
        var both = projection()
                .at(about.embedding(), own)
                .reshape(new Shape(-1, 2, width))
                .split(2, 1);
        var scale = both.get(0).swapAxes(0, 1).add(1); // (1, n, width) or (1, 1, width)
        var shift = both.get(1).swapAxes(0, 1);
        return RowNorm.of(x).times(scale).plus(shift);
    }
}
