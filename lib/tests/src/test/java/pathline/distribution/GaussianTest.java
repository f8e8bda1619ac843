package pathline.distribution;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import pathline.random.Rng;

class GaussianTest {

    private static final double[] MEAN = {1, -2, 0.5};
    private static final double[][] COVARIANCE = {{2, 0.6, -0.3}, {0.6, 1.5, 0.4}, {-0.3, 0.4, 0.8}};

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    /** Numbers of SciPy 1.17: multivariate_normal for density and entropy, a linear solve for the score. */
    @Test
    void agreesWithAnIndependentImplementation() {
        Gaussian gaussian = Gaussian.full(MEAN, COVARIANCE);
        var x = manager.create(new double[] {0.3, -1.2, 0.9}, new Shape(1, 3));
        assertEquals(-3.4783373708836187, gaussian.logDensity(x).getDouble(), 1e-14);
        assertEquals(4.463862817017128, gaussian.entropy(), 1e-14);
        assertArrayEquals(
                new double[] {0.61599471, -0.81692003, 0.13945803},
                gaussian.score(x).toDoubleArray(),
                1e-8); // the digits printed
    }

    static Stream<Arguments> laws() {
        return Stream.of(
                Arguments.of(Gaussian.standard(3), new double[3], new double[][] {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}),
                Arguments.of(
                        Gaussian.isotropic(MEAN, 0.5), MEAN, new double[][] {{0.25, 0, 0}, {0, 0.25, 0}, {0, 0, 0.25}}),
                Arguments.of(Gaussian.diagonal(MEAN, new double[] {1, 2, 3}), MEAN, new double[][] {
                    {1, 0, 0}, {0, 4, 0}, {0, 0, 9}
                }),
                Arguments.of(Gaussian.full(MEAN, COVARIANCE), MEAN, COVARIANCE));
    }

    @ParameterizedTest
    @MethodSource("laws")
    void samplesHaveTheMomentsOfTheLaw(Gaussian gaussian, double[] mean, double[][] covariance) {
        int n = 100_000;
        Gaussian fitted = Gaussian.fit(gaussian.sample(manager, DataType.FLOAT64, n, Rng.of(1)));
        for (int i = 0; i < 3; i++) {
            assertEquals(mean[i], gaussian.mean()[i]);
            // Standard errors: √(C_ii / n) of a mean, √((C_ii C_jj + C_ij²) / n) of a covariance.
            assertEquals(mean[i], fitted.mean()[i], 4.5 * Math.sqrt(covariance[i][i] / n));
            for (int j = 0; j < 3; j++) {
                assertEquals(covariance[i][j], gaussian.covariance()[i][j], 1e-15);
                double variance = covariance[i][i] * covariance[j][j] + covariance[i][j] * covariance[i][j];
                assertEquals(covariance[i][j], fitted.covariance()[i][j], 4.5 * Math.sqrt(variance / n));
            }
        }
    }

    @Test
    void diagonalAndFullAgree() {
        var diagonal = Gaussian.diagonal(new double[] {1, -1}, new double[] {0.5, 3});
        var full = Gaussian.full(new double[] {1, -1}, new double[][] {{0.25, 0}, {0, 9}});
        var x = diagonal.sample(manager, DataType.FLOAT64, 50, Rng.of(2));
        assertArrayEquals(
                x.toDoubleArray(),
                full.sample(manager, DataType.FLOAT64, 50, Rng.of(2)).toDoubleArray());
        assertArrayEquals(
                diagonal.logDensity(x).toDoubleArray(), full.logDensity(x).toDoubleArray(), 1e-14);
        assertArrayEquals(diagonal.score(x).toDoubleArray(), full.score(x).toDoubleArray(), 1e-13);
        assertEquals(diagonal.entropy(), full.entropy(), 1e-15);
    }

    @Test
    void bothTypesRoundTheSameDraws() {
        Gaussian gaussian = Gaussian.full(MEAN, COVARIANCE);
        double[] wide =
                gaussian.sample(manager, DataType.FLOAT64, 100, Rng.of(3)).toDoubleArray();
        float[] narrow = gaussian.sample(manager, 100, Rng.of(3)).toFloatArray();
        for (int i = 0; i < wide.length; i++) {
            assertEquals((float) wide[i], narrow[i]);
        }
        assertArrayEquals(
                Rng.of(3).normal(manager, 100, 3).toFloatArray(),
                Gaussian.standard(3).sample(manager, 100, Rng.of(3)).toFloatArray());
    }

    /** The squared distances by SciPy's matrix root, and two that can be done by hand. */
    @Test
    void knowsTheWassersteinDistance() {
        var other =
                Gaussian.full(new double[] {0, 1, 2}, new double[][] {{1, -0.2, 0.1}, {-0.2, 0.7, 0.3}, {0.1, 0.3, 2}});
        Gaussian gaussian = Gaussian.full(MEAN, COVARIANCE);
        assertEquals(13.181238170981493, gaussian.squaredWasserstein(other), 1e-11);
        assertEquals(13.181238170981493, other.squaredWasserstein(gaussian), 1e-11);
        assertEquals(0, gaussian.squaredWasserstein(gaussian), 1e-14);
        assertEquals(
                400,
                Gaussian.isotropic(new double[] {-10, 0}, 1)
                        .squaredWasserstein(Gaussian.isotropic(new double[] {10, 0}, 1)),
                1e-12);
        assertEquals(
                1 + 4,
                Gaussian.diagonal(new double[2], new double[] {1, 2})
                        .squaredWasserstein(Gaussian.diagonal(new double[2], new double[] {2, 4})),
                1e-14);
    }

    @Test
    void refusesWhatIsNoCovariance() {
        var mean = new double[2];
        assertMessage("must be symmetric", () -> Gaussian.full(mean, new double[][] {{1, 0.5}, {0.4, 1}}));
        assertMessage("positive definite", () -> Gaussian.full(mean, new double[][] {{1, 2}, {2, 1}}));
        assertMessage("square", () -> Gaussian.full(mean, new double[][] {{1, 2}}));
        assertMessage("same number", () -> Gaussian.full(mean, new double[][] {{1}}));
        assertMessage("positive definite", () -> Gaussian.full(mean, new double[][] {{Double.NaN, 0}, {0, 1}}));
        assertMessage("must be positive", () -> Gaussian.isotropic(mean, 0));
        assertMessage("must be finite", () -> Gaussian.isotropic(new double[] {Double.NaN}, 1));
        assertMessage("needs more points", () -> Gaussian.fit(manager.zeros(new Shape(3, 3))));
        assertMessage("float32 or float64", () -> Gaussian.standard(2).sample(manager, DataType.INT32, 3, Rng.of(1)));
    }

    private static void assertMessage(String part, org.junit.jupiter.api.function.Executable call) {
        String message = assertThrows(IllegalArgumentException.class, call).getMessage();
        assertTrue(message.contains(part), message);
    }
}
