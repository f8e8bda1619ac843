package pathline.bijection;

import ai.djl.ndarray.NDArray;
import pathline.check.Require;
import pathline.field.NamedArrays;
import pathline.field.Scalars;
import pathline.random.Rng;

/**
 * The distribution function of a mixture of logistic distributions, then a logit, so that it maps all numbers onto all numbers.
 *
 * <pre>
 *   y = log F(x) - log(1 - F(x)),   F(x) = Σ π σ((x - m) e⁻ˢ)
 * </pre>
 *
 * <p>Computed in log space: both tails keep their digits. Raw numbers: a logit, a mean and a log-scale for each component, to
 * which come those that the transformer learns for all coordinates; their means lie evenly in [-1, 1] at the start, since equal
 * components would stay equal. Log-scales are bent smoothly into ±5. With zeros the map is near the identity. The inverse is a
 * search, to the tolerance of 1e-13 (1 + |x|) in float64 and 1e-6 (1 + |x|) in float32.
 *
 * <p>Ho, Chen, Srinivas, Duan and Abbeel, <i>Flow++</i>, ICML 2019.
 *
 * @param components K, at least 1
 */
public record MixtureCdf(int components) implements Transformer {

    private static final NDArray MOST = Scalars.of(5);

    /** Checks the size. */
    public MixtureCdf {
        Require.atLeast(components, 1, "components");
    }

    @Override
    public int count() {
        return 3 * components;
    }

    @Override
    public NamedArrays declare(NamedArrays arrays, Rng rng) {
        var means = new double[components];
        for (int k = 0; k < components; k++) {
            means[k] = (2 * k + 1.0) / components - 1;
        }
        return arrays.zeros("logit", components)
                .values("mean", means, components)
                .zeros("scale", components);
    }

    @Override
    public Transformed forward(NDArray x, NDArray raw, Weights own) {
        return Mixture.of(raw, own).at(x);
    }

    @Override
    public Transformed inverse(NDArray y, NDArray raw, Weights own) {
        return MonotoneRoot.solve(y, Mixture.of(raw, own)::at);
    }

    /** For n rows and k coordinates, each of shape (n, k, K). */
    private record Mixture(NDArray logWeight, NDArray mean, NDArray logScale) {

        static Mixture of(NDArray raw, Weights own) {
            var parts = raw.split(3, 2);
            var scale = parts.get(2).add(own.get("scale")).div(MOST).tanh().mul(MOST);
            return new Mixture(
                    Smooth.logSoftmax(parts.get(0).add(own.get("logit")), 2),
                    parts.get(1).add(own.get("mean")),
                    scale);
        }

        Transformed at(NDArray x) {
            var u = x.expandDims(2).sub(mean).mul(logScale.neg().exp());
            var log = Smooth.logSigmoid(u);
            var below = Smooth.logSumExp(log.add(logWeight), 2);
            var rest = log.sub(u); // log σ(-u)
            var above = Smooth.logSumExp(rest.add(logWeight), 2);
            var density = Smooth.logSumExp(log.add(logWeight).add(rest).sub(logScale), 2);
            return new Transformed(below.sub(above), density.sub(below).sub(above));
        }
    }
}
