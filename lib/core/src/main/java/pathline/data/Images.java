package pathline.data;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import pathline.array.Scratch;
import pathline.bijection.ImageShape;
import pathline.bijection.Logit;
import pathline.check.Require;
import pathline.random.Rng;

/**
 * Labelled images of 8-bit pixels, read from the files as published, and made continuous for a density.
 *
 * <p>A density of whole numbers has no upper bound on its likelihood. So a uniform draw from [0, 1) is added to each pixel:
 * the log-density of the result bounds the log-probability of the pixels from below (Theis, van den Oord and Bethge,
 * <i>A note on the evaluation of generative models</i>, ICLR 2016). {@link Logit} then moves [0, 256) to the whole line.
 *
 * <p>An image is a row of channels × height × width numbers, channel by channel, row by row from the top left.
 */
public final class Images {

    private static final int CIFAR_ROWS = 10_000;
    static final int CLASSES = 10;

    private final int channels;
    private final int height;
    private final int width;
    private final byte[] pixels;
    private final int[] labels;

    Images(int channels, int height, int width, byte[] pixels, int[] labels) {
        this.channels = channels;
        this.height = height;
        this.width = width;
        this.pixels = pixels;
        this.labels = labels;
    }

    /** Which images of a set. */
    public enum Part {
        TRAIN,
        TEST
    }

    /**
     * MNIST's digits: 60 000 to train on or 10 000 to test, 1 × 28 × 28.
     *
     * @param folder holds the two idx files of the part under their own names, with or without .gz
     * @throws DataException if one is missing, cut, of another format, or of another count than its labels
     */
    public static Images mnist(Path folder, Part part) {
        Require.nonNull(folder, "folder");
        Require.nonNull(part, "part");
        String name = part == Part.TRAIN ? "train" : "t10k";
        return idx(either(folder, name + "-images-idx3-ubyte"), either(folder, name + "-labels-idx1-ubyte"));
    }

    /**
     * A pair of files in MNIST's format, packed or not, of any size, with labels 0 to 9.
     *
     * @throws DataException as {@link #mnist}
     */
    public static Images idx(Path images, Path labels) {
        Require.nonNull(images, "images");
        return idx(images, labels, CLASSES);
    }

    /**
     * A pair of files in MNIST's format with labels 0 to {@code classes} - 1: EMNIST's letters have labels 1 to 26, so
     * classes is 27.
     *
     * @param classes from 1 to 256
     * @throws DataException as {@link #mnist}
     */
    public static Images idx(Path images, Path labels, int classes) {
        Require.nonNull(images, "images");
        Require.nonNull(labels, "labels");
        Require.that(
                classes >= 1 && classes <= 256,
                "classes is " + classes + "; expected 1 to 256, since a label is one byte");
        IdxFile grey = IdxFile.read(images, 3);
        IdxFile given = IdxFile.read(labels, 1);
        int count = given.shape()[0];
        if (grey.shape()[0] != count) {
            throw new DataException(
                    Tabular.name(labels),
                    0,
                    "has " + count + " labels, but " + Tabular.name(images) + " has " + grey.shape()[0]
                            + " images; take both from the same part");
        }
        var numbers = new int[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = label(Tabular.name(labels), given.header() + i, given.values()[i], classes);
        }
        return new Images(1, grey.shape()[1], grey.shape()[2], grey.values(), numbers);
    }

    /**
     * CIFAR-10's photographs: 50 000 to train on or 10 000 to test, 3 × 32 × 32.
     *
     * @param folder holds data_batch_1.bin to data_batch_5.bin, or test_batch.bin, of the binary version
     * @throws DataException if a file is missing, or has not 10 000 images of 3073 bytes
     */
    public static Images cifar10(Path folder, Part part) {
        Require.nonNull(folder, "folder");
        Require.nonNull(part, "part");
        List<Path> files = part == Part.TEST
                ? List.of(folder.resolve("test_batch.bin"))
                : IntStream.rangeClosed(1, 5)
                        .mapToObj(i -> folder.resolve("data_batch_" + i + ".bin"))
                        .toList();
        return CifarFile.read(files, CIFAR_ROWS);
    }

    /**
     * A folder of PNG or JPEG pictures of one size, in a folder of its own for each class, which are numbered in the order of their
     * names; a folder of pictures alone is one class. Pictures without colour have one channel, others red, green and blue; what
     * is transparent becomes white.
     *
     * @throws DataException if one cannot be read or has another size than the first, or a class has none
     */
    public static Images pictures(Path folder) {
        return new PictureFolder(Require.nonNull(folder, "folder"), 0, 0).read();
    }

    /** The same where each picture's middle is cut to the ratio of these sides, and scaled to them. */
    public static Images pictures(Path folder, int height, int width) {
        Require.nonNull(folder, "folder");
        Require.within(height, 1, 1 << 14, "height");
        Require.within(width, 1, 1 << 14, "width");
        return new PictureFolder(folder, height, width).read();
    }

