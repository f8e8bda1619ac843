package pathline.bijection;

import java.util.ArrayList;
import java.util.List;
import pathline.check.Require;

/**
 * Real NVP on images: at each scale three couplings by a checkerboard, then, pixels squeezed, three couplings of channels, after
 * which half of the channels is factored out; at the last scale four couplings by a checkerboard.
 *
 * <p>It maps rows of channels · height · width numbers to rows.
 *
 * <p>Dinh, Sohl-Dickstein and Bengio, <i>Density estimation using Real NVP</i>, ICLR 2017: residual nets of 8 blocks of 64 channels
 * for CIFAR-10, doubled at each scale, batches of 64, Adam with 10⁻³. It differs in the nets, which have three
 * convolutions here; in an activation normalisation behind each coupling in place of a batch normalisation; and in what is
 * factored out, whose Gaussian is learned as in Glow.
 *
 * @param image the shape; height and width are divisible by 2 to the power of scales - 1
 * @param scales at least 1
 * @param hidden channels of the first scale's nets, doubled at each scale
 */
public record RealNvpImages(ImageShape image, int scales, int hidden) {

    /** Checks the sizes. */
    public RealNvpImages {
        Require.nonNull(image, "image");
        Require.within(scales, 1, 16, "scales");
        Require.within(hidden, 1, 1 << 14, "hidden");
        long grain = 1L << (scales - 1);
        Require.that(
                image.height() % grain == 0 && image.width() % grain == 0,
                image + " has no " + scales + " scales; expected height and width divisible by " + grain);
    }

    /** The layers. */
    public LayerChain layers() {
        return LayerChain.of(new ToImages(image), new LayerChain(scale(image, 0)));
    }

    private List<FlowLayer> scale(ImageShape shape, int scale) {
        int width = hidden << scale;
        var layers = new ArrayList<FlowLayer>();
        int checkerboards = scale == scales - 1 ? 4 : 3;
        for (int k = 0; k < checkerboards; k++) {
            layers.add(MaskedCoupling.checkerboard(shape, width, k % 2));
            layers.add(new ActNorm(shape.event()));
        }
        if (scale == scales - 1) {
            layers.add(new ToRows(shape));
            return layers;
        }
        var squeezed = shape.squeezed();
        layers.add(new Squeeze(shape));
        for (int k = 0; k < 3; k++) {
            layers.add(MaskedCoupling.channels(squeezed, 2 * width, k % 2));
            layers.add(new ActNorm(squeezed.event()));
        }
        var kept = squeezed.channels(squeezed.half());
        layers.add(new Split(squeezed, new LayerChain(scale(kept, scale + 1))));
        return layers;
    }
}
