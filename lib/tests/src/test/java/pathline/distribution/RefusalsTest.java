package pathline.distribution;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import pathline.random.Rng;

/** What no distribution takes, and what the message says of it. */
class RefusalsTest {

    private static final int HUGE = 46_341; // whose square is beyond int

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    private NDArray points(double... numbers) {
        return manager.create(numbers, new Shape(numbers.length / 2, 2));
    }

    @Test
    void aRowWithoutAValueIsRefusedWithItsRowAndColumn() {
        for (double value : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
            var rows = new double[272][2];
            rows[100][1] = value;
            refused(value + " in row 100, column 1", () -> Empirical.of(rows));
            refused(value + " in row 100, column 1", () -> Empirical.of(manager.create(rows)));
            refused(value + " in row 100, column 1", () -> Gaussian.fit(manager.create(rows)));
        }
        refused("row 1, column 0", () -> Gaussian.full(new double[2], new double[][] {{1, 0}, {Double.NaN, 1}}));
        refused("draws[2] is NaN", () -> SampleMean.of(1, 2, Double.NaN));
        refused("value is NaN", () -> new SampleMean(Double.NaN, 1));
        refused("standardError is NaN", () -> new SampleMean(1, Double.NaN));
        refused("standardError is Infinity", () -> new SampleMean(1, Double.POSITIVE_INFINITY));
        refused("draws are too far apart", () -> SampleMean.of(1e200, -1e200));
        int[] drawn = {0};
        refused(
                "point 1 of the draw[0] is NaN",
                () -> Distribution.pointwise(rng -> new double[] {drawn[0]++ == 1 ? Double.NaN : 0})
                        .sample(manager, 3, Rng.of(1)));
    }

    @Test
    void densitiesRefusePointsThatAreNone() {
        for (Density law : List.of(
                Gaussian.standard(2),
                GaussianMixture.ring(3, 1, 1),
                new Checkerboard(1),
                new Rings(1, 2),
                Gaussian.full(new double[2], new double[][] {{1, 0.5}, {0.5, 1}}))) {
            for (double value : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
                var x = points(1, 2, 3, value);
                refused("x is " + value + " in row 1, column 1", () -> law.logDensity(x));
                refused("x is " + value + " in row 1, column 1", () -> law.score(x));
            }
            refused(
                    "x must have shape (n, d) with n and d at least 1, got (0, 2)",
                    () -> law.logDensity(manager.zeros(new Shape(0, 2))));
            refused("float32 or float64", () -> law.logDensity(manager.zeros(new Shape(1, 2), DataType.INT32)));
            refused("float32 or float64", () -> law.score(manager.zeros(new Shape(1, 2), DataType.BOOLEAN)));
        }
    }

    @Test
    void closedManagersAndArraysAreNamed() {
        var other = NDManager.newBaseManager();
        var x = other.zeros(new Shape(1, 2));
        other.close();
        refused("x is closed", () -> Gaussian.standard(2).logDensity(x));
        for (Distribution law : List.of(
                Gaussian.standard(2),
                GaussianMixture.ring(3, 1, 1),
                new Checkerboard(1),
                new Rings(1, 2),
                Toy.moonsA(),
                Empirical.of(new double[][] {{1, 2}}))) {
            refused("manager is closed", () -> law.sample(other, 2, Rng.of(1)));
            refused("n is -1", () -> law.sample(manager, -1, Rng.of(1)));
            refused("float32 or float64", () -> law.sample(manager, DataType.STRING, 2, Rng.of(1)));
        }
    }

    @Test
    void sizesBeyondMemoryAreRefusedBeforeTheFirstDraw() {
        for (Distribution law : List.of(
                Gaussian.standard(2),
                GaussianMixture.ring(3, 1, 1).stratified(),
                new Checkerboard(1),
                new Rings(1, 2),
                Toy.moonsA(),
                Empirical.of(new double[][] {{1, 2}}))) {
            refused("draw them in parts", () -> law.sample(manager, Integer.MAX_VALUE, Rng.of(1)));
        }
        refused("draw them in parts", () -> Empirical.of(new double[][] {{1}}).draw(Integer.MAX_VALUE, Rng.of(1)));
        refused("count is 2147483647", () -> GaussianMixture.ring(Integer.MAX_VALUE, 1, 1));
        refused("d must be at least 1 and at most 16777216", () -> Gaussian.standard(Integer.MAX_VALUE));
        refused("at most 3072", () -> Gaussian.full(new double[HUGE], new double[HUGE][]));
    }

