package pathline.bijection;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import pathline.check.Require;
import pathline.random.Rng;

/**
 * N(0, I): log p0(z) = -(|z|² + d ln 2π) / 2.
 *
 * @param dim d, at least 1
 */
public record StandardNormal(int dim) implements FlowSource {

    /** Checks the dimension. */
    public StandardNormal {
        Require.that(dim >= 1, "dim is " + dim + "; expected at least 1");
    }

    @Override
    public NDArray logDensity(NDArray z, Weights own) {
        return z.square().sum(new int[] {1}).mul(Constants.MINUS_HALF).add(-0.5 * dim * Math.log(2 * Math.PI));
    }

    @Override
    public NDArray sample(NDManager manager, DataType type, int n, Rng rng, Weights own) {
        return rng.normal(manager, type, n, dim);
    }
}
