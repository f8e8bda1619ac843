package pathline.bijection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pathline.random.Rng;

class LogitTest {

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    /** A uniform density of pixels needs 8 bits for each: log p(y) = -d ln 256 - log |dy/dx|. */
    @ParameterizedTest
    @ValueSource(doubles = {0.05, 1e-6})
    void uniformIsEightBits(double alpha) {
        var logit = new Logit(alpha);
        NDArray x = Rng.of(1).uniform(manager, DataType.FLOAT64, 50, 7).mul(256);
        double[] bits = bits(logit, x, pixel -> -Math.log(256));
        for (double b : bits) {
            assertEquals(8, b, 1e-6); // the derivative below is a central difference
        }
    }

    /**
     * The density 2 x / 256² on [0, 256) has entropy ln(256 / 2) + 1/2 nats. The mean over 200 000 pixels, whose standard
     * deviation is 1/2 nat, is held to 4.5 standard errors.
     */
    @Test
    void aRisingDensityHasItsEntropy() {
        double[] x = Rng.of(2)
                .uniform(manager, DataType.FLOAT64, 200_000)
                .sqrt()
                .mul(256)
                .toDoubleArray();
        NDArray points = manager.create(x, new Shape(50_000, 4));
        double mean = Arrays.stream(bits(new Logit(0.05), points, p -> Math.log(2 * p / 65536)))
                .average()
                .orElseThrow();
        double expected = 7 + 0.5 / Math.log(2);
        assertEquals(expected, mean, 4.5 * 0.5 / Math.log(2) / Math.sqrt(200_000));
    }

    @Test
    void goesThereAndBack() {
        for (double alpha : new double[] {0.05, 1e-6}) {
            var logit = new Logit(alpha);
            NDArray x = manager.create(new double[] {0, 0.5, 128, 255.999, 256}, new Shape(5, 1));
            NDArray y = logit.of(x);
            assertEquals(0, y.getDouble(2, 0), 1e-15);
            assertEquals(Math.log(alpha / (1 - alpha)), y.getDouble(0, 0), 1e-9);
            assertArrayEquals(x.toDoubleArray(), logit.pixels(y).toDoubleArray(), 1e-9);
        }
        NDArray floats = manager.create(new float[] {0, 256}, new Shape(2, 1));
        // In float32, s = 1 - 1e-6 would be wrong by 5 %: computed in double, both ends are alike.
        float[] ends = new Logit(1e-6).of(floats).toFloatArray();
        assertEquals(-ends[0], ends[1], 1e-5);
    }

    @Test
    void theNumbersOfAnotherProgram() {
        var fixture = new Fixture(manager, "preprocess");
        var x = fixture.array("pixels").add(fixture.array("noise"));
        for (var name : new String[] {"mnist_1e-6", "cifar_0.05"}) {
            var logit = new Logit(fixture.number(name, "alpha"));
            var y = logit.of(x);
            LayerChecks.near(name, fixture.array(name, "y"), y, Fixture.EXACT);
            LayerChecks.near(name, fixture.array(name, "log_det_pixels"), logit.logDeterminant(y), Fixture.EXACT);
            var bits = fixture.array(name, "bits_per_dim");
            var logDensity = fixture.array(name, "standard_normal_log_prob_y");
            LayerChecks.near(name, bits, logit.bitsPerDimension(logDensity, y), Fixture.EXACT);
            // the same by a flow on the pixels themselves
            var model = NormalizingFlow.of(new LogitLayer(logit, 6), DataType.FLOAT64, Rng.of(1));
            var nats = model.logDensity(x);
            LayerChecks.near(name, bits, nats.div(-6 * Math.log(2)), Fixture.EXACT);
            LayerChecks.near(name, x, model.map().preimage(y), 1e-9);
        }
    }

    /** Its points lie between 0 and 256, where those of the shared checks do not: their logits do. */
    @Test
    void asALayerItIsWhatLayersMustBe() {
        for (int dim : new int[] {1, 3}) {
            LayerChecks.of(new Pixels(new LogitLayer(new Logit(0.05), dim)))
                    .inverseWithin(1e-9)
                    .all();
        }
    }

