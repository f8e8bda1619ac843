package pathline.bijection;

import ai.djl.ndarray.NDArray;
import pathline.check.Require;

/**
 * {@link Logit} as the first layer of a flow on pixels: rows of numbers in [0, 256] enter, and the flow's log-density is that of the
 * pixels with their noise, in nats; bits per dimension are -log p / (d ln 2).
 *
 * <p>Data that were moved by a {@link Logit} beforehand, which is done once and not at each step, need no such layer; their
 * bits per dimension are {@link Logit#bitsPerDimension}. A number outside [0, 256] has no logit, which the flow reports by row
 * and layer.
 *
 * @param logit how far it keeps from 0 and 1
 * @param dim how many numbers an image has, at least 1
 */
public record LogitLayer(Logit logit, int dim) implements FlowLayer {

    /** Checks the values. */
    public LogitLayer {
        Require.nonNull(logit, "logit");
        Require.atLeast(dim, 1, "dim");
    }

    @Override
    public Mapped forward(NDArray x, Weights own) {
        var y = logit.raised(x);
        return Mapped.of(y, logit.logVolume(y));
    }

    @Override
    public Mapped inverse(NDArray z, Weights own) {
        return Mapped.of(logit.lowered(z), logit.logVolume(z).neg());
    }
}
