package pathline.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pathline.bijection.Logit;
import pathline.random.Rng;

class ImagesTest {

    @TempDir
    private Path folder;

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void readsIdxPackedOrNot() throws IOException {
        write("train-images-idx3-ubyte.gz", packed(idx(pixels(24), 4, 2, 3)));
        write("train-labels-idx1-ubyte", idx(new byte[] {3, 0, 9, 1}, 4));
        Images images = Images.mnist(folder, Images.Part.TRAIN);
        assertEquals("Images[4 of 1 x 2 x 3]", images.toString());
        assertArrayEquals(new int[] {3, 0, 9, 1}, images.labels());
        assertEquals(6 * 11, images.pixel(1, 0));
        assertEquals(253, images.pixel(3, 5)); // above 127: bytes have no sign
        assertArrayEquals(
                new double[] {198, 209, 220, 231, 242, 253, 0, 11, 22, 33, 44, 55},
                images.take(manager, DataType.FLOAT64, 3, 0).toDoubleArray());
    }

    @ParameterizedTest
    @ValueSource(strings = {"images", "images.gz", "labels", "labels.gz"})
    void refusesIdxCutAnywhere(String which) throws IOException {
        Path images = write("images", idx(pixels(24), 4, 2, 3));
        Path labels = write("labels", idx(new byte[] {3, 0, 9, 1}, 4));
        byte[] whole = Files.readAllBytes(folder.resolve(which.replace(".gz", "")));
        byte[] bytes = which.endsWith(".gz") ? packed(whole) : whole;
        for (int length = 0; length < bytes.length; length++) {
            Path cut = write("cut", Arrays.copyOf(bytes, length));
            var e = assertThrows(
                    DataException.class,
                    () -> Images.idx(which.startsWith("i") ? cut : images, which.startsWith("l") ? cut : labels),
                    which + " cut at byte " + length);
            assertEquals("cut", e.file());
        }
    }

    @Test
    void refusesWrongMagicLengthsAndLabels() throws IOException {
        Path images = write("images", idx(pixels(24), 4, 2, 3));
        Path labels = write("labels", idx(new byte[] {3, 0, 9, 1}, 4));
        assertMessage("begins with [0, 0, 8, 3], got [0, 0, 8, 1]", () -> Images.idx(labels, labels));
        Path three = write("three", idx(new byte[3], 3));
        assertMessage("has 3 labels, but images has 4 images", () -> Images.idx(images, three));
        Path ten = write("ten", idx(new byte[] {3, 0, 10, 1}, 4));
        assertMessage("ten, byte 10: expected a label from 0 to 9, got 10", () -> Images.idx(images, ten));
        assertMessage(
                "for a set of more classes, such as EMNIST, call Images.idx(images, labels, classes)",
                () -> Images.idx(images, ten));
        assertArrayEquals(new int[] {3, 0, 10, 1}, Images.idx(images, ten, 27).labels());
        assertMessage("expected a label from 0 to 2, got 3", () -> Images.idx(images, ten, 3));
        assertThrows(IllegalArgumentException.class, () -> Images.idx(images, ten, 257));
        Path huge = write("huge", idx(pixels(24), Integer.MAX_VALUE, Integer.MAX_VALUE, 4));
        assertMessage("but 24 follow", () -> Images.idx(huge, labels));
        Path negative = write("negative", idx(pixels(24), -4, -2, 3));
        assertMessage("but 24 follow", () -> Images.idx(negative, labels));
        assertMessage("not found", () -> Images.mnist(folder, Images.Part.TEST));
    }

