package pathline.bijection;

import ai.djl.ndarray.NDArray;
import pathline.array.HostMemory;
import pathline.array.Scratch;
import pathline.check.Require;
import pathline.random.Rng;

/**
 * An unbiased estimate of log det (I + J) that needs no matrix of d² numbers.
 *
 * <pre>
 *   log det (I + J) = Σ_k (-1)^(k+1) tr(Jᵏ)/k,   tr(Jᵏ) = E v · Jᵏ v,   v normal
 * </pre>
 *
 * <p>The first terms are always summed; then each term is followed by another one with a given probability, and is divided by the
 * probability of getting that far. One v is drawn for each point, and one number of terms for all points. The gradient is an unbiased
 * estimate as well, by the series of (I + J)⁻¹, which records one product J v whatever the number of terms. The variance is finite
 * where Lip(g)² is below the probability.
 *
 * <p>All is drawn once in an evaluation, by the seed and the points: the same points have the same estimate, another batch has
 * other noise.
 *
 * <p>Chen, Behrmann, Duvenaud and Jacobsen, <i>Residual flows for invertible generative modeling</i>, NeurIPS 2019.
 *
 * @param first how many terms are always summed, at least 1
 * @param probability of one more term, from 0 (a sum that is cut off, and biased) to below 1
 * @param seed of the noise
 */
public record RouletteDeterminant(int first, double probability, long seed) implements ResidualDeterminant {

    /** Checks the numbers. */
    public RouletteDeterminant {
        Require.atLeast(first, 1, "first");
        Require.that(
                probability >= 0 && probability < 1,
                "probability is " + probability + "; expected at least 0 and below 1");
    }

    @Override
    public NDArray logs(ResidualJacobian jacobian, NDArray x) {
        Require.nonNull(jacobian, "jacobian").checked(x, "x");
        var rng = Rng.of(seed).child(Double.doubleToLongBits(sum(x)));
        int terms = first;
        while (rng.uniform() < probability) {
            terms++;
        }
        var v = rng.normal(x.getManager(), x.getDataType(), x.getShape().getShape());
        var constant = jacobian.constant();
        var power = v; // (Jᵀ)ᵏ v
        var series = v;
        var value = v.zerosLike();
        for (int k = 1; k <= terms; k++) {
            power = constant.vjp(power);
            double weight = (k % 2 == 0 ? 1 : -1) / Math.pow(probability, Math.max(0, k - first));
            value = value.sub(power.mul(v).mul(weight / k));
            series = series.add(power.mul(weight));
        }
        var product = jacobian.jvp(v);
        var change = product.sub(product.stopGradient()); // 0, with the gradient of J v
        return value.add(change.mul(series)).sum(new int[] {1});
    }

    private static double sum(NDArray x) {
        try (var scratch = new Scratch()) {
            return HostMemory.number(x.stopGradient().sum());
        }
    }
}
