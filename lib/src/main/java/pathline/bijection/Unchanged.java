package pathline.bijection;

import ai.djl.ndarray.NDArray;
import pathline.check.Require;
import pathline.field.Scalars;

/**
 * z = x: for a model whose density is that of its source alone.
 *
 * @param dim how many coordinates a point has
 */
public record Unchanged(int dim) implements FlowLayer {

    /** Checks the dimension. */
    public Unchanged {
        Require.atLeast(dim, 1, "dim");
    }

    @Override
    public Mapped forward(NDArray x, Weights own) {
        return Mapped.of(x.mul(Scalars.ONE), LogVolume.none(x));
    }

    @Override
    public Mapped inverse(NDArray z, Weights own) {
        return forward(z, own);
    }
}
