package pathline.objective;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pathline.random.Rng;

class TimesTest {

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    private static double integral(DoubleUnaryOperator f) {
        int n = 20_000; // midpoints: an error of 1/n² times a second derivative
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += f.applyAsDouble((i + 0.5) / n) / n;
        }
        return sum;
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.7, 0, 0.4})
    void logitNormalTimesFollowTheirDensity(double mean) {
        var times = Times.logitNormal(mean, 1.2);
        assertEquals(1, integral(times::density), 1e-6);
        double[] t = times.sample(manager, DataType.FLOAT64, 20_000, Rng.of(1)).toDoubleArray();
        double first = integral(s -> s * times.density(s));
        double second = integral(s -> s * s * times.density(s));
        double fourth = integral(s -> s * s * s * s * times.density(s));
        double root = Math.sqrt(t.length);
        assertEquals(first, Arrays.stream(t).average().getAsDouble(), 4.5 * Math.sqrt(second - first * first) / root);
        assertEquals(
                second,
                Arrays.stream(t).map(s -> s * s).average().getAsDouble(),
                4.5 * Math.sqrt(fourth - second * second) / root);
    }

    @Test
    void stratifiedTimesMissNoPart() {
        double[] t = Times.stratified()
                .sample(manager, DataType.FLOAT64, 50, Rng.of(2))
                .toDoubleArray();
        assertTrue(t[0] > t[1] || t[1] > t[2] || t[2] > t[3], "the order must be random");
        Arrays.sort(t);
        for (int k = 0; k < 50; k++) {
            assertTrue(t[k] >= k / 50.0 && t[k] < (k + 1) / 50.0);
        }
    }

    @Test
    void noTimeIsOne() {
        var late = Times.logitNormal(60, 1).sample(manager, DataType.FLOAT32, 10, Rng.of(1));
        assertEquals(1 - 0x1p-24, late.toFloatArray()[0]);
        assertEquals(new Shape(10, 1), late.getShape());
    }

    /** E over q of f/q is the mean of f over uniform times. */
    @Test
    void theWeightUndoesTheTimes() {
        // q ∝ 1 + t, so that 1/q is bounded
        var times = new DrawnTimes("late", rng -> Math.sqrt(1 + 3 * rng.uniform()) - 1, t -> (1 + t) / 1.5);
        int n = 20_000;
        var t = times.sample(manager, DataType.FLOAT64, n, Rng.of(4));
        var weighted = LossWeight.undoing(times).at(t).mul(t.square()).toDoubleArray();
        double mean = Arrays.stream(weighted).average().getAsDouble();
        double squares = integral(s -> Math.pow(s, 4) * 1.5 / (1 + s));
        assertEquals(1.0 / 3, mean, 4.5 * Math.sqrt((squares - 1.0 / 9) / n));
        double plain = t.square().mean().getDouble();
        assertTrue(Math.abs(plain - 1.0 / 3) > 10 * Math.sqrt(squares / n)); // 7/18 without the weight
    }

    @Test
    void refusesWhatIsNoWeightAndNoTime() {
        var zero = manager.zeros(new Shape(1, 1));
        assertThrows(
                IllegalArgumentException.class, () -> LossWeight.of(t -> 1 / t).at(zero));
        assertThrows(
                IllegalArgumentException.class, () -> LossWeight.of(t -> -1).at(zero));
        assertThrows(IllegalArgumentException.class, () -> Times.logitNormal(0, 0));
        assertThrows(IllegalArgumentException.class, () -> Times.at(1.5));
        var density = Times.logitNormal(0, 1);
        assertEquals(0, density.density(0));
        assertEquals(0, density.density(1));
        for (double t : new double[] {2, -1e-9, Double.NaN}) {
            assertTrue(assertThrows(IllegalArgumentException.class, () -> density.density(t))
                    .getMessage()
                    .startsWith("t is " + t));
        }
        assertEquals(
                0.25,
                Times.at(0.25).sample(manager, DataType.FLOAT64, 3, Rng.of(1)).getDouble(2, 0));
    }
}
