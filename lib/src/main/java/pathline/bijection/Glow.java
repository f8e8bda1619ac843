package pathline.bijection;

import java.util.ArrayList;
import java.util.List;
import pathline.check.Require;
import pathline.random.Rng;

/**
 * Glow, on images and, by {@link #vectors}, on vectors. On images: levels of steps, each step an activation normalisation, an invertible 1 × 1 convolution and a coupling of
 * channels; behind each level but the last half of the channels is factored out.
 *
 * <pre>
 *   level: squeeze, steps times (actnorm, 1×1 convolution, coupling), split
 * </pre>
 *
 * <p>It maps rows of channels · height · width numbers to rows. {@link NormalizingFlow#initialise} is to be called with a batch
 * before training.
 *
 * <p>Kingma and Dhariwal, <i>Glow: generative flow with invertible 1×1 convolutions</i>, NeurIPS 2018: for CIFAR-10 3 levels of 32
 * steps with 512 hidden channels, batches of 512, a learning rate of 10⁻³ that rises linearly through the first 10
 * epochs. It differs in the coupling's net, which here has biases in place of activation normalisations, and zeros beyond the
 * border without a channel that marks it.
 *
 * @param image the shape; height and width are divisible by 2 to the power of levels
 * @param levels how often pixels are squeezed, at least 1
 * @param steps of each level, at least 1
 * @param hidden channels of each coupling's net
 */
public record Glow(ImageShape image, int levels, int steps, int hidden) {

    /** Checks the sizes. */
    public Glow {
        Require.nonNull(image, "image");
        Require.within(levels, 1, 30, "levels");
        Require.atLeast(steps, 1, "steps");
        Require.atLeast(hidden, 1, "hidden");
        long grain = 1L << levels;
        Require.that(
                image.height() % grain == 0 && image.width() % grain == 0,
                image + " cannot be squeezed " + levels + " times; expected height and width divisible by " + grain);
    }

    /**
     * The same steps on vectors: activation normalisation, a matrix that begins as a rotation, and a coupling that keeps the first half
     * of the coordinates. What tables of results call Glow has as many steps as 10, and nets of two hidden layers of 100.
     *
     * @param rng where the rotations come from; a model that is restored needs the same stream
     * @param widths of each coupling's hidden layers, with relu
     */
    public static LayerChain vectors(int dim, int steps, Rng rng, int... widths) {
        Require.atLeast(dim, 1, "dim");
        Require.atLeast(steps, 1, "steps");
        Require.nonNull(rng, "rng");
        var mask = Mask.halves(dim);
        var net = PlainNet.of(mask.seen(), 2 * mask.moved(), widths).start(Start.ZERO);
        var layers = new ArrayList<FlowLayer>();
        for (int k = 0; k < steps; k++) {
            layers.add(ActNorm.of(dim));
            layers.add(LuLinear.rotation(dim, rng.child(k)));
            layers.add(new CouplingLayer(mask, net, Affine.of(new LogSlope.Sigmoid(2))));
        }
        return new LayerChain(layers);
    }

    /** The layers, with rotations drawn at random; a model that is restored needs the same stream. */
    public LayerChain layers(Rng rng) {
        Require.nonNull(rng, "rng");
        return LayerChain.of(new ToImages(image), new LayerChain(level(image, 0, rng)));
    }

    private List<FlowLayer> level(ImageShape in, int level, Rng rng) {
        var shape = in.squeezed();
        var layers = new ArrayList<FlowLayer>();
        layers.add(new Squeeze(in));
        for (int k = 0; k < steps; k++) {
            layers.add(new ActNorm(shape.event()));
            layers.add(InvertibleConvolution.rotation(shape, rng.child(level).child(k)));
            layers.add(new ChannelCoupling(shape, hidden));
        }
        if (level == levels - 1) {
            layers.add(new ToRows(shape));
        } else {
            layers.add(new Split(shape, new LayerChain(level(shape.channels(shape.half()), level + 1, rng))));
        }
        return layers;
    }
}
