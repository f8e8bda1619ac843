package pathline.metric;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pathline.random.Rng;

class MmdTest {

    private static final Mmd KERNEL = new Mmd(0.7, 2);

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void isItsDefinition() {
        NDArray a = Rng.of(1).normal(manager, DataType.FLOAT64, 6, 3);
        NDArray b = Rng.of(2).uniform(manager, DataType.FLOAT64, 4, 3);
        double[][] x = EnergyDistanceTest.rows(a);
        double[][] y = EnergyDistanceTest.rows(b);
        double expected = (sum(x, x) - 6) / 30 + (sum(y, y) - 4) / 12 - 2 * sum(x, y) / 24;
        assertEquals(expected, KERNEL.squared(a, b).value(), 1e-14);
        // Halves in the list take another way; the value is the mean over the bandwidths' own.
        double mean = 0;
        for (double h : new double[] {0.4, 0.8, 1.6, 3}) {
            mean += new Mmd(h).squared(a, b).value() / 4;
        }
        assertEquals(mean, new Mmd(0.4, 0.8, 1.6, 3).squared(a, b).value(), 1e-13);
    }

    /**
     * For z = x - y of law N(m, s² I), E exp(-|z|²/2h²) = (h²/(h² + s²))^(d/2) exp(-|m|²/2(h² + s²)). The mean of the
     * estimates is held to 4.5 standard errors, and the mean of their stated variances to their true variance, which 600
     * repeats know to √(2/600) = 6 % (9 % for equal laws, whose estimates have longer tails): 4 of these.
     */
    @ParameterizedTest
    @CsvSource({"0.9, 1.4, 40, 25, 0.25", "0, 1, 40, 25, 0.36", "0, 1, 30, 30, 0.36", "3, 0.5, 20, 40, 0.25"})
    void ofTwoGaussiansItIsTheClosedForm(double shift, double deviation, int n, int m, double tolerance) {
        double expected = 0;
        for (double h : KERNEL.bandwidths()) {
            expected += 0.5
                    * (mean(h, 2, 0)
                            + mean(h, 2 * deviation * deviation, 0)
                            - 2 * mean(h, 1 + deviation * deviation, shift));
        }
        int repeats = 600;
        double sum = 0;
        double squares = 0;
        double stated = 0;
        for (int r = 0; r < repeats; r++) {
            try (NDManager round = NDManager.newBaseManager()) {
                Rng rng = Rng.of(7).child(r);
                NDArray a = rng.normal(round, DataType.FLOAT64, n, 2);
                NDArray b =
                        rng.normal(round, DataType.FLOAT64, m, 2).mul(deviation).add(shift);
                Mmd.Estimate estimate = KERNEL.squared(a, b);
                sum += estimate.value();
                squares += estimate.value() * estimate.value();
                stated += estimate.standardError() * estimate.standardError() / repeats;
            }
        }
        double mean = sum / repeats;
        double variance = squares / repeats - mean * mean;
        assertEquals(expected, mean, 4.5 * Math.sqrt(variance / repeats));
        assertEquals(1, stated / variance, tolerance);
    }

    @Test
    void theMedianIsThatOfDistances() {
        NDArray a = manager.create(new double[][] {{0, 0}, {3, 4}});
        NDArray b = manager.create(new double[][] {{0, 0}, {0, 1}, {0, 2}});
        // Distances 0, 1, 2, 5, √18, √13; the upper of the two middle ones.
        double median = Math.sqrt(13);
        assertArrayEquals(
                new double[] {median / 4, median / 2, median, 2 * median, 4 * median},
                Mmd.median(a, b).bandwidths(),
                1e-15);
        assertThrows(IllegalArgumentException.class, () -> Mmd.median(a.get("0:1"), b.get("0:1")));
    }

    @Test
    void refusesWhatHasNoEstimate() {
        NDArray a = manager.ones(new Shape(8, 2));
        assertThrows(IllegalArgumentException.class, Mmd::new);
        assertThrows(IllegalArgumentException.class, () -> new Mmd(1, 0));
        assertThrows(IllegalArgumentException.class, () -> new Mmd(Double.NaN));
        var e = assertThrows(IllegalArgumentException.class, () -> KERNEL.squared(a, manager.ones(new Shape(3, 2))));
        assertTrue(e.getMessage().contains("at least 4 points in each set, got 8 and 3"), e.getMessage());
    }

    private static double mean(double h, double variance, double shift) {
        double both = h * h + variance;
        return h * h / both * Math.exp(-2 * shift * shift / (2 * both));
    }

    private static double sum(double[][] x, double[][] y) {
        double sum = 0;
        for (double[] p : x) {
            for (double[] q : y) {
                double squares = 0;
                for (int k = 0; k < p.length; k++) {
                    squares += Math.pow(p[k] - q[k], 2);
                }
                sum += (Math.exp(-squares / 0.98) + Math.exp(-squares / 8)) / 2;
            }
        }
        return sum;
    }
}
