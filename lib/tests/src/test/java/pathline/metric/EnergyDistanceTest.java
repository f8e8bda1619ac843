package pathline.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import org.hipparchus.special.Erf;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import pathline.random.Rng;

class EnergyDistanceTest {

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void isItsDefinition() {
        NDArray a = Rng.of(1).normal(manager, DataType.FLOAT64, 7, 3);
        NDArray b = Rng.of(2).uniform(manager, DataType.FLOAT64, 5, 3);
        double[][] x = rows(a);
        double[][] y = rows(b);
        double across = 2 * sum(x, y) / 35;
        assertEquals(across - sum(x, x) / 49 - sum(y, y) / 25, EnergyDistance.squared(a, b), 1e-14);
        assertEquals(across - sum(x, x) / 42 - sum(y, y) / 20, EnergyDistance.unbiased(a, b), 1e-14);
        assertEquals(35.0 / 12 * EnergyDistance.squared(a, b), EnergyDistance.statistic(a, b), 1e-14);
        assertEquals(0, EnergyDistance.squared(a, a), 1e-15);
    }

    /** Sets longer than a block; both roads round sums of about 10⁶ distances. */
    @Test
    void sortingGivesTheSameAsAllPairs() {
        NDArray a = Rng.of(3).normal(manager, DataType.FLOAT64, 2100, 1).add(1000);
        NDArray b = Rng.of(4).normal(manager, DataType.FLOAT64, 1030, 1).add(1000.5);
        double[] x = a.toDoubleArray();
        double[] y = b.toDoubleArray();
        assertEquals(EnergyDistance.squared(x, y), EnergyDistance.squared(a, b), 1e-11);
        assertEquals(EnergyDistance.unbiased(x, y), EnergyDistance.unbiased(a, b), 1e-11);
    }

    /**
     * E|Z| of Z = N(m, s²) is s √(2/π) exp(-m²/2s²) + m erf(m / s√2). The mean of 400 estimates is held to 4.5 of its own
     * standard errors, which are about 1 % of the value.
     */
    @Test
    void ofTwoGaussiansItIsTheClosedForm() {
        double expected = 2 * meanAbsolute(0.8, Math.sqrt(1 + 2.25))
                - meanAbsolute(0, Math.sqrt(2))
                - meanAbsolute(0, 1.5 * Math.sqrt(2));
        var values = new double[400];
        for (int r = 0; r < values.length; r++) {
            Rng rng = Rng.of(5).child(r);
            values[r] = EnergyDistance.unbiased(normals(rng, 200, 0, 1), normals(rng, 150, 0.8, 1.5));
        }
        double mean = Arrays.stream(values).average().orElseThrow();
        double error = Math.sqrt(
                        Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum())
                / values.length;
        assertTrue(error < 0.02 * expected, "standard error " + error);
        assertEquals(expected, mean, 4.5 * error);
    }

    @Test
    void refusesWhatHasNoDistance() {
        NDArray a = manager.ones(new Shape(3, 2));
        assertThrows(IllegalArgumentException.class, () -> EnergyDistance.squared(a, manager.ones(new Shape(3, 1))));
        assertThrows(IllegalArgumentException.class, () -> EnergyDistance.unbiased(a, manager.ones(new Shape(1, 2))));
        assertThrows(IllegalArgumentException.class, () -> EnergyDistance.squared(a, manager.ones(new Shape(3))));
        assertThrows(
                IllegalArgumentException.class,
                () -> EnergyDistance.squared(a, manager.create(new float[][] {{0, Float.NaN}})));
        assertThrows(IllegalArgumentException.class, () -> EnergyDistance.squared(new double[0], new double[] {1}));
    }

    private static double meanAbsolute(double m, double s) {
        return s * Math.sqrt(2 / Math.PI) * Math.exp(-m * m / (2 * s * s)) + m * Erf.erf(m / (s * Math.sqrt(2)));
    }

    static double[] normals(Rng rng, int n, double mean, double deviation) {
        var x = new double[n];
        Arrays.setAll(x, i -> mean + deviation * rng.normal());
        return x;
    }

    static double[][] rows(NDArray x) {
        int d = (int) x.getShape().get(1);
        double[] flat = x.toDoubleArray();
        var rows = new double[flat.length / d][];
        Arrays.setAll(rows, i -> Arrays.copyOfRange(flat, i * d, (i + 1) * d));
        return rows;
    }

    private static double sum(double[][] x, double[][] y) {
        double sum = 0;
        for (double[] p : x) {
            for (double[] q : y) {
                double squares = 0;
                for (int k = 0; k < p.length; k++) {
                    squares += Math.pow(p[k] - q[k], 2);
                }
                sum += Math.sqrt(squares);
            }
        }
        return sum;
    }
}
