package pathline.bijection;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import pathline.check.Require;

/**
 * The sizes of an image, whose numbers stand channel by channel, row by row from the top left.
 *
 * @param channels at least 1
 * @param height at least 1
 * @param width at least 1
 */
public record ImageShape(int channels, int height, int width) {

    private static final int MOST = 1 << 24;

    /** Checks the sizes. */
    public ImageShape {
        Require.within(channels, 1, MOST, "channels");
        Require.within(height, 1, MOST, "height");
        Require.within(width, 1, MOST, "width");
        Require.that(
                (long) channels * height * width <= MOST,
                channels + " x " + height + " x " + width + " are too many numbers; expected at most " + MOST);
    }

    /** How many numbers an image has. */
    public int dim() {
        return channels * height * width;
    }

    /** The same with so many channels. */
    public ImageShape channels(int count) {
        return new ImageShape(count, height, width);
    }

    /** Each square of four pixels put into one, with four times the channels; height and width must be even. */
    public ImageShape squeezed() {
        Require.that(
                height % 2 == 0 && width % 2 == 0, this + " cannot be squeezed; expected an even height and width");
        return new ImageShape(4 * channels, height / 2, width / 2);
    }

    /** (channels, height, width). */
    Shape event() {
        return new Shape(channels, height, width);
    }

    /** Half of the channels, of which there must be an even number. */
    int half() {
        Require.that(channels % 2 == 0, this + " cannot be halved; expected an even number of channels");
        return channels / 2;
    }

    /** Rows of numbers as images, or images of another shape as these. */
    NDArray of(NDArray x) {
        return x.reshape(x.getShape().get(0), channels, height, width);
    }

    /** Images as rows. */
    static NDArray rows(NDArray x) {
        return x.reshape(x.getShape().get(0), -1);
    }
}
