package pathline.distribution;

import ai.djl.ndarray.NDArray;

/**
 * A distribution whose density p(x) and score ∇ log p(x) are known in closed form.
 *
 * <p>Both results have the type of x and belong to x's manager.
 */
public interface Density extends Distribution {

    /**
     * The logarithm of the density, in nats; minus infinity where the density is zero.
     *
     * @param x points, float32 or float64, shape (n, d)
     * @return log p(x), shape (n)
     */
    NDArray logDensity(NDArray x);

    /**
     * The gradient of the log-density in x; NaN where the density is zero.
     *
     * @param x points, float32 or float64, shape (n, d)
     * @return ∇ log p(x), shape (n, d)
     */
    NDArray score(NDArray x);
}
