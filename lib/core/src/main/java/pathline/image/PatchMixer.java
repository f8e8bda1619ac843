package pathline.image;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import pathline.bijection.ImageShape;
import pathline.check.Require;
import pathline.field.Orphans;
import pathline.random.Rng;

/**
 * A net of matrix products alone for velocities of images: squares of pixels become tokens, which blocks mix by turns across tokens
 * and within them (Tolstikhin et al., <i>MLP-Mixer: an all-MLP architecture for vision</i>, 2021).
 *
 * <pre>
 * var net = PatchMixer.of(new ImageShape(1, 28, 28), 64, 4).classes(10).init(rng);
 * LabelledVelocity.of(net, 10).guided(2, 3).at(t, x);     // x of shape (n, 1, 28, 28), every image to become a three
 * </pre>
 *
 * <p>It has no convolution, and so none that an engine could compute wrongly; of the same number of parameters it costs a fraction of
 * a {@link UNet}, and it learns from the data what the U-Net knows, that neighbouring pixels belong together. Every block is
 * told time and label, as scales and shifts of its normalisations. The last map begins at zero, and with it the velocity.
 *
 * @param image the shape of an image
 * @param patch the side of a token in pixels, a divisor of height and width
 * @param width numbers of a token in the blocks, an even number
 * @param depth how many blocks there are
 * @param tokenHidden the width of the hidden layers that mix tokens
 * @param hidden the width of the hidden layers that mix the numbers of a token
 * @param classes how many labels there are; 0 for a net that is told none
 * @param dropout the share of those hidden numbers that are left out in training, in [0, 1)
 */
public record PatchMixer(
        ImageShape image, int patch, int width, int depth, int tokenHidden, int hidden, int classes, double dropout) {

    private static final int MOST = 1 << 16;
    private static final int USUAL_PATCH = 4;

    /** Checks the sizes. */
    public PatchMixer {
        Patches.check(Require.nonNull(image, "image"), patch);
        Require.within(width, 2, MOST, "width");
        Require.that(width % 2 == 0, "width is " + width + "; expected an even number");
        Require.within(depth, 1, 1 << 10, "depth");
        Require.within(tokenHidden, 1, MOST, "tokenHidden");
        Require.within(hidden, 1, 4 * MOST, "hidden");
        Require.within(classes, 0, 1 << 20, "classes");
        Require.that(dropout >= 0 && dropout < 1, "dropout is " + dropout + "; expected a share in [0, 1)");
    }

    /**
     * A net on patches of 4 x 4 pixels, with hidden layers as the paper has them: half the width to mix tokens, four times the width
     * to mix their numbers; no label, no dropout. On 28 x 28 pixels, width 64 and depth 4 make about a quarter of a million parameters.
     */
    public static PatchMixer of(ImageShape image, int width, int depth) {
        Require.within(width, 2, MOST, "width");
        return new PatchMixer(image, USUAL_PATCH, width, depth, width / 2, 4 * width, 0, 0);
    }

    /** The same with tokens of so many pixels a side. */
    public PatchMixer patch(int side) {
        return new PatchMixer(image, side, width, depth, tokenHidden, hidden, classes, dropout);
    }

    /** The same with hidden layers of these widths. */
    public PatchMixer hidden(int ofTokens, int ofNumbers) {
        return new PatchMixer(image, patch, width, depth, ofTokens, ofNumbers, classes, dropout);
    }

    /** The same, told one of so many labels, or none of them. */
    public PatchMixer classes(int count) {
        return new PatchMixer(image, patch, width, depth, tokenHidden, hidden, count, dropout);
    }

    /** The same with dropout, which draws from the engine's own stream and not from an {@link Rng}. */
    public PatchMixer dropout(double share) {
        return new PatchMixer(image, patch, width, depth, tokenHidden, hidden, classes, share);
    }

    /** The velocity with first weights drawn from a stream, in float32; freed some time after nothing refers to it. */
    public ImageVelocity init(Rng rng) {
        return init(rng, DataType.FLOAT32, Orphans.manager());
    }

    /** The same in a type of one's choice, on a manager. */
    public ImageVelocity init(Rng rng, DataType type, NDManager manager) {
        return ImageVelocity.of(this, new PatchMixerLayers(this), rng, type, manager);
    }
}
