package pathline.data;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import pathline.array.Scratch;
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
    private static final int CIFAR_SIDE = 32;
    private static final int CLASSES = 10;

    private final int channels;
    private final int height;
    private final int width;
    private final byte[] pixels;
    private final int[] labels;

    private Images(int channels, int height, int width, byte[] pixels, int[] labels) {
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
        return cifar10(files, CIFAR_ROWS);
    }

    /** Files of {@code rows} images each. */
    static Images cifar10(List<Path> files, int rows) {
        int d = 3 * CIFAR_SIDE * CIFAR_SIDE;
        var pixels = new byte[files.size() * rows * d];
        var labels = new int[files.size() * rows];
        for (int f = 0; f < files.size(); f++) {
            String file = Tabular.name(files.get(f));
            byte[] bytes = batch(files.get(f), rows, d + 1);
            for (int i = 0; i < rows; i++) {
                int row = f * rows + i;
                labels[row] = label(file, i * (d + 1), bytes[i * (d + 1)], CLASSES);
                System.arraycopy(bytes, i * (d + 1) + 1, pixels, row * d, d);
            }
        }
        return new Images(3, CIFAR_SIDE, CIFAR_SIDE, pixels, labels);
    }

    private static byte[] batch(Path path, int rows, int width) {
        int expected = rows * width;
        try (InputStream in = Bytes.open(path)) {
            byte[] bytes = in.readNBytes(expected);
            long more = in.transferTo(OutputStream.nullOutputStream());
            if (bytes.length < expected || more > 0) {
                throw DataException.atByte(
                        Tabular.name(path),
                        bytes.length,
                        "expected " + rows + " images of " + width + " bytes, " + expected + " in all, got "
                                + (bytes.length + more) + "; take the binary version and unpack it again");
            }
            return bytes;
        } catch (IOException e) {
            throw Bytes.unreadable(path, e);
        }
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

    private static int label(String file, long at, byte value, int classes) {
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