    /** The names of a folder's classes, in the order of their numbers. */
    public static List<String> pictureClasses(Path folder) {
        return new PictureFolder(Require.nonNull(folder, "folder"), 0, 0)
                .classes().stream().map(Tabular::name).toList();
    }

    /** The number of images. */
    public int size() {
        return labels.length;
    }

    /** The number of values of one image, channels × height × width. */
    public int dim() {
        return channels * height * width;
    }

    /** 1 for grey, 3 for red, green and blue. */
    public int channels() {
        return channels;
    }

    /** Rows of one image. */
    public int height() {
        return height;
    }

    /** Columns of one image. */
    public int width() {
        return width;
    }

    /** A copy of the labels: 0 to 9, or to what {@link #idx(Path, Path, int)} was told. */
    public int[] labels() {
        return labels.clone();
    }

    /** One value of one image, 0 to 255. */
    public int pixel(int image, int index) {
        return Byte.toUnsignedInt(
                pixels[Require.index(image, size(), "image") * dim() + Require.index(index, dim(), "index")]);
    }

    /** All values, one after the other, not to be changed. */
    byte[] bytes() {
        return pixels;
    }

    /** All labels, not to be changed. */
    int[] given() {
        return labels;
    }

    /** The shape of one image. */
    public ImageShape shape() {
        return new ImageShape(channels, height, width);
    }

    /** Their law as flows learn it: numbers in [-1, 1], with labels. */
    public ScaledImages scaled() {
        return new ScaledImages(this, false, false);
    }

    /** The images with these indices, in this order. */
    public Images subset(int... indices) {
        Require.that(DataChecks.indices(indices).length > 0, "indices are none; expected at least one");
        var chosen = new byte[Math.multiplyExact(indices.length, dim())];
        var numbers = new int[indices.length];
        for (int i = 0; i < indices.length; i++) {
            int image = DataChecks.index(indices, i, size());
            System.arraycopy(pixels, image * dim(), chosen, i * dim(), dim());
            numbers[i] = labels[image];
        }
        return new Images(channels, height, width, chosen, numbers);
    }

    /** The images with these indices, values 0 to 255, shape (indices, dim), float32 or float64. */
    public NDArray take(NDManager manager, DataType type, int... indices) {
        return DataChecks.array(manager, type, values(indices), indices.length, dim());
    }

    /**
     * The images with these indices, each value plus a draw from U[0, 1): in [0, 256), shape (indices, dim). Image i draws from
     * {@code rng.child(i)}, so that its noise is the same in whichever batch it stands. A float32 may be rounded up to the next
     * whole number.
     */
    public NDArray dequantised(NDManager manager, DataType type, Rng rng, int... indices) {
        return DataChecks.array(manager, type, noisy(rng, indices), indices.length, dim());
    }

    /**
     * The same mapped to the whole line by {@link Logit}, in double precision until the last rounding; shape
     * (indices, dim).
     */
    public NDArray logits(NDManager manager, DataType type, Logit logit, Rng rng, int... indices) {
        Require.nonNull(logit, "logit");
        return Scratch.keeping(() ->
                logit.of(dequantised(manager, DataType.FLOAT64, rng, indices)).toType(type, false));
    }

    @Override
    public String toString() {
        return "Images[" + size() + " of " + channels + " x " + height + " x " + width + "]";
    }

    private double[] noisy(Rng rng, int... indices) {
        Require.nonNull(rng, "rng");
        double[] values = values(indices);
        for (int i = 0; i < indices.length; i++) {
            var noise = rng.child(indices[i]);
            for (int k = i * dim(); k < (i + 1) * dim(); k++) {
                values[k] += noise.uniform();
            }
        }
        return values;
    }

    private double[] values(int... indices) {
        Require.that(DataChecks.indices(indices).length > 0, "indices are none; expected at least one");
        Require.that(
                (long) indices.length * dim() <= Room.MOST,
                "indices name " + indices.length + " images of " + dim() + " numbers; expected at most " + Room.MOST
                        + " numbers, the most of one Java array");
        var values = new double[indices.length * dim()];
        for (int i = 0; i < indices.length; i++) {
            int start = DataChecks.index(indices, i, size()) * dim();
            for (int k = 0; k < dim(); k++) {
                values[i * dim() + k] = Byte.toUnsignedInt(pixels[start + k]);
            }
        }
        return values;
    }

    private static Path either(Path folder, String name) {
        Path packed = folder.resolve(name + ".gz");
        return Files.isRegularFile(packed) ? packed : folder.resolve(name);
    }

    static int label(String file, long at, byte value, int classes) {
        int label = Byte.toUnsignedInt(value);
        if (label >= classes) {
            throw DataException.atByte(
                    file,
                    at,
                    "expected a label from 0 to " + (classes - 1) + ", got " + label
                            + "; for a set of more classes, such as EMNIST, call Images.idx(images, labels, classes), else"
                            + " fetch the file again");
        }
        return label;
    }
}
