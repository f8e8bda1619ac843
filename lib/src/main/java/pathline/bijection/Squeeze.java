package pathline.bijection;

import ai.djl.ndarray.NDArray;
import pathline.check.Require;

/**
 * Each square of 2 × 2 pixels becomes one pixel with four times the channels: pixel (2 i + dy, 2 j + dx) of channel c goes to
 * channel 4 c + 2 dy + dx of pixel (i, j). It moves no volume.
 *
 * @param image the shape that goes in, of even height and width
 */
public record Squeeze(ImageShape image) implements FlowLayer {

    /** Checks the shape. */
    public Squeeze {
        Require.nonNull(image, "image").squeezed();
    }

    @Override
    public int dim() {
        return image.dim();
    }

    @Override
    public Mapped forward(NDArray x, Weights own) {
        long n = x.getShape().get(0);
        var parts = x.reshape(n, image.channels(), image.height() / 2, 2, image.width() / 2, 2);
        return Mapped.of(image.squeezed().of(parts.transpose(0, 1, 3, 5, 2, 4)), LogVolume.none(x));
    }

    @Override
    public Mapped inverse(NDArray z, Weights own) {
        long n = z.getShape().get(0);
        var parts = z.reshape(n, image.channels(), 2, 2, image.height() / 2, image.width() / 2);
        return Mapped.of(image.of(parts.transpose(0, 1, 4, 2, 5, 3)), LogVolume.none(z));
    }
}
