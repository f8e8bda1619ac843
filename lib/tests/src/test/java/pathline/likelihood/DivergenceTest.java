package pathline.likelihood;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pathline.field.LinearField;
import pathline.field.TorchFixture;
import pathline.random.Rng;

class DivergenceTest {

    private static final double[][] A = {{0.7, -1.2, 0.4}, {0.9, -0.3, 1.1}, {0.2, -0.5, 1.6}};

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void exactDivergenceIsTorchs() {
        var fixture = new TorchFixture(manager);
        var x = fixture.array("x");
        var found = Divergence.exact().forSolve(x).at(fixture.velocity(), fixture.number("t"), x);
        // sums of some hundred products of order 1
        assertArrayEquals(fixture.array("divergence").toDoubleArray(), found.toDoubleArray(), 1e-12);
    }

    @Test
    void exactDivergenceOfALinearFieldIsItsTrace() {
        var x = Rng.of(1).normal(manager, DataType.FLOAT64, 4, 3);
        var found = Divergence.exact().forSolve(x).at(LinearField.of(A), 0, x);
        for (double value : found.toDoubleArray()) {
            assertEquals(2.0, value, 1e-15);
        }
    }

    /**
     * Mean tr A; variance of k probes 2‖S‖²/k (Gaussian) and 2(‖S‖² - sum S_ii²)/k (signs). With 200 000 independent
     * points the standard error of a sample variance is sqrt((κ - 1)/n): for κ up to 15 that is 0.8 %.
     */
    @ParameterizedTest
    @CsvSource({"GAUSSIAN, 1", "GAUSSIAN, 3", "RADEMACHER, 1", "RADEMACHER, 3"})
    void meanAndVarianceAreThoseOfTheory(Probe probe, int probes) {
        int n = 200_000;
        var x = manager.zeros(new Shape(n, 3), DataType.FLOAT64);
        var divergence = Divergence.hutchinson(probes, probe, Rng.of(5).child("probes"));
        var found = divergence.forSolve(x).at(LinearField.of(A), 0, x).toDoubleArray();
        double mean = Arrays.stream(found).average().orElseThrow();
        double variance = Arrays.stream(found).map(f -> (f - mean) * (f - mean)).sum() / (n - 1);
        double expected = variance(probe) / probes;
        assertEquals(2.0, mean, 4 * Math.sqrt(expected / n));
        assertEquals(1, variance / expected, 0.05);
    }

    private static double variance(Probe probe) {
        double sum = 0;
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                double s = (A[i][j] + A[j][i]) / 2;
                sum += i == j && probe == Probe.RADEMACHER ? 0 : 2 * s * s;
            }
        }
        return sum;
    }

    @Test
    void signsAreExactForADiagonalJacobian() {
        var field = LinearField.of(new double[][] {{2, 0}, {0, -0.5}});
        var x = Rng.of(1).normal(manager, DataType.FLOAT64, 7, 2);
        var found = Divergence.hutchinson(1, Probe.RADEMACHER, Rng.of(2)).forSolve(x);
        for (double value : found.at(field, 0, x).toDoubleArray()) {
            assertEquals(1.5, value, 1e-15);
        }
    }

    @Test
    void noiseIsFixedForASolveAndNewForTheNext() {
        var fixture = new TorchFixture(manager);
        var x = fixture.array("x");
        var velocity = fixture.velocity();
        var divergence = Divergence.hutchinson(2, Probe.GAUSSIAN, Rng.of(3));
        var one = divergence.forSolve(x);
        var other = divergence.forSolve(x);
        var value = one.at(velocity, 0.2, x);
        assertNotEquals(value, other.at(velocity, 0.2, x));
        assertEquals(value, one.at(velocity, 0.2, x));
        var again = divergence.drawingFrom(Rng.of(3)).forSolve(x);
        assertEquals(value, again.at(velocity, 0.2, x), "the seed determines the noise");
    }

    @Test
    void everyPointHasNoiseOfItsOwn() {
        var x = manager.zeros(new Shape(2, 3), DataType.FLOAT32);
        var found =
                Divergence.hutchinson(1, Probe.GAUSSIAN, Rng.of(3)).forSolve(x).at(LinearField.of(A), 0, x);
        assertEquals(DataType.FLOAT32, found.getDataType());
        assertNotEquals(found.getFloat(0), found.getFloat(1));
    }

    @Test
    void mistakesAreRefused() {
        var x = manager.zeros(new Shape(5, 3), DataType.FLOAT64);
        var trace = Divergence.hutchinson(1, Probe.GAUSSIAN, Rng.of(3)).forSolve(x);
        var field = LinearField.of(A);
        refused("at least 1 probe", () -> Divergence.hutchinson(0, Probe.GAUSSIAN, Rng.of(3)));
        refused("(n, d)", () -> Divergence.exact().forSolve(manager.zeros(new Shape(3))));
        refused("(7, 3)", () -> trace.at(field, 0, manager.zeros(new Shape(7, 3), DataType.FLOAT64)));
        refused("(5, 2)", () -> trace.at(field, 0, manager.zeros(new Shape(5, 2), DataType.FLOAT64)));
        refused("float32", () -> trace.at(field, 0, manager.zeros(new Shape(5, 3), DataType.FLOAT32)));
    }

    static void refused(String reason, Runnable call) {
        var message = assertThrows(IllegalArgumentException.class, call::run).getMessage();
        assertTrue(message.contains(reason), message);
    }
}
