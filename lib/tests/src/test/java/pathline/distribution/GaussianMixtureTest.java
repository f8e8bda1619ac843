package pathline.distribution;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pathline.random.Rng;

class GaussianMixtureTest {

    private static final List<Gaussian> PAIR = List.of(
            Gaussian.diagonal(new double[] {-1, 0}, new double[] {0.5, 1}),
            Gaussian.full(new double[] {2, 1}, new double[][] {{1, 0.3}, {0.3, 0.5}}));
    private static final GaussianMixture MIXTURE = GaussianMixture.of(new double[] {0.3, 0.7}, PAIR);

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void responsibilitiesAreBayesRule() {
        NDArray x = MIXTURE.sample(manager, DataType.FLOAT64, 100, Rng.of(1));
        double[] r = MIXTURE.responsibilities(x).toDoubleArray();
        double[] p0 = PAIR.get(0).logDensity(x).exp().toDoubleArray();
        double[] p1 = PAIR.get(1).logDensity(x).exp().toDoubleArray();
        double[] log = MIXTURE.logDensity(x).toDoubleArray();
        for (int i = 0; i < 100; i++) {
            double p = 0.3 * p0[i] + 0.7 * p1[i];
            assertEquals(Math.log(p), log[i], 1e-13);
            assertEquals(0.3 * p0[i] / p, r[2 * i], 1e-13);
            assertEquals(1, r[2 * i] + r[2 * i + 1], 1e-15);
        }
    }

    @Test
    void momentsAreThoseOfTheWeightedSum() {
        int n = 100_000;
        double[] mean = Gaussian.fit(MIXTURE.sample(manager, DataType.FLOAT64, n, Rng.of(2)))
                .mean();
        // Means 0.3 (-1, 0) + 0.7 (2, 1); variances within 0.3 * 0.25 + 0.7 + between 0.21 * 9, and 0.65 + 0.21.
        assertEquals(1.1, mean[0], 4.5 * Math.sqrt(2.665 / n));
        assertEquals(0.7, mean[1], 4.5 * Math.sqrt(0.86 / n));
    }

    @Test
    void farFromEveryComponentTheNearestDecides() {
        var x = manager.create(new double[] {1000, 0}, new Shape(1, 2));
        GaussianMixture ring = GaussianMixture.ring(4, 3, 0.5);
        assertEquals(
                Math.log(0.25) + ring.components().get(0).logDensity(x).getDouble(),
                ring.logDensity(x).getDouble(),
                1e-9);
        assertArrayEquals(new double[] {-(1000 - 3) / 0.25, 0}, ring.score(x).toDoubleArray(), 1e-9);
        assertArrayEquals(new double[] {1, 0, 0, 0}, ring.responsibilities(x).toDoubleArray());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 800, 801})
    void stratifiedCountsDifferByAtMostOne(int n) {
        var points = GaussianMixture.ring(8, 100, 0.1).stratified().sample(manager, DataType.FLOAT64, n, Rng.of(3));
        var counts = new int[8];
        double[] x = points.toDoubleArray();
        for (int i = 0; i < n; i++) {
            counts[Math.floorMod(Math.round(Math.atan2(x[2 * i + 1], x[2 * i]) / (Math.PI / 4)), 8)]++;
        }
        assertTrue(Arrays.stream(counts).allMatch(c -> c == n / 8 || c == n / 8 + 1), Arrays.toString(counts));
    }

    /** One stratified point at a time must still have the mixture's law. */
    @Test
    void aSingleStratifiedPointTakesEveryComponent() {
        int n = 4000;
        int right = 0;
        var pair = GaussianMixture.of(
                        new double[] {0.3, 0.7},
                        List.of(Gaussian.isotropic(new double[] {-100}, 1), Gaussian.isotropic(new double[] {100}, 1)))
                .stratified();
        for (int i = 0; i < n; i++) {
            right += pair.sample(manager, 1, Rng.of(i)).getFloat() > 0 ? 1 : 0;
        }
        assertEquals(0.7, right / (double) n, 4 * Math.sqrt(0.21 / n));
    }

    @Test
    void refusesWeightsThatAreNone() {
        assertMessage("sum to 1", () -> GaussianMixture.of(new double[] {0.5, 0.4}, PAIR));
        assertMessage("positive", () -> GaussianMixture.of(new double[] {1, 0}, PAIR));
        assertMessage("one weight per component", () -> GaussianMixture.of(new double[] {1}, PAIR));
        assertMessage("same dimension", () -> GaussianMixture.equal(Gaussian.standard(1), Gaussian.standard(2)));
        assertMessage("at least one", GaussianMixture::equal);
    }

    private static void assertMessage(String part, org.junit.jupiter.api.function.Executable call) {
        String message = assertThrows(IllegalArgumentException.class, call).getMessage();
        assertTrue(message.contains(part), message);
    }
}
