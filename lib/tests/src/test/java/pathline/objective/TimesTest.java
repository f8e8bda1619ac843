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
        DoubleUnaryOperator density = s -> {
            double z = (Math.log(s / (1 - s)) - mean) / 1.2;
            return Math.exp(-z * z / 2) / (1.2 * Math.sqrt(2 * Math.PI) * s * (1 - s));
        };
        assertEquals(1, integral(density), 1e-6);
        double[] t = times.sample(manager, DataType.FLOAT64, 20_000, Rng.of(1)).toDoubleArray();
        double first = integral(s -> s * density.applyAsDouble(s));
        double second = integral(s -> s * s * density.applyAsDouble(s));
        double fourth = integral(s -> s * s * s * s * density.applyAsDouble(s));
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

    @Test
    void refusesWhatIsNoWeightAndNoTime() {
        var zero = manager.zeros(new Shape(1, 1));
        assertThrows(
                IllegalArgumentException.class, () -> LossWeight.of(t -> 1 / t).at(zero));
        assertThrows(
                IllegalArgumentException.class, () -> LossWeight.of(t -> -1).at(zero));
        assertThrows(IllegalArgumentException.class, () -> Times.logitNormal(0, 0));
        assertThrows(IllegalArgumentException.class, () -> Times.at(1.5));
        assertEquals(
                0.25,
                Times.at(0.25).sample(manager, DataType.FLOAT64, 3, Rng.of(1)).getDouble(2, 0));
    }
}
