package pathline.bijection;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import pathline.check.Require;
import pathline.field.NamedArrays;
import pathline.random.Rng;

/**
 * Keeps the first half of an image's channels and moves the second, as Glow's program has it:
 *
 * <pre>
 *   z₂ = (x₂ + t) σ(r + 2),   [t | r] = convolutions(x₁),   log |det dz/dx| = Σ log σ(r + 2)
 * </pre>
 *
 * <p>Slopes are below 1, and 0.88 at the start.
 *
 * @param image the shape, of an even number of channels
 * @param hidden channels of the net's two hidden layers
 */
public record ChannelCoupling(ImageShape image, int hidden) implements FlowLayer {

    private static final double OFFSET = 2;

    /** Checks the sizes. */
    public ChannelCoupling {
        Require.nonNull(image, "image").half();
        Require.atLeast(hidden, 1, "hidden");
        net(image, hidden);
    }

    private static ConvolutionNet net(ImageShape image, int hidden) {
        return new ConvolutionNet(image.half(), hidden, image.channels());
    }

    @Override
    public int dim() {
        return image.dim();
    }

    @Override
    public NamedArrays declare(NamedArrays arrays, Rng rng) {
        return net(image, hidden).declare(arrays, rng);
    }

    @Override
    public Mapped forward(NDArray x, Weights own) {
        var halves = x.split(2, 1);
        var raw = net(image, hidden).at(halves.get(0), own).split(2, 1);
        var log = Smooth.logSigmoid(raw.get(1).add(OFFSET));
        return joined(halves.get(0), halves.get(1).add(raw.get(0)).mul(log.exp()), log);
    }

    @Override
    public Mapped inverse(NDArray z, Weights own) {
        var halves = z.split(2, 1);
        var raw = net(image, hidden).at(halves.get(0), own).split(2, 1);
        var log = Smooth.logSigmoid(raw.get(1).add(OFFSET)).neg();
        return joined(halves.get(0), halves.get(1).mul(log.exp()).sub(raw.get(0)), log);
    }

    private static Mapped joined(NDArray kept, NDArray moved, NDArray log) {
        return Mapped.of(
                NDArrays.concat(new NDList(kept, moved), 1),
                ImageShape.rows(log).sum(new int[] {1}));
    }
}
