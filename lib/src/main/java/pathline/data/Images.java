package pathline.data;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import pathline.random.Rng;
import pathline.random.Typed;

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
        String name = part == Part.TRAIN ? "train" : "t10k";
        return idx(either(folder, name + "-images-idx3-ubyte"), either(folder, name + "-labels-idx1-ubyte"));
    }

    /**
     * A pair of files in MNIST's format, packed or not, of any size.
     *
     * @throws DataException as {@link #mnist}
     */
    public static Images idx(Path images, Path labels) {
        int[] shape = new int[3];
        byte[] pixels = idxBytes(images, shape);
        int[] count = new int[1];
        byte[] classes = idxBytes(labels, count);
        if (shape[0] != count[0]) {
            throw new DataException(
                    Tabular.name(labels),
                    0,
                    "has " + count[0] + " labels, but " + Tabular.name(images) + " has " + shape[0]
                            + " images; take both from the same part");
        }
        int header = 4 + 4 * count.length;
        var numbers = new int[count[0]];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = label(Tabular.name(labels), header + i, classes[header + i]);
        }
        return new Images(1, shape[1], shape[2], Arrays.copyOfRange(pixels, 16, pixels.length), numbers);
    }

    /**
     * CIFAR-10's photographs: 50 000 to train on or 10 000 to test, 3 × 32 × 32.
     *
     * @param folder holds data_batch_1.bin to data_batch_5.bin, or test_batch.bin, of the binary version
     * @throws DataException if a file is missing, or has not 10 000 images of 3073 bytes
     */
    public static Images cifar10(Path folder, Part part) {
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
            byte[] bytes = Bytes.read(files.get(f));
            if (bytes.length != rows * (d + 1)) {
                throw DataException.atByte(
                        file,
                        Math.min(bytes.length, rows * (d + 1)),
                        "expected " + rows + " images of " + (d + 1) + " bytes, " + rows * (d + 1) + " in all, got "
                                + bytes.length + "; take the binary version and unpack it again");
            }
            for (int i = 0; i < rows; i++) {
                int row = f * rows + i;
                labels[row] = label(file, i * (d + 1), bytes[i * (d + 1)]);
                System.arraycopy(bytes, i * (d + 1) + 1, pixels, row * d, d);
            }
        }
        return new Images(3, CIFAR_SIDE, CIFAR_SIDE, pixels, labels);
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

    /** A copy of the labels, 0 to 9. */
    public int[] labels() {
        return labels.clone();
    }

    /** One value of one image, 0 to 255. */
    public int pixel(int image, int index) {
        return Byte.toUnsignedInt(pixels[Objects.checkIndex(image, size()) * dim() + Objects.checkIndex(index, dim())]);
    }

    /** The images with these indices, values 0 to 255, shape (indices, dim), float32 or float64. */
    public NDArray take(NDManager manager, DataType type, int... indices) {
        return Typed.array(manager, type, values(indices), indices.length, dim());
    }

    /**
     * The images with these indices, each value plus a draw from U[0, 1): in [0, 256), shape (indices, dim). A float32 may
     * be rounded up to the next whole number.
     */
    public NDArray dequantised(NDManager manager, DataType type, Rng rng, int... indices) {
        return Typed.array(manager, type, noisy(rng, indices), indices.length, dim());
    }

    /**
     * The same mapped to the whole line by {@link Logit}, in double precision until the last rounding; shape
     * (indices, dim).
     */
    public NDArray logits(NDManager manager, DataType type, Logit logit, Rng rng, int... indices) {
        double[] values = noisy(rng, indices);
        for (int k = 0; k < values.length; k++) {
            values[k] = logit.at(values[k]);
        }
        return Typed.array(manager, type, values, indices.length, dim());
    }

    @Override
    public String toString() {
        return "Images[" + size() + " of " + channels + " x " + height + " x " + width + "]";
    }

    private double[] noisy(Rng rng, int... indices) {
        double[] values = values(indices);
        for (int k = 0; k < values.length; k++) {
            values[k] += rng.uniform();
        }
        return values;
    }

    private double[] values(int... indices) {
        var values = new double[Math.multiplyExact(indices.length, dim())];
        for (int i = 0; i < indices.length; i++) {
            int start = Objects.checkIndex(indices[i], size()) * dim();
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

    private static int label(String file, long at, byte value) {
        if (value < 0 || value >= CLASSES) {
            throw DataException.atByte(
                    file,
                    at,
                    "expected a label from 0 to 9, got " + Byte.toUnsignedInt(value) + "; fetch the file again");
        }
        return value;
    }

    /** The file's bytes, header and all, after the header was held against them; its lengths go into {@code shape}. */
    private static byte[] idxBytes(Path path, int[] shape) {
        String file = Tabular.name(path);
        byte[] bytes = Bytes.read(path);
        int header = 4 + 4 * shape.length;
        byte[] magic = {0, 0, 8, (byte) shape.length};
        if (!Arrays.equals(magic, Arrays.copyOf(bytes, 4))) {
            throw DataException.atByte(
                    file,
                    0,
                    "expected an idx file of bytes in " + shape.length + " dimensions, which begins with "
                            + Arrays.toString(magic) + ", got " + Arrays.toString(Arrays.copyOf(bytes, 4)));
        }
        if (bytes.length < header) {
            throw DataException.atByte(file, bytes.length, "the file ends within its header, so it was cut");
        }
        long expected = 1;
        for (int k = 0; k < shape.length; k++) {
            shape[k] = ByteBuffer.wrap(bytes).getInt(4 + 4 * k);
            expected = shape[k] < 1 || expected > Integer.MAX_VALUE ? -1 : expected * shape[k];
        }
        if (expected < 1 || bytes.length - header != expected) {
            throw DataException.atByte(
                    file,
                    bytes.length,
                    "its header says " + Arrays.toString(shape) + " bytes, but " + (bytes.length - header)
                            + " follow; fetch the file again");
        }
        return bytes;
    }
}
