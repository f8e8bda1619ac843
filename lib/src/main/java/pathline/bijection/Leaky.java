package pathline.bijection;

import ai.djl.ndarray.NDArray;
import pathline.check.Require;
import pathline.field.NamedArrays;
import pathline.field.Scalars;
import pathline.random.Rng;

/**
 * A bend at 0, the same for all coordinates: z = x where x is at least 0 and α x below, with α = σ(a) learned; log |det dz/dx| is
 * log α times how many coordinates are negative. α begins at σ(5) = 0.993.
 *
 * <p>Oliva and others, <i>Transformation autoregressive networks</i>, ICML 2018.
 *
 * @param dim how many coordinates a point has, at least 1
 */
public record Leaky(int dim) implements FlowLayer {

    private static final double START = 5;

    /** Checks the dimension. */
    public Leaky {
        Require.atLeast(dim, 1, "dim");
    }

    @Override
    public NamedArrays declare(NamedArrays arrays, Rng rng) {
        return declared(arrays);
    }

    /** The array of the bend alone. */
    static NamedArrays declared(NamedArrays arrays) {
        return arrays.values("slope", new double[] {START}, 1);
    }

    @Override
    public Mapped forward(NDArray x, Weights own) {
        return bent(x, Smooth.logSigmoid(own.get("slope")));
    }

    @Override
    public Mapped inverse(NDArray z, Weights own) {
        return bent(z, Smooth.logSigmoid(own.get("slope")).neg());
    }

    /** Points with negative coordinates stretched, given the logarithm of by how much. */
    static Mapped bent(NDArray x, NDArray logSlope) {
        var negative = x.lt(Scalars.ZERO).toType(x.getDataType(), false);
        var logSlopes = negative.mul(logSlope);
        return Mapped.of(x.mul(logSlopes.exp()), logSlopes.sum(new int[] {1}));
    }
}