    /** 128 + 20 x first. */
    private record Pixels(LogitLayer layer) implements FlowLayer {

        @Override
        public int dim() {
            return layer.dim();
        }

        @Override
        public Mapped forward(NDArray x, Weights own) {
            var z = layer.forward(x.mul(Constants.number(20)).add(128), own);
            return Mapped.of(z.points(), z.logDeterminant().add(dim() * Math.log(20)));
        }

        @Override
        public Mapped inverse(NDArray z, Weights own) {
            var x = layer.inverse(z, own);
            return Mapped.of(
                    x.points().sub(128).mul(Constants.number(0.05)),
                    x.logDeterminant().sub(dim() * Math.log(20)));
        }
    }

    @Test
    void aFlowOnPixelsNamesARowThatIsNone() {
        var model = NormalizingFlow.of(new LogitLayer(new Logit(0.05), 2), DataType.FLOAT64, Rng.of(1));
        var x = manager.create(new double[][] {{1, 2}, {3, 300}});
        var failed = assertThrows(ArithmeticException.class, () -> model.map().forward(x));
        assertTrue(failed.getMessage().contains("Row 1"), failed.getMessage());
    }

    @Test
    void refusesWhatIsNoPixel() {
        assertThrows(IllegalArgumentException.class, () -> new Logit(0));
        assertThrows(IllegalArgumentException.class, () -> new Logit(0.5));
        var logit = new Logit(0.05);
        assertThrows(IllegalArgumentException.class, () -> logit.of(manager.create(new double[] {-0.1})));
        assertThrows(IllegalArgumentException.class, () -> logit.of(manager.create(new double[] {256.1})));
        assertThrows(IllegalArgumentException.class, () -> new LogitLayer(null, 1));
        assertThrows(IllegalArgumentException.class, () -> new LogitLayer(logit, 0));
        NDArray y = manager.zeros(new Shape(3, 2));
        for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
            NDArray x = manager.create(new double[] {1, 2, 3, bad, 5, 6}, new Shape(3, 2));
            for (Executable call : new Executable[] {
                () -> logit.of(x), () -> logit.pixels(x), () -> logit.logDeterminant(x),
            }) {
                String message =
                        assertThrows(IllegalArgumentException.class, call).getMessage();
                assertTrue(message.contains("is " + bad + " in row 1, column 1 (from 0)"), message);
            }
            NDArray logs = manager.create(new double[] {1, 2, bad});
            assertThrows(
                    IllegalArgumentException.class,
                    () -> logit.bitsPerDimension(logs, y.toType(DataType.FLOAT64, true)));
        }
        assertThrows(IllegalArgumentException.class, () -> logit.pixels(manager.zeros(new Shape(2), DataType.INT32)));
        assertThrows(IllegalArgumentException.class, () -> logit.bitsPerDimension(manager.zeros(new Shape(2)), y));
        assertThrows(IllegalArgumentException.class, () -> logit.logDeterminant(manager.zeros(new Shape(3))));
    }

    /** Bits of rows of x under the product density of pixels: p(y) by the change of variables, dy/dx by differences. */
    private double[] bits(Logit logit, NDArray x, DoubleUnaryOperator logPixel) {
        int d = (int) x.getShape().get(1);
        double[] values = x.toDoubleArray();
        var steps = new double[values.length];
        var up = new double[values.length];
        var down = new double[values.length];
        for (int k = 0; k < values.length; k++) {
            steps[k] = Math.min(1e-4, Math.min(values[k], 256 - values[k]) / 1000);
            up[k] = values[k] + steps[k];
            down[k] = values[k] - steps[k];
        }
        double[] above = logit.of(manager.create(up)).toDoubleArray();
        double[] below = logit.of(manager.create(down)).toDoubleArray();
        var logDensity = new double[values.length / d];
        for (int k = 0; k < values.length; k++) {
            double slope = (above[k] - below[k]) / (2 * steps[k]);
            logDensity[k / d] += logPixel.applyAsDouble(values[k]) - Math.log(slope);
        }
        return logit.bitsPerDimension(manager.create(logDensity), logit.of(x)).toDoubleArray();
    }
}
