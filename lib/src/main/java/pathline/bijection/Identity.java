package pathline.bijection;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import pathline.check.Require;
import pathline.field.Scalars;

/**
 * z = x: for a model whose density is that of its source alone.
 *
 * @param dim how many coordinates a point has
 */
public record Identity(int dim) implements FlowLayer {

    /** Checks the dimension. */
    public Identity {
        Require.atLeast(dim, 1, "dim");
    }

    @Override
    public Mapped forward(NDArray x, Weights own) {
        return Mapped.of(
                x.mul(Scalars.ONE), x.getManager().zeros(new Shape(x.getShape().get(0)), x.getDataType()));
    }

    @Override
    public Mapped inverse(NDArray z, Weights own) {
        return forward(z, own);
    }
}
