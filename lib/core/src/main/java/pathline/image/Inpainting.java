package pathline.image;

import ai.djl.ndarray.NDArray;
import pathline.array.Scratch;
import pathline.check.Require;
import pathline.check.RequireArray;
import pathline.field.Velocity;
import pathline.ode.Method;
import pathline.ode.OdeSolver;

/**
 * Fills in what is missing of images: after each step of the solve the known pixels are put where the straight path from the same noise
 * has them,
 *
 * <pre>
 *   x(t) = mask ((1 - t) x0 + t image) + (1 - mask) x(t),   t after the step.
 * </pre>
 *
 * <p>The unknown pixels see the known ones through the net and have to go with them. This is a heuristic: the result is no draw of
 * the law of the unknown pixels given the known ones (compare Lugmayr et al., <i>RePaint</i>, CVPR 2022).
 *
 * @param velocity of a flow from noise, t = 0, to images, t = 1, along the straight path
 * @param method of the steps
 * @param steps how many of equal length
 */
public record Inpainting(Velocity velocity, Method method, int steps) {

    /** Checks what it is given. */
    public Inpainting {
        Require.nonNull(velocity, "velocity");
        Require.nonNull(method, "method");
        Require.atLeast(steps, 1, "steps");
    }

    /**
     * The filled images.
     *
     * @param x0 noise, shape (n, channels, height, width) or rows
     * @param image of x0's shape, or of one image for all
     * @param mask 1 where a pixel is known and 0 where not, of the shape of image
     * @return of x0's shape, on its manager; where the mask is 1, the image itself
     */
    public NDArray fill(NDArray x0, NDArray image, NDArray mask) {
        RequireArray.events(x0, "x0");
        RequireArray.real(image, "image");
        var one = RequireArray.real(mask, "mask").getShape();
        Require.that(
                one.equals(image.getShape()),
                "mask has shape " + one + "; expected " + image.getShape() + " like the image");
        return Scratch.keeping(() -> {
            var unknown = mask.neg().add(1);
            var x = x0;
            for (int k = 0; k < steps; k++) {
                double from = k / (double) steps;
                double to = (k + 1.0) / steps;
                var solved = OdeSolver.fixed(method, 1).solve(velocity, x, from, to);
                var known = x0.mul(1 - to).add(image.mul(to));
                x = solved.mul(unknown).add(known.mul(mask));
            }
            return x;
        });
    }
}
