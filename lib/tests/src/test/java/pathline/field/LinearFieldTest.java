package pathline.field;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.MatrixUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pathline.distribution.Gaussian;
import pathline.random.Rng;

class LinearFieldTest {

    private static final double[][] A = {{-0.3, 2.0, 0.1}, {-2.0, -0.1, 0.0}, {0.5, 0.2, 0.4}};
    private static final double[] B = {0.2, -0.1, 0.3};

    private NDManager manager;
    private final LinearField field = LinearField.of(A, B);

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    private NDArray normal(String name, long... shape) {
        return Rng.of(5).child(name).normal(manager, DataType.FLOAT64, shape);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 1e-6, 0.3, 3, 40})
    void theExponentialIsHipparchuss(double scale) {
        var m = new Array2DRowRealMatrix(A).scalarMultiply(scale);
        var expected = MatrixUtils.matrixExponential(m).getData();
        var actual = MatrixExponential.of(m.getData());
        for (int i = 0; i < 3; i++) {
            // each of up to 8 squarings may double the relative error of 1e-16; e^40A is as large as e^16
            assertArrayEquals(expected[i], actual[i], 1e-12 * (1 + m.getNorm1()) * Math.exp(0.4 * scale));
        }
    }

    @Test
    void theFlowSolvesTheEquation() {
        var x0 = normal("x", 4, 3);
        double h = 1e-4;
        // d/dt of the flow is the field along it; central differences leave h² / 6 of the third derivative, some 1e-8
        var difference = field.flow(0, 1 + h, x0).sub(field.flow(0, 1 - h, x0)).div(2 * h);
        assertClose(field.at(0, field.flow(0, 1, x0)), difference, 1e-6);
        assertClose(x0, field.flow(0.2, 0.2, x0), 1e-15);
        assertClose(x0, field.flow(1, 0, field.flow(0, 1, x0)), 1e-13);
    }

    @Test
    void pushAndPullAreTheMatrixAndItsTranspose() {
        var x = normal("x", 4, 3);
        var t = Velocity.time(0.5, x);
        var a = normal("a", 4, 3);
        for (var shape : new long[][] {{4, 3}, {2, 4, 3}, {2, 1, 3}}) {
            var dx = normal("dx", shape);
            var tangent = field.jvp(t, x, dx);
            // linear: the difference quotient has no truncation error
            var moved = x.add(dx).reshape(-1, 3);
            var still = x.broadcast(x.add(dx).getShape()).reshape(-1, 3);
            var difference = field.at(t, moved).sub(field.at(t, still));
            assertClose(difference.reshape(tangent.derivative().getShape()), tangent.derivative(), 1e-13);
            assertClose(field.at(t, x), tangent.value(), 0);
            var b = normal("b", tangent.derivative().getShape().getShape());
            assertClose(field.vjp(t, x, a, Gradient.unwanted()), field.vjp(t, x, dx, a, b, Gradient.unwanted()), 0);
        }
        var dx = normal("dx", 4, 3);
        double forward = a.mul(field.jvp(t, x, dx).derivative()).sum().getDouble();
        double back = field.vjp(t, x, a, Gradient.unwanted()).mul(dx).sum().getDouble();
        assertEquals(forward, back, 1e-13);
    }

    @Test
    void densitiesFollowTheFlow() {
        var source = Gaussian.full(new double[] {1, 0, -1}, new double[][] {{1, 0.3, 0}, {0.3, 2, 0.1}, {0, 0.1, 0.5}});
        var target = field.push(source, 0.25, 1);
        var x0 = normal("x", 6, 3);
        var expected = source.logDensity(x0).sub(0.75 * field.trace());
        assertClose(expected, target.logDensity(field.flow(0.25, 1, x0)), 1e-12);
    }

    @Test
    void keepsTheTypeAndFreesTheRest() {
        var x = normal("x", 4, 3).toType(DataType.FLOAT32, false);
        var t = Velocity.time(0.5, x);
        int before = manager.getManagedArrays().size();
        assertEquals(DataType.FLOAT32, field.at(t, x).getDataType());
        field.jvp(t, x, x);
        field.vjp(t, x, x, Gradient.unwanted());
        field.flow(0, 1, x);
        assertEquals(before + 1 + 2 + 1 + 1, manager.getManagedArrays().size());
    }

    @Test
    void badInputIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> LinearField.of(new double[][] {{1, 2}}));
        assertThrows(IllegalArgumentException.class, () -> LinearField.of(new double[][] {{Double.NaN}}));
        assertThrows(IllegalArgumentException.class, () -> LinearField.of(A, new double[2]));
        assertThrows(IllegalArgumentException.class, () -> field.push(Gaussian.standard(2), 0, 1));
        var message = assertThrows(
                        IllegalArgumentException.class, () -> field.flow(0, 1, manager.zeros(new Shape(4, 2))))
                .getMessage();
        assertTrue(message.contains("(n, 3)") && message.contains("(4, 2)"), message);
    }

    private static void assertClose(NDArray expected, NDArray actual, double tolerance) {
        assertEquals(expected.getShape(), actual.getShape());
        double error = expected.sub(actual).abs().max().getDouble();
        assertTrue(error <= tolerance, "off by " + error + ", more than " + tolerance);
    }
}
