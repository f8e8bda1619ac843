package pathline.image;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.Arrays;
import java.util.stream.IntStream;
import pathline.array.Scratch;
import pathline.bijection.ImageShape;
import pathline.check.Require;
import pathline.check.RequireArray;
import pathline.field.LabelledVelocity;
import pathline.field.Velocity;
import pathline.ode.OdeSolver;
import pathline.ode.SaveAt;
import pathline.random.Rng;

/**
 * Images of every class, drawn from noise N(0, I).
 *
 * <pre>
 * var drawn = ClassSamples.of(LabelledVelocity.of(net, 10), new ImageShape(1, 28, 28), solver).guided(2).draw(manager, 4, rng);
 * ImageGrid.of("digits", drawn.images()).dark().image()          // a column for each class
 * </pre>
 *
 * @param velocity told a class
 * @param image the shape of an image
 * @param solver from t = 0 to t = 1
 * @param guidance the scale of classifier-free guidance: 1 is the field of the class, with one evaluation of the net, and so is 0,
 *     the field of all; any other takes two
 */
public record ClassSamples(LabelledVelocity velocity, ImageShape image, OdeSolver solver, double guidance) {

    private static final int AT_ONCE = 500; // images

    /** Checks what it is given. */
    public ClassSamples {
        Require.nonNull(velocity, "velocity");
        Require.nonNull(image, "image");
        Require.nonNull(solver, "solver");
        Require.finite(guidance, "guidance");
        Require.that(
                velocity.dim() == image.dim(),
                "image is " + image + ", of " + image.dim() + " numbers; expected " + velocity.dim()
                        + " like the velocity");
    }

    /** Without guidance. */
    public static ClassSamples of(LabelledVelocity velocity, ImageShape image, OdeSolver solver) {
        return new ClassSamples(velocity, image, solver, 1);
    }

    /** The same with guidance of this scale. */
    public ClassSamples guided(double scale) {
        return new ClassSamples(velocity, image, solver, scale);
    }

    /** The same by another solver. */
    public ClassSamples with(OdeSolver other) {
        return new ClassSamples(velocity, image, other, guidance);
    }

    /**
     * So many of each class, one after the other: the image at place i has label i modulo the number of classes. Memory does not
     * grow with their number; an adaptive solver chooses its steps for each 500 images.
     *
     * @return images of shape (classes perClass, channels, height, width) on the manager
     */
    public Drawn draw(NDManager manager, int perClass, Rng rng) {
        RequireArray.open(manager, "manager");
        Require.atLeast(perClass, 1, "perClass");
        Require.nonNull(rng, "rng");
        int classes = velocity.classes();
        int n = Math.multiplyExact(perClass, classes);
        var noise = rng.normal(manager, DataType.FLOAT32, n, image.dim())
                .reshape(n, image.channels(), image.height(), image.width());
        try (noise) {
            return from(noise, IntStream.range(0, n).map(i -> i % classes).toArray());
        }
    }

    /** From this noise, shape (n, channels, height, width), to images of these labels, one for each. */
    public Drawn from(NDArray noise, int... labels) {
        long n = RequireArray.events(noise, "noise").getShape().get(0);
        Require.that(labels.length == n, "labels are " + labels.length + "; expected one for each of " + n + " images");
        var counted = new long[1];
        var images = Scratch.keeping(() -> {
            var parts = new NDList();
            for (int from = 0; from < n; from += AT_ONCE) {
                int to = (int) Math.min(n, (long) from + AT_ONCE);
                var start = noise.get(from + ":" + to);
                var solved = solver.solve(field(Arrays.copyOfRange(labels, from, to)), start, 0, 1, SaveAt.end());
                counted[0] += (to - from) * solved.stats().evaluations();
                parts.add(solved.end());
            }
            return NDArrays.concat(parts);
        });
        boolean single = guidance == 1 || guidance == 0;
        return new Drawn(images, labels, (single ? 1 : 2) * counted[0] / (double) n);
    }

    private Velocity field(int... labels) {
        if (guidance == 1) {
            return velocity.given(labels);
        }
        return guidance == 0 ? velocity.given(LabelledVelocity.NONE) : velocity.guided(guidance, labels);
    }

    /**
     * What was drawn.
     *
     * @param images shape (n, channels, height, width)
     * @param labels which class each was asked to be
     * @param evaluations of the net for each image
     */
    public record Drawn(NDArray images, int[] labels, double evaluations) {}
}
