package pathline.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import pathline.check.Fingerprint;
import pathline.distribution.LabelledDistribution.LabelledPoints;
import pathline.random.Rng;

class ScaledImagesTest {

    private static final int N = 400;

    private final NDManager manager = NDManager.newBaseManager();

    /** Two images of one row: 0, 255, 100 of class 1, and 7, 8, 9 of class 0. */
    private final Images images = new Images(1, 1, 3, new byte[] {0, (byte) 255, 100, 7, 8, 9}, new int[] {1, 0});

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void pixelsLieBetweenMinusOneAndOneAndComeBack() {
        var x = images.scaled().take(manager, DataType.FLOAT32, 1, 0);
        assertEquals(new Shape(2, 1, 1, 3), x.getShape());
        // 7 / 127.5 - 1 and so on, rounded to float32
        assertArrayEquals(
                new double[] {7 / 127.5 - 1, 8 / 127.5 - 1, 9 / 127.5 - 1, -1, 1, 100 / 127.5 - 1},
                x.toType(DataType.FLOAT64, false).toDoubleArray(),
                1e-7);
        assertArrayEquals(new int[] {7, 8, 9, 0, 255, 100}, ScaledImages.pixels(x));
        assertArrayEquals(new int[] {0, 255}, ScaledImages.pixels(manager.create(new float[] {-3, 1.2f})));
        assertThrows(
                IllegalArgumentException.class, () -> ScaledImages.pixels(manager.create(new float[] {Float.NaN})));
    }

    @Test
    void drawsAreOfTheImagesWithTheirLabels() {
        var drawn = drawn(images.scaled());
        double[] x = numbers(drawn);
        int ones = 0;
        for (int i = 0; i < N; i++) {
            boolean first = x[3 * i] == -1;
            assertEquals(first ? 1 : 0, drawn.labels()[i]);
            assertEquals((first ? 255 : 8) / 127.5 - 1, x[3 * i + 1], 1e-15);
            ones += drawn.labels()[i];
        }
        // binomial: mean 200, standard deviation 10
        assertEquals(N / 2.0, ones, 50);
        assertArrayEquals(
                x,
                images.scaled().sample(manager, DataType.FLOAT64, N, Rng.of(3)).toDoubleArray());
    }

    @Test
    void halfOfTheDrawsAreTurnedOver() {
        double[] x = numbers(drawn(images.scaled().flipped()));
        int turned = 0;
        for (int i = 0; i < N; i++) {
            boolean first = Math.abs(x[3 * i + 1] - 1) < 1e-12;
            double left = first ? -1 : 7 / 127.5 - 1;
            double right = (first ? 100 : 9) / 127.5 - 1;
            turned += x[3 * i] == right ? 1 : 0;
            assertTrue((x[3 * i] == left && x[3 * i + 2] == right) || (x[3 * i] == right && x[3 * i + 2] == left));
        }
        assertEquals(N / 2.0, turned, 50); // five standard deviations of a binomial
    }

    @Test
    void noiseFillsTheLevelsOfEachPixel() {
        double[] x = numbers(drawn(images.scaled().dequantised()));
        double sum = 0;
        for (int i = 0; i < N; i++) {
            double pixel = (x[3 * i + 1] + 1) * 128;
            assertTrue(Math.floor(pixel) == 255 || Math.floor(pixel) == 8, "pixel " + pixel);
            sum += pixel - Math.floor(pixel);
        }
        // U[0, 1) has standard deviation 0.289, its mean of 400 0.0144
        assertEquals(0.5, sum / N, 5 * 0.0144);
    }

    @Test
    void trainingsTellDataSetsApart() {
        String one = print(images.scaled());
        assertEquals(one, print(new Images(1, 1, 3, images.bytes().clone(), images.labels()).scaled()));
        assertNotEquals(one, print(images.scaled().flipped()));
        assertNotEquals(one, print(images.scaled().dequantised()));
        assertNotEquals(one, print(images.subset(1, 0).scaled()));
        assertNotEquals(one, print(new Images(1, 3, 1, images.bytes(), images.labels()).scaled()));
    }

    private static String print(ScaledImages law) {
        return Fingerprint.of(law, "data").digest();
    }

    private LabelledPoints drawn(ScaledImages law) {
        return law.labelled(manager, DataType.FLOAT64, N, Rng.of(3));
    }

    private static double[] numbers(LabelledPoints drawn) {
        return drawn.points().array().toDoubleArray();
    }
}
