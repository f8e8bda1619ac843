package pathline.bijection;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import pathline.array.HostMemory;
import pathline.field.Gradients;

/** Against Java's own functions, far out on both sides. */
class SmoothTest {

    private static final double[] AT = {
        -1000, -745, -50, -20.5, -3, -1e-9, 0, 1e-9, 0.7, 19, 21, 36, 50, 745, 1000, 1e300
    };

    private NDManager manager;

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    private static double softplus(double a) {
        return Math.max(a, 0) + Math.log1p(Math.exp(-Math.abs(a)));
    }

    private static double sigmoid(double a) {
        return a < 0 ? Math.exp(a) / (1 + Math.exp(a)) : 1 / (1 + Math.exp(-a));
    }

    @Test
    void valuesAndSlopesAreJavas() {
        check(Smooth::softplus, SmoothTest::softplus, SmoothTest::sigmoid);
        check(Smooth::logSigmoid, a -> -softplus(-a), a -> sigmoid(-a));
        check(Smooth::sigmoid, SmoothTest::sigmoid, a -> sigmoid(a) * sigmoid(-a));
    }

    private void check(UnaryOperator<NDArray> f, DoubleUnaryOperator value, DoubleUnaryOperator slope) {
        for (var type : new DataType[] {DataType.FLOAT64, DataType.FLOAT32}) {
            int count = type == DataType.FLOAT64 ? AT.length : AT.length - 1;
            double tolerance = type == DataType.FLOAT64 ? 1e-14 : 1e-6;
            var a = HostMemory.array(manager, type, Arrays.copyOf(AT, count), count, 1);
            var values = HostMemory.doubles(f.apply(a));
            var slopes = HostMemory.doubles(Gradients.ofRows(a, () -> f.apply(a).squeeze(1)));
            for (int k = 0; k < count; k++) {
                double x = HostMemory.doubles(a)[k];
                double expected = value.applyAsDouble(x);
                assertEquals(expected, values[k], tolerance * Math.abs(expected) + 1e-37, type + " value at " + x);
                assertEquals(slope.applyAsDouble(x), slopes[k], tolerance, type + " slope at " + x);
            }
        }
    }

    @Test
    void theLogarithmOfASumOfExponentials() {
        var a = manager.create(new double[] {0, 0, 0, 1000, 999, -1e300, -1000, -1001, -1002}, new Shape(3, 3));
        var expected = new double[] {
            Math.log(3), 1000 + Math.log1p(Math.exp(-1)), -1000 + Math.log1p(Math.exp(-1) + Math.exp(-2))
        };
        var found = HostMemory.doubles(Smooth.logSumExp(a, 1));
        var weights = HostMemory.doubles(Gradients.ofRows(a, () -> Smooth.logSumExp(a, 1)));
        var logs = HostMemory.doubles(Smooth.logSoftmax(a, 1));
        for (int i = 0; i < 3; i++) {
            assertEquals(expected[i], found[i], 1e-12);
            for (int j = 0; j < 3; j++) {
                double log = a.getDouble(i, j) - expected[i];
                assertEquals(Math.exp(log), weights[3 * i + j], 1e-12);
                assertEquals(log, logs[3 * i + j], 1e-12 * Math.abs(log));
            }
        }
    }

    @Test
    void constantsMayBeOfEitherType() {
        var ones = Constants.of(new double[] {1, 0, 0, 1}, 2, 2);
        assertEquals(
                DataType.FLOAT64,
                manager.ones(new Shape(2, 2), DataType.FLOAT64).mul(ones).getDataType());
        assertEquals(DataType.FLOAT32, manager.ones(new Shape(2, 2)).mul(ones).getDataType());
        assertEquals(
                1.0 / 3,
                Constants.of(DataType.FLOAT64, new double[] {1.0 / 3}, 1).getDouble());
        assertEquals(new Shape(1, 3), Constants.places(2, 0, 1).getShape());
    }
}
