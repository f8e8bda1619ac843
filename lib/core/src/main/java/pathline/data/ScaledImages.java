package pathline.data;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import pathline.array.HostMemory;
import pathline.array.Points;
import pathline.array.Scratch;
import pathline.bijection.ImageShape;
import pathline.check.Identified;
import pathline.check.Require;
import pathline.check.RequireArray;
import pathline.distribution.LabelledDistribution;
import pathline.random.Rng;

/**
 * The law of images as flows learn them: numbers in [-1, 1], shape (n, channels, height, width), with their labels.
 *
 * <pre>
 * var digits = Images.mnist(folder, Images.Part.TRAIN).scaled();     // x = v / 127.5 - 1
 * digits.dequantised()                                               // x = (v + u) / 128 - 1, u from U[0, 1)
 * digits.flipped()                                                   // left and right exchanged, every second time
 * </pre>
 *
 * <p>Pixels are kept as the bytes they are, and become numbers when they are drawn: 60 000 images of 784 pixels take 47 MB. An image
 * is drawn with replacement. The dequantised ones have a density, which is what a likelihood needs; the others lie on a grid.
 */
public final class ScaledImages implements LabelledDistribution, Identified {

    private static final double HALF = 127.5;
    private static final double LEVELS = 256;
    private static final int TOP = 255;

    private final Images images;
    private final boolean noisy;
    private final boolean flips;

    ScaledImages(Images images, boolean noisy, boolean flips) {
        this.images = images;
        this.noisy = noisy;
        this.flips = flips;
    }

    /** The same with noise from U[0, 1) added to each pixel of 0 to 255 at each draw: (v + u) / 128 - 1, in [-1, 1). */
    public ScaledImages dequantised() {
        return new ScaledImages(images, true, flips);
    }

    /** The same, each drawn image turned over, left and right exchanged, with probability 1/2. Not for digits or letters. */
    public ScaledImages flipped() {
        return new ScaledImages(images, noisy, true);
    }

    /** The shape of an image. */
    public ImageShape image() {
        return images.shape();
    }

    @Override
    public int dim() {
        return images.dim();
    }

    @Override
    public Optional<int[]> labels() {
        return Optional.of(images.labels());
    }

    @Override
    public Points points(NDManager manager, DataType type, int n, Rng rng) {
        return drawn(manager, type, indices(manager, type, n, rng), rng);
    }

    @Override
    public NDArray sample(NDManager manager, DataType type, int n, Rng rng) {
        return points(manager, type, n, rng).array();
    }

    @Override
    public LabelledPoints labelled(NDManager manager, DataType type, int n, Rng rng) {
        int[] indices = indices(manager, type, n, rng);
        int[] labels = IntStream.of(indices).map(i -> images.given()[i]).toArray();
        return new LabelledPoints(drawn(manager, type, indices, rng), labels);
    }

    /** The images with these indices, without noise and not turned: v / 127.5 - 1, shape (indices, c, h, w). */
    public NDArray take(NDManager manager, DataType type, int... indices) {
        return Scratch.keeping(
                () -> shaped(images.take(manager, type, indices).div(HALF).sub(1)));
    }

    private NDArray shaped(NDArray rows) {
        return rows.reshape(shape(rows.getShape().get(0)));
    }

    private Shape shape(long n) {
        var image = image();
        return new Shape(n, image.channels(), image.height(), image.width());
    }

    /**
     * Numbers back to pixels: 127.5 (x + 1), rounded, below 0 and above 255 set to the end; of any shape, one after the other.
     *
     * @throws IllegalArgumentException if a number is NaN or infinite
     */
    public static int[] pixels(NDArray x) {
        double[] numbers = HostMemory.doubles(RequireArray.real(x, "x"));
        Require.finite(numbers, "x");
        var pixels = new int[numbers.length];
        for (int k = 0; k < pixels.length; k++) {
            pixels[k] = (int) Math.max(0, Math.min(TOP, Math.round(HALF * (numbers[k] + 1))));
        }
        return pixels;
    }

    private int[] indices(NDManager manager, DataType type, int n, Rng rng) {
        RequireArray.open(manager, "manager");
        RequireArray.floating(type, "type");
        Require.atLeast(n, 1, "n");
        Require.nonNull(rng, "rng");
        Require.that(
                (long) n * dim() <= Room.MOST,
                "n is " + n + " images of " + dim() + " numbers; expected at most " + Room.MOST + " numbers");
        return rng.child("images").indices(images.size(), n);
    }

    private Points drawn(NDManager manager, DataType type, int[] indices, Rng rng) {
        int d = dim();
        int width = images.width();
        var values = new double[indices.length * d];
        byte[] pixels = images.bytes();
        var noise = rng.child("noise");
        var turns = rng.child("turns");
        for (int i = 0; i < indices.length; i++) {
            boolean turned = flips && turns.uniform() < 0.5;
            for (int k = 0; k < d; k++) {
                int from = turned ? k - k % width + width - 1 - k % width : k;
                int pixel = Byte.toUnsignedInt(pixels[indices[i] * d + from]);
                values[i * d + k] = noisy ? (pixel + noise.uniform()) / (LEVELS / 2) - 1 : pixel / HALF - 1;
            }
        }
        return Points.of(manager, type, values, shape(indices.length).getShape());
    }

    /** Pixels, labels, and how they become numbers. */
    @Override
    public Object identity() {
        return List.of("images", images.bytes(), images.given(), image(), noisy, flips);
    }

    @Override
    public String toString() {
        return "ScaledImages[" + images + (noisy ? ", dequantised" : "") + (flips ? ", flipped" : "") + "]";
    }
}
