package pathline.image;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.stream.IntStream;
import pathline.bijection.ImageShape;
import pathline.check.Require;

/**
 * An image as tokens: squares of pixels, from the top left row by row, each a row of its numbers, channel by channel.
 *
 * @param image the shape of an image
 * @param side of a square in pixels, a divisor of height and width
 */
record Patches(ImageShape image, int side) {

    private static final int[] TO_TOKENS = {2, 4, 0, 1, 3, 5};
    private static final int[] TO_IMAGES = {2, 3, 0, 4, 1, 5};

    Patches {
        check(image, side);
    }

    static void check(ImageShape image, int side) {
        Require.atLeast(side, 1, "patch");
        Require.that(
                image.height() % side == 0 && image.width() % side == 0,
                "patch is " + side + "; expected a divisor of the height and width of " + image);
    }

    private int down() {
        return image.height() / side;
    }

    private int across() {
        return image.width() / side;
    }

    /** How many tokens an image has. */
    int count() {
        return down() * across();
    }

    /** Numbers of a token. */
    int width() {
        return image.channels() * side * side;
    }

    /** From images (n, c, h, w) to (tokens, n, width). */
    DualArray tokens(DualArray images) {
        return images.mapped(tokens(images.value(), 0), dx -> tokens(dx, 1));
    }

    /** The way back. */
    DualArray images(DualArray tokens) {
        return tokens.mapped(images(tokens.value(), 0), dx -> images(dx, 1));
    }

    private NDArray tokens(NDArray images, int axis) {
        var before = images.getShape().slice(0, axis);
        long n = images.getShape().get(axis);
        var squares = new Shape(n, image.channels(), down(), side, across(), side);
        return images.reshape(before.addAll(squares))
                .transpose(behind(axis, TO_TOKENS))
                .reshape(before.addAll(new Shape(count(), n, width())));
    }

    private NDArray images(NDArray tokens, int axis) {
        var before = tokens.getShape().slice(0, axis);
        long n = tokens.getShape().get(axis + 1);
        var squares = new Shape(down(), across(), n, image.channels(), side, side);
        return tokens.reshape(before.addAll(squares))
                .transpose(behind(axis, TO_IMAGES))
                .reshape(before.addAll(new Shape(n, image.channels(), image.height(), image.width())));
    }

    /** The order of axes, behind so many that stay. */
    private static int[] behind(int first, int[] order) {
        return IntStream.concat(IntStream.range(0, first), IntStream.of(order).map(axis -> axis + first))
                .toArray();
    }
}