    @Test
    void readsCifar() throws IOException {
        var bytes = new byte[2 * 3073];
        for (int k = 0; k < bytes.length; k++) {
            bytes[k] = (byte) (k % 251);
        }
        bytes[0] = 7;
        bytes[3073] = 2;
        Path file = write("test_batch.bin", bytes);
        Images images = CifarFile.read(List.of(file, file), 2);
        assertEquals("Images[4 of 3 x 32 x 32]", images.toString());
        assertArrayEquals(new int[] {7, 2, 7, 2}, images.labels());
        assertEquals((3073 + 1 + 1024) % 251, images.pixel(3, 1024)); // the first green pixel of the second image
        assertMessage("byte 6146: expected 10000 images of 3073 bytes", () -> Images.cifar10(folder, Images.Part.TEST));
        assertMessage("data_batch_1.bin: not found", () -> Images.cifar10(folder, Images.Part.TRAIN));
        for (int length : new int[] {0, 1, 3072, 3073, 3074, 6145}) {
            Path cut = write("cut.bin", Arrays.copyOf(bytes, length));
            assertThrows(DataException.class, () -> CifarFile.read(List.of(cut), 2));
        }
        bytes[3073] = 10;
        Path wrong = write("wrong.bin", bytes);
        assertMessage("wrong.bin, byte 3073: expected a label", () -> CifarFile.read(List.of(wrong), 2));
    }

    @Test
    void noiseStaysWithinItsPixelAndIsUniform() throws IOException {
        write("t10k-images-idx3-ubyte", idx(pixels(24_000), 4000, 2, 3));
        write("t10k-labels-idx1-ubyte", idx(new byte[4000], 4000));
        Images images = Images.mnist(folder, Images.Part.TEST);
        int[] indices = IntStream.range(0, 4000).toArray();
        double[] x = images.dequantised(manager, DataType.FLOAT64, Rng.of(1), indices)
                .toDoubleArray();
        double sum = 0;
        for (int k = 0; k < x.length; k++) {
            assertEquals(images.pixel(k / 6, k % 6), (int) Math.floor(x[k]));
            sum += x[k] - Math.floor(x[k]);
        }
        assertEquals(0.5, sum / x.length, 4.5 * Math.sqrt(1.0 / 12 / x.length));

        var logit = new Logit(0.05);
        NDArray y = images.logits(manager, DataType.FLOAT64, logit, Rng.of(1), 1, 3);
        NDArray noisy = images.dequantised(manager, DataType.FLOAT64, Rng.of(1), 1, 3);
        assertArrayEquals(logit.of(noisy).toDoubleArray(), y.toDoubleArray());
    }

    @Test
    void theNoiseOfAnImageIsTheSameInEveryBatch() throws IOException {
        write("t10k-images-idx3-ubyte", idx(new byte[24], 4, 2, 3));
        write("t10k-labels-idx1-ubyte", idx(new byte[4], 4));
        Images images = Images.mnist(folder, Images.Part.TEST);
        double[] all = images.dequantised(manager, DataType.FLOAT64, Rng.of(1), 0, 1, 2, 3)
                .toDoubleArray();
        double[] some =
                images.dequantised(manager, DataType.FLOAT64, Rng.of(1), 3, 1).toDoubleArray();
        assertArrayEquals(Arrays.copyOfRange(all, 18, 24), Arrays.copyOfRange(some, 0, 6));
        assertArrayEquals(Arrays.copyOfRange(all, 6, 12), Arrays.copyOfRange(some, 6, 12));
        assertEquals(24, Arrays.stream(all).distinct().count(), "images have noises of their own");
        double[] other =
                images.dequantised(manager, DataType.FLOAT64, Rng.of(2), 3).toDoubleArray();
        assertTrue(other[0] != some[0], "another seed, another noise");
    }

    private Path write(String name, byte[] bytes) throws IOException {
        return Files.write(folder.resolve(name), bytes);
    }

    private static void assertMessage(String part, Executable call) {
        var e = assertThrows(DataException.class, call);
        assertTrue(e.getMessage().contains(part), e.getMessage());
    }

    private static byte[] pixels(int count) {
        var pixels = new byte[count];
        for (int k = 0; k < count; k++) {
            pixels[k] = (byte) (11 * k);
        }
        return pixels;
    }

    private static byte[] idx(byte[] values, int... shape) {
        var buffer = ByteBuffer.allocate(4 + 4 * shape.length + values.length);
        buffer.put(new byte[] {0, 0, 8, (byte) shape.length});
        for (int length : shape) {
            buffer.putInt(length);
        }
        return buffer.put(values).array();
    }

    private static byte[] packed(byte[] bytes) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }
}
