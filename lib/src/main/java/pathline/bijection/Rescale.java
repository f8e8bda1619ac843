package pathline.bijection;

import ai.djl.ndarray.NDArray;
import pathline.check.Require;
import pathline.field.NamedArrays;
import pathline.random.Rng;

/**
 * A learned stretch of each coordinate: z = x e^s, log |det dz/dx| = Σ s. It begins as the identity.
 *
 * @param dim how many coordinates a point has, at least 1
 */
public record Rescale(int dim) implements FlowLayer {

    /** Checks the dimension. */
    public Rescale {
        Require.atLeast(dim, 1, "dim");
    }

    @Override
    public NamedArrays declare(NamedArrays arrays, Rng rng) {
        return arrays.zeros("logScale", dim);
    }

    @Override
    public Mapped forward(NDArray x, Weights own) {
        return stretched(x, own.get("logScale"));
    }

    @Override
    public Mapped inverse(NDArray z, Weights own) {
        return stretched(z, own.get("logScale").neg());
    }

    private static Mapped stretched(NDArray x, NDArray logScale) {
        return Mapped.of(x.mul(logScale.exp()), LogVolume.everywhere(x, logScale.sum()));
    }
}
