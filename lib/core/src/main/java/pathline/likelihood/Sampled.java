package pathline.likelihood;

import ai.djl.ndarray.NDArray;
import pathline.check.Require;

/**
 * Samples of a flow, each with its log-density.
 *
 * @param x1 samples, shape (n, d)
 * @param logDensity log p1(x1) in nats, shape (n)
 */
public record Sampled(NDArray x1, NDArray logDensity) {

    public Sampled {
        Require.nonNull(x1, "x1");
        Require.nonNull(logDensity, "logDensity");
    }
}
