package pathline.bijection;

import ai.djl.ndarray.NDArray;
import pathline.check.Require;
import pathline.field.NamedArrays;
import pathline.field.Scalars;
import pathline.random.Rng;

/**
 * Normalisation of each coordinate by statistics of data, as MAF has it behind each layer, the last included:
 *
 * <pre>
 *   z = e^g (x - μ) / √v + b,   v = variance + 10⁻⁵,   log |det dz/dx| = Σ (g - ½ log v)
 * </pre>
 *
 * <p>In training μ and the variance, that with division by n, are those of the batch, and the gradient flows through them, so
 * rows see each other and what is maximised is not quite a density. Outside training they are those of the rows that
 * {@link NormalizingFlow#withStatistics} was given. The inverse exists with those alone.
 *
 * <p>A constant column keeps a slope of e^g / √10⁻⁵, and a single row is mapped to b.
 *
 * <p>Papamakarios, Pavlakou and Murray, <i>Masked autoregressive flow for density estimation</i>, NeurIPS 2017.
 *
 * @param dim how many coordinates a point has, at least 1
 */
public record BatchNorm(int dim) implements FlowLayer {

    private static final double FLOOR = 1e-5;

    /** Checks the dimension. */
    public BatchNorm {
        Require.atLeast(dim, 1, "dim");
    }

    @Override
    public NamedArrays declare(NamedArrays arrays, Rng rng) {
        return arrays.zeros("logScale", dim).zeros("shift", dim);
    }

    @Override
    public Mapped forward(NDArray x, Weights own) {
        var mean = own.statistic("mean", () -> x.mean(new int[] {0}));
        var centred = x.sub(mean);
        var variance = own.statistic("variance", () -> centred.square().mean(new int[] {0}));
        var logSlope = logSlope(variance, own);
        return Mapped.of(centred.mul(logSlope.exp()).add(own.get("shift")), LogVolume.everywhere(x, logSlope.sum()));
    }

    @Override
    public Mapped inverse(NDArray z, Weights own) {
        var logSlope = logSlope(known("variance", own), own).neg();
        return Mapped.of(
                z.sub(own.get("shift")).mul(logSlope.exp()).add(known("mean", own)),
                LogVolume.everywhere(z, logSlope.sum()));
    }

    private static NDArray logSlope(NDArray variance, Weights own) {
        return own.get("logScale").sub(variance.add(FLOOR).log().mul(Scalars.HALF));
    }

    /** A statistic that was taken; a batch of noise has none. */
    private static NDArray known(String name, Weights own) {
        return own.statistic(name, () -> {
            throw new IllegalStateException("A batch normalisation has no inverse in training, where it depends on the"
                    + " batch; end the training with model.training(false), and take model.withStatistics(rows)");
        });
    }
}
