package pathline.bijection;

import ai.djl.ndarray.NDArray;
import pathline.check.Require;
import pathline.field.NamedArrays;
import pathline.random.Rng;

/**
 * A transformer whose raw numbers are an affine map of fewer numbers, the same map for all coordinates: a net then makes these
 * features, where a {@link DeepSigmoid} would take many raw numbers for each coordinate.
 *
 * <p>The map's weights are uniform in ±1e-3 at the start and its shifts 0, so that the transformer begins near its map of zeros. Its
 * arrays are named weight, bias and transformer.*.
 *
 * @param features how many numbers a coordinate takes
 * @param transformer what moves the coordinates
 */
public record FromFeatures(int features, Transformer transformer) implements Transformer {

    private static final double START = 1e-3;

    /** Checks the count. */
    public FromFeatures {
        Require.atLeast(features, 1, "features");
        Require.nonNull(transformer, "transformer");
    }

    @Override
    public int count() {
        return features;
    }

    @Override
    public NamedArrays declare(NamedArrays arrays, Rng rng) {
        return arrays.drawn("weight", () -> START * (2 * rng.uniform() - 1), transformer.count(), features)
                .zeros("bias", transformer.count())
                .under("transformer", own -> transformer.declare(own, rng.child("transformer")));
    }

    @Override
    public Transformed forward(NDArray x, NDArray raw, Weights own) {
        return transformer.forward(x, Dense.at(raw, own), own.of("transformer"));
    }

    @Override
    public Transformed inverse(NDArray y, NDArray raw, Weights own) {
        return transformer.inverse(y, Dense.at(raw, own), own.of("transformer"));
    }
}