    @Test
    void aDiagonalLawOfManyCoordinatesHasItsVariancesAndDistances() {
        var wide = Gaussian.isotropic(new double[HUGE], 2);
        assertTrue(wide.isDiagonal());
        assertEquals(4, wide.variances()[HUGE - 1]);
        refused("variances()", wide::covariance);
        // (2 - 1)² for every coordinate
        assertEquals(HUGE, wide.squaredWasserstein(Gaussian.standard(HUGE)), 1e-9 * HUGE);
        var full = Gaussian.full(new double[2], new double[][] {{2, 0.5}, {0.5, 3}});
        assertArrayEquals(new double[] {2, 3}, full.variances(), 1e-15);
        assertArrayEquals(new double[] {2, 0.5}, full.covariance()[0], 1e-15);
    }

    /** Far to the right only the component at (4, 0) counts, however far: its score is -(x - 4). */
    @Test
    void aMixtureFarAwayIsItsNearestComponent() {
        var mixture = GaussianMixture.isotropic(new double[][] {{4, 0}, {-4, 0}, {0, 4}}, 1);
        for (double far : new double[] {1e9, 1e20, 1e154, 1e200, 1e307}) {
            var x = points(far, 0);
            assertArrayEquals(
                    new double[] {1, 0, 0}, mixture.responsibilities(x).toDoubleArray());
            assertArrayEquals(new double[] {4 - far, 0}, mixture.score(x).toDoubleArray(), 1e-15 * far);
            double log = mixture.logDensity(x).toDoubleArray()[0];
            double square = (far - 4) * (far - 4) / 2;
            assertTrue(
                    square < Double.MAX_VALUE
                            ? Math.abs(log + square) <= 1e-15 * square
                            : log == Double.NEGATIVE_INFINITY);
        }
        // straight up, (4, 0) and (-4, 0) are as far, and farther than (0, 4)
        assertArrayEquals(
                new double[] {0, 0, 1},
                mixture.responsibilities(points(0, 1e200)).toDoubleArray());
        // straight down, those two share, and (0, 4) is farther
        assertArrayEquals(
                new double[] {0.5, 0.5, 0},
                mixture.responsibilities(points(0, -1e200)).toDoubleArray());
    }

    @Test
    void theWiderComponentWinsFarAwayAndWeightsDecideAmongEquals() {
        var unequal = GaussianMixture.of(
                new double[] {0.999, 0.001},
                List.of(Gaussian.isotropic(new double[2], 1), Gaussian.isotropic(new double[2], 2)));
        assertArrayEquals(
                new double[] {0, 1}, unequal.responsibilities(points(1e160, 0)).toDoubleArray());
        assertArrayEquals(
                new double[] {-1e160 / 4, 0}, unequal.score(points(1e160, 0)).toDoubleArray());
        var equal = GaussianMixture.of(
                new double[] {0.75, 0.25},
                List.of(Gaussian.isotropic(new double[2], 1), Gaussian.isotropic(new double[2], 1)));
        assertArrayEquals(
                new double[] {0.75, 0.25},
                equal.responsibilities(points(1e160, 3)).toDoubleArray(),
                1e-15);
    }

    @Test
    void ringsFarAwayAreTheWidest() {
        var rings = new Rings(0.5, 1, 3, 2);
        for (double far : new double[] {1e9, 1e20, 1e200}) {
            // I₁/I₀ is 1 there: -(s - 3)/σ²
            assertArrayEquals(
                    new double[] {-(far - 3) / 0.25, 0},
                    rings.score(points(far, 0)).toDoubleArray(),
                    1e-15 * far);
            assertTrue(rings.logDensity(points(far, 0)).toDoubleArray()[0] < -1e17);
        }
        refused("sigma must be positive", () -> new Rings(Double.POSITIVE_INFINITY, 1));
        refused("radii must be positive", () -> new Rings(1, Double.POSITIVE_INFINITY));
    }

    @Test
    void aScoreBeyondDoublesIsRefused() {
        refused("too far away", () -> Gaussian.isotropic(new double[2], 1e-10).score(points(1e300, 0)));
    }

    @Test
    void aMeanIsWrittenWithAPointWhateverTheLocale() {
        var before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.GERMANY);
            assertEquals("0.1235 ± 0.0010", new SampleMean(0.12345, 0.001).toString());
        } finally {
            Locale.setDefault(before);
        }
    }

    private static void refused(String part, Executable call) {
        String message = assertThrows(IllegalArgumentException.class, call).getMessage();
        assertTrue(message.contains(part), message);
    }
}
