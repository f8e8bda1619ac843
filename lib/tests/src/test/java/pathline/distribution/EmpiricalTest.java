package pathline.distribution;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import pathline.random.Rng;

class EmpiricalTest {

    private static final double[][] ROWS = {{0, 10}, {1, 11}, {2, 12}, {3, 13}};

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void drawsEveryRowEquallyOftenWithItsLabel() {
        int n = 40_000;
        Empirical drawn = Empirical.of(ROWS).withLabels(5, 6, 7, 8).draw(n, Rng.of(1));
        double[] x = drawn.all(manager, DataType.FLOAT64).toDoubleArray();
        int[] labels = drawn.labels().orElseThrow();
        var counts = new int[4];
        for (int i = 0; i < n; i++) {
            assertEquals(x[2 * i] + 10, x[2 * i + 1]);
            assertEquals(x[2 * i] + 5, labels[i]);
            counts[(int) x[2 * i]]++;
        }
        for (int count : counts) {
            assertEquals(n / 4.0, count, 4 * Math.sqrt(n * 0.25 * 0.75)); // binomial standard error
        }
        assertArrayEquals(
                x,
                Empirical.of(ROWS)
                        .sample(manager, DataType.FLOAT64, n, Rng.of(1))
                        .toDoubleArray());
    }

    @Test
    void anEpochTakesEveryRowOnce() {
        Empirical data = Empirical.of(ROWS);
        int[] epoch = Rng.of(2).permutation(data.size());
        float[] x = data.take(manager, DataType.FLOAT32, epoch).get(":, 0").toFloatArray();
        Arrays.sort(x);
        assertArrayEquals(new float[] {0, 1, 2, 3}, x);
    }

    @Test
    void takesArraysOfEitherTypeAndCopiesThem() {
        var array = manager.create(new float[] {1, 2, 3, 4, 5, 6}, new Shape(3, 2));
        Empirical data = Empirical.of(array);
        array.muli(0);
        assertEquals(2, data.dim());
        assertEquals(3, data.size());
        assertArrayEquals(
                new double[] {1, 2, 3, 4, 5, 6},
                data.all(manager, DataType.FLOAT64).toDoubleArray());
        var rows = new double[][] {{1}};
        Empirical one = Empirical.of(rows);
        rows[0][0] = 9;
        assertEquals(1, one.all(manager, DataType.FLOAT64).getDouble());
    }

    @Test
    void refusesRaggedRowsAndStrayIndices() {
        assertMessage("row 1 has 1", () -> Empirical.of(new double[][] {{1, 2}, {3}}));
        assertMessage("at least one row", () -> Empirical.of(new double[0][]));
        assertMessage("One label", () -> Empirical.of(ROWS).withLabels(1, 2));
        assertMessage("0 to 3, got 4", () -> Empirical.of(ROWS).take(manager, DataType.FLOAT32, 4));
        assertMessage("(n, d)", () -> Empirical.of(manager.zeros(new Shape(3))));
        assertMessage("at least 1", () -> Empirical.of(ROWS).sample(manager, 0, Rng.of(1)));
    }

    @Test
    void aLambdaIsADistribution() {
        Distribution square = (m, type, n, rng) -> rng.uniform(m, type, n, 3);
        Distribution circle = Distribution.pointwise(rng -> {
            double angle = 2 * Math.PI * rng.uniform();
            return new double[] {Math.cos(angle), Math.sin(angle)};
        });
        assertEquals(3, square.dim());
        assertEquals(2, circle.dim());
        var x = circle.sample(manager, 100, Rng.of(3));
        assertEquals(DataType.FLOAT32, x.getDataType());
        assertArrayEquals(
                manager.ones(new Shape(100)).toFloatArray(),
                x.square().sum(new int[] {1}).toFloatArray(),
                1e-6f); // float32 rounding
        int[] width = {0};
        assertMessage(
                "point 1 has 2",
                () -> Distribution.pointwise(rng -> new double[++width[0]]).sample(manager, 2, Rng.of(4)));
    }

    private static void assertMessage(String part, org.junit.jupiter.api.function.Executable call) {
        String message = assertThrows(IllegalArgumentException.class, call).getMessage();
        assertTrue(message.contains(part), message);
    }
}
