package pathline.bijection;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import pathline.random.Rng;

/**
 * Mixtures of K Gaussians, one for each row of raw numbers [logits | means | log-deviations], shape (m, 3 K).
 *
 * <pre>
 *   log p(x) = log Σ_k w_k N(x; m_k, e^s_k),   w the softmax of the logits
 * </pre>
 */
final class GaussianMixtures {

    private GaussianMixtures() {}

    /** Of each row's number; x has shape (m, 1), the result (m). */
    static NDArray logDensity(NDArray raw, NDArray x) {
        var parts = raw.split(3, 1);
        var logScale = parts.get(2);
        var standard = x.sub(parts.get(1)).mul(logScale.neg().exp());
        var each = Smooth.logSoftmax(parts.get(0), 1)
                .sub(logScale)
                .add(standard.square().mul(Constants.MINUS_HALF))
                .add(-0.5 * Math.log(2 * Math.PI));
        return Smooth.logSumExp(each, 1);
    }

    /** A draw for each row, shape (m, 1): a component first, then its Gaussian. */
    static NDArray draw(NDArray raw, Rng rng) {
        var parts = raw.split(3, 1);
        var manager = raw.getManager();
        long rows = raw.getShape().get(0);
        long last = parts.get(0).getShape().get(1) - 1;
        var height = rng.uniform(manager, raw.getDataType(), rows, 1);
        var above = parts.get(0).softmax(1).cumSum(1).lte(height).toType(DataType.INT64, false);
        var component = above.sum(new int[] {1}, true).minimum(last);
        return at(raw, component, rng.normal(manager, raw.getDataType(), rows, 1));
    }

    /** m_k + e^s_k ε with a component k, int64, and a number ε for each row, both of shape (m, 1). */
    static NDArray at(NDArray raw, NDArray component, NDArray normal) {
        var parts = raw.split(3, 1);
        var deviation = parts.get(2).gather(component, 1).exp();
        return parts.get(1).gather(component, 1).add(deviation.mul(normal));
    }
}
