package pathline.bijection;

import ai.djl.ndarray.NDArray;
import pathline.check.Require;

/**
 * Rows (n, channels · height · width) become images (n, channels, height, width), as at the beginning of a flow on images. It moves
 * no volume.
 *
 * @param image what a row becomes
 */
public record ToImages(ImageShape image) implements FlowLayer {

    /** Checks that there is a shape. */
    public ToImages {
        Require.nonNull(image, "image");
    }

    @Override
    public int dim() {
        return image.dim();
    }

    @Override
    public Mapped forward(NDArray x, Weights own) {
        return Mapped.of(image.of(x), LogVolume.none(x));
    }

    @Override
    public Mapped inverse(NDArray z, Weights own) {
        return Mapped.of(ImageShape.rows(z), LogVolume.none(z));
    }
}
