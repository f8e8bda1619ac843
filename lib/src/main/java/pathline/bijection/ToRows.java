package pathline.bijection;

import ai.djl.ndarray.NDArray;
import pathline.check.Require;

/**
 * Images (n, channels, height, width) become rows (n, channels · height · width), as at the end of a flow on images. It moves no
 * volume.
 *
 * @param image what becomes a row
 */
public record ToRows(ImageShape image) implements FlowLayer {

    /** Checks that there is a shape. */
    public ToRows {
        Require.nonNull(image, "image");
    }

    @Override
    public int dim() {
        return image.dim();
    }

    @Override
    public Mapped forward(NDArray x, Weights own) {
        return Mapped.of(ImageShape.rows(x), LogVolume.none(x));
    }

    @Override
    public Mapped inverse(NDArray z, Weights own) {
        return Mapped.of(image.of(z), LogVolume.none(z));
    }
}
