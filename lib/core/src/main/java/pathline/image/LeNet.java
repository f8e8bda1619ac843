package pathline.image;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.pooling.Pool;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import pathline.array.Scratch;
import pathline.bijection.ImageShape;
import pathline.bijection.Weights;
import pathline.check.Fingerprint;
import pathline.check.Identified;
import pathline.check.Require;
import pathline.check.RequireArray;
import pathline.field.Gradient;
import pathline.field.Gradients;
import pathline.field.Model;
import pathline.field.NamedArrays;
import pathline.field.Orphans;
import pathline.field.Parameters;
import pathline.random.Rng;

/**
 * A small classifier of images, whose last hidden layer are the features that samples are compared by (LeCun et al.,
 * <i>Gradient-based learning applied to document recognition</i>, 1998, with rectifiers and maxima in place of its squashing
 * functions and means).
 *
 * <pre>
 * var reader = LeNet.of(new ImageShape(1, 28, 28), 10, rng.child("reader"));
 * Trainer.adam(1e-3).steps(2_000).fit(reader, CrossEntropy.of(images, 10, 64), rng.child("fit"));
 * double fid = FrechetDistance.of(reader.features(samples), reader.features(data));
 * </pre>
 *
 * <p>Convolutions of 5 x 5 pixels to 8 and 16 channels, each with a rectifier and the largest of 2 x 2; 84 features; a number for
 * each class. Images are (n, channels, height, width) or rows of their numbers. A distance by these features can be compared only with
 * others by the same net: {@link #digest} says which it is.
 */
public final class LeNet implements Model, Identified {

    /** How many features there are. */
    public static final int FEATURES = 84;

    private static final int SMALLEST = 4; // pixels a side, halved twice
    private static final int AT_ONCE = 500; // images
    private static final Shape TWO = new Shape(2, 2);
    private static final Shape NONE = new Shape(0, 0);

    private final ImageShape image;
    private final int classes;
    private final Convolution first;
    private final Convolution second;
    private final Projection hidden;
    private final Projection last;
    private final Parameters parameters;
    private final Weights weights;

    private LeNet(ImageShape image, int classes, Rng rng, DataType type, NDManager manager) {
        this.image = image;
        this.classes = classes;
        first = Convolution.of(image.channels(), 8, 5);
        second = Convolution.of(8, 16, 5);
        hidden = Projection.of(16 * (image.height() / 4) * (image.width() / 4), FEATURES);
        last = Projection.of(FEATURES, classes);
        parameters = declare(rng).make(type, manager);
        weights = Weights.of(parameters);
    }

    /** For so many classes, with first weights from a stream, in float32; freed some time after nothing refers to it. */
    public static LeNet of(ImageShape image, int classes, Rng rng) {
        return of(image, classes, rng, DataType.FLOAT32, Orphans.manager());
    }

    /** The same in a type of one's choice, on a manager. */
    public static LeNet of(ImageShape image, int classes, Rng rng, DataType type, NDManager manager) {
        Require.nonNull(image, "image");
        Require.within(classes, 2, 1 << 16, "classes");
        Require.nonNull(rng, "rng");
        RequireArray.floating(type, "type");
        RequireArray.open(manager, "manager");
        Require.that(
                image.height() >= SMALLEST && image.width() >= SMALLEST,
                "image is " + image + "; expected a height and width of at least " + SMALLEST);
        return new LeNet(image, classes, rng, type, manager);
    }

    private NamedArrays declare(Rng rng) {
        return Parameters.named()
                .under("first", one -> first.declare(one, rng.child("first")))
                .under("second", one -> second.declare(one, rng.child("second")))
                .under("hidden", one -> hidden.declare(one, rng.child("hidden")))
                .under("last", one -> last.declare(one, rng.child("last")));
    }

    @Override
    public Parameters parameters() {
        return parameters;
    }

    /** What the net looks like, and its type; not its numbers. */
    @Override
    public Object identity() {
        return Arrays.asList("LeNet", image, classes, parameters);
    }

    /** What its numbers are, as 32 hexadecimal digits. */
    public String digest() {
        return Fingerprint.of(parameters.flat(), "parameters").digest();
    }

    /** How many classes there are. */
    public int classes() {
        return classes;
    }

    /** The features of each image, shape (n, 84), none below 0. */
    public NDArray features(NDArray x) {
        return inParts(x, this::hiddenLayer);
    }

    /** The probability of each class, shape (n, classes). */
    public NDArray probabilities(NDArray x) {
        return inParts(x, images -> logits(images).softmax(1));
    }

    /** The most likely class of each image. */
    public int[] mostLikely(NDArray x) {
        try (var probabilities = probabilities(x);
                var found = probabilities.argMax(1)) {
            return Arrays.stream(found.toLongArray()).mapToInt(Math::toIntExact).toArray();
        }
    }

    /**
     * The mean of -log p(label | x) over images, in nats; its gradient is added to {@code into} where that is wanted.
     *
     * @param chosen each image's label as a unit vector, shape (n, classes)
     */
    public NDArray crossEntropy(NDArray x, NDArray chosen, Gradient into) {
        checked(x);
        parameters.check(Require.nonNull(into, "into"));
        Require.that(
                RequireArray.real(chosen, "chosen")
                        .getShape()
                        .equals(new Shape(x.getShape().get(0), classes)),
                "chosen has shape " + chosen.getShape() + "; expected ("
                        + x.getShape().get(0) + ", " + classes + ")");
        return Gradients.loss(
                parameters,
                into,
                () -> logits(x)
                        .logSoftmax(1)
                        .mul(chosen)
                        .sum(new int[] {1})
                        .mean()
                        .neg());
    }

    private NDArray logits(NDArray x) {
        return last.at(hiddenLayer(x), weights.of("last"));
    }

    private NDArray hiddenLayer(NDArray x) {
        var images = x.reshape(x.getShape().get(0), image.channels(), image.height(), image.width());
        var seen = pooled(second, pooled(first, images, "first"), "second");
        var flat = seen.reshape(seen.getShape().get(0), -1);
        return hidden.at(flat, weights.of("hidden")).getNDArrayInternal().relu();
    }

    private NDArray pooled(Convolution convolution, NDArray x, String name) {
        var seen = convolution.at(DualArray.of(x), weights.of(name)).value();
        return Pool.maxPool2d(seen.getNDArrayInternal().relu(), TWO, TWO, NONE, false);
    }

    private NDArray inParts(NDArray x, UnaryOperator<NDArray> f) {
        checked(x);
        long n = x.getShape().get(0);
        return Scratch.keeping(() -> {
            var parts = new NDList();
            for (long from = 0; from < n; from += AT_ONCE) {
                long start = from;
                long end = Math.min(n, from + AT_ONCE);
                parts.add(Scratch.keeping(() -> f.apply(x.get(start + ":" + end))));
            }
            return NDArrays.concat(parts);
        });
    }

    private void checked(NDArray x) {
        var shape = RequireArray.events(x, "x").getShape();
        var rest = shape.slice(1);
        Require.that(
                rest.equals(new Shape(image.channels(), image.height(), image.width()))
                        || rest.equals(new Shape(image.dim())),
                "x has shape " + shape + "; expected (n, " + image.channels() + ", " + image.height() + ", "
                        + image.width() + ") or rows (n, " + image.dim() + ")");
        Require.that(
                x.getDataType() == parameters.type(),
                "x is " + x.getDataType() + "; expected " + parameters.type() + " like the parameters");
    }

    @Override
    public String toString() {
        return "LeNet[" + image + ", " + classes + " classes, " + parameters.count() + " parameters]";
    }
}
