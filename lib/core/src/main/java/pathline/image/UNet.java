package pathline.image;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.Arrays;
import java.util.List;
import pathline.bijection.ImageShape;
import pathline.check.Require;
import pathline.field.Orphans;
import pathline.random.Rng;

/**
 * A convolutional net for velocities of images: down through levels of half the size each, and up again, with what was seen on the
 * way down beside what comes from below (Ronneberger et al., 2015; with time as in Ho et al., <i>Denoising diffusion
 * probabilistic models</i>, 2020).
 *
 * <pre>
 * var net = UNet.of(new ImageShape(1, 28, 28), 16, 1, 2, 2).classes(10).init(rng);
 * var labelled = LabelledVelocity.of(net, 10);
 * labelled.given(3).at(t, x);                   // x of shape (n, 1, 28, 28), every image to become a three
 * labelled.guided(2, 3).at(t, x);               // more so
 * </pre>
 *
 * <p>A level has residual blocks of GroupNorm, SiLU and convolutions of 3 x 3 pixels, told time and label; self-attention where
 * {@link #attention} says, and always in the middle. The last convolution begins at zero, and with it the velocity.
 *
 * @param image the shape of an image; its height and width are to be halved once less than there are levels
 * @param width channels of the first level, an even number
 * @param multipliers channels of each level as a multiple of the width
 * @param blocks residual blocks of a level on the way down; one more on the way up
 * @param attention heights of images at which there is self-attention behind every block
 * @param heads of the attention
 * @param groups of the normalisation, a divisor of the channels of every level
 * @param classes how many labels there are; 0 for a net that is told none
 * @param dropout the share of numbers that are left out of each residual block in training, in [0, 1)
 */
public record UNet(
        ImageShape image,
        int width,
        List<Integer> multipliers,
        int blocks,
        List<Integer> attention,
        int heads,
        int groups,
        int classes,
        double dropout) {

    private static final int MOST = 1 << 16;
    private static final int USUAL_GROUPS = 8;

    /** Checks the sizes. */
    public UNet {
        Require.nonNull(image, "image");
        Require.within(width, 2, MOST, "width");
        Require.that(width % 2 == 0, "width is " + width + "; expected an even number");
        multipliers = List.copyOf(Require.nonNull(multipliers, "multipliers"));
        Require.within(multipliers.size(), 1, Integer.SIZE - 2, "multipliers' number");
        multipliers.forEach(one -> Require.within(one, 1, MOST / width, "a multiplier"));
        Require.within(blocks, 1, 64, "blocks");
        attention = List.copyOf(Require.nonNull(attention, "attention"));
        Require.within(heads, 1, MOST, "heads");
        Require.within(groups, 1, MOST, "groups");
        Require.within(classes, 0, 1 << 20, "classes");
        Require.that(dropout >= 0 && dropout < 1, "dropout is " + dropout + "; expected a share in [0, 1)");
        int most = 1 << (multipliers.size() - 1);
        Require.that(
                image.height() % most == 0 && image.width() % most == 0,
                "multipliers are " + multipliers + ", of " + multipliers.size()
                        + " levels; expected a height and width of " + image + " that " + most
                        + " divides, or fewer levels");
        Require.that(
                width % groups == 0 && width % heads == 0,
                "width is " + width + "; expected a multiple of the " + groups + " groups and the " + heads + " heads");
    }

    /**
     * A small net: one block a level, attention of one head in the middle alone, 8 groups, or as many as the width allows, no
     * label, no dropout. With width 16 and multipliers 1, 2, 2 it has about a quarter of a million parameters.
     */
    public static UNet of(ImageShape image, int width, int... multipliers) {
        Require.nonNull(multipliers, "multipliers");
        Require.atLeast(width, 2, "width");
        int groups = USUAL_GROUPS;
        while (width % groups != 0) {
            groups /= 2;
        }
        var levels = Arrays.stream(multipliers).boxed().toList();
        return new UNet(image, width, levels, 1, List.of(), 1, groups, 0, 0);
    }

    /** The same with so many residual blocks a level. */
    public UNet blocks(int count) {
        return new UNet(image, width, multipliers, count, attention, heads, groups, classes, dropout);
    }

    /** The same with self-attention of so many heads in the middle and where images have one of these heights. */
    public UNet attention(int count, Integer... heights) {
        var at = List.of(Require.nonNull(heights, "heights"));
        return new UNet(image, width, multipliers, blocks, at, count, groups, classes, dropout);
    }

    /** The same with normalisation in so many groups. */
    public UNet groups(int count) {
        return new UNet(image, width, multipliers, blocks, attention, heads, count, classes, dropout);
    }

    /** The same, told one of so many labels, or none of them. */
    public UNet classes(int count) {
        return new UNet(image, width, multipliers, blocks, attention, heads, groups, count, dropout);
    }

    /** The same with dropout, which draws from the engine's own stream and not from an {@link Rng}. */
    public UNet dropout(double share) {
        return new UNet(image, width, multipliers, blocks, attention, heads, groups, classes, share);
    }

    /**
     * The velocity with first weights drawn from a stream, in float32; freed some time after nothing refers to it.
     *
     * @throws IllegalStateException if the engine computes convolutions wrongly on this processor
     */
    public ImageVelocity init(Rng rng) {
        return init(rng, DataType.FLOAT32, Orphans.manager());
    }

    /** The same in a type of one's choice, on a manager. */
    public ImageVelocity init(Rng rng, DataType type, NDManager manager) {
        return ImageVelocity.of(this, new UNetLayers(this), rng, type, manager);
    }
}
