package pathline.image;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Optional;
import pathline.bijection.ImageShape;
import pathline.check.Require;
import pathline.check.RequireArray;

/**
 * States in one of their two forms, images (n, c, h, w) or rows (n, d), and the way to the other.
 *
 * @param x as the caller has them
 * @param image the shape of an image
 */
record ImageStates(NDArray x, ImageShape image) {

    /** Of times and states that were checked. */
    static ImageStates of(NDArray t, NDArray x, ImageShape image, DataType type) {
        var shape = RequireArray.events(x, "x").getShape();
        Require.that(
                shape.slice(1).equals(event(image)) || shape.slice(1).equals(new Shape(image.dim())),
                "x has shape " + shape + "; expected (n, " + image.channels() + ", " + image.height() + ", "
                        + image.width() + ") or rows (n, " + image.dim() + ")");
        Require.that(
                x.getDataType() == type,
                "x is " + x.getDataType() + "; expected " + type + " like the net's parameters");
        var times = RequireArray.real(t, "t").getShape();
        long n = shape.get(0);
        Require.that(
                times.dimension() == 2 && times.get(1) == 1 && (times.get(0) == 1 || times.get(0) == n),
                "t has shape " + times + "; expected (" + n + ", 1), a time for every image, or (1, 1), one for all");
        Require.that(t.getDataType() == type, "t is " + t.getDataType() + "; expected " + type + " like x");
        return new ImageStates(x, image);
    }

    private static Shape event(ImageShape image) {
        return new Shape(image.channels(), image.height(), image.width());
    }

    /** Any number of states as images, one below the other. */
    NDArray images(NDArray states) {
        return states.reshape(new Shape(-1).addAll(event(image)));
    }

    /** Images in the caller's form. */
    NDArray like(NDArray images) {
        return images.reshape(x.getShape());
    }

    /** Images in the caller's form, on the caller's manager. */
    NDArray attached(NDArray images) {
        var result = images.getShape().size() == x.getShape().size() ? like(images) : images;
        result.attach(x.getManager());
        return result;
    }

    /** The shape of the derivative along tangents, which are checked: one for each state, or k. */
    Shape derivative(NDArray dx) {
        var shape = RequireArray.real(dx, "dx").getShape();
        var own = x.getShape();
        boolean one = shape.equals(own);
        boolean many = shape.dimension() == own.dimension() + 1
                && shape.get(0) > 0
                && (shape.slice(1).equals(own) || shape.slice(1).equals(new Shape(1).addAll(own.slice(1))));
        Require.that(
                one || many,
                "dx has shape " + shape + "; expected " + own
                        + ", a tangent for every state, or (k, ...) for k of them");
        Require.that(
                dx.getDataType() == x.getDataType(),
                "dx is " + dx.getDataType() + "; expected " + x.getDataType() + " like x");
        return one ? own : new Shape(shape.get(0)).addAll(own);
    }

    /** Images with tangents, shape (k, n, c, h, w). */
    DualArray dual(NDArray here, NDArray dx) {
        var shape = derivative(dx);
        long k = shape.equals(x.getShape()) ? 1 : shape.get(0);
        var all = dx.getShape().equals(shape) ? dx : dx.broadcast(shape);
        var tangents = all.reshape(new Shape(k, x.getShape().get(0)).addAll(event(image)));
        return new DualArray(images(here), Optional.of(tangents));
    }

    /** A cotangent of this shape and of x's type. */
    NDArray check(String name, NDArray a, Shape shape) {
        Require.that(
                RequireArray.real(a, name).getShape().equals(shape) && a.getDataType() == x.getDataType(),
                name + " is " + a.getDataType() + " of shape " + a.getShape() + "; expected " + x.getDataType()
                        + " of shape " + shape);
        return a;
    }
}
