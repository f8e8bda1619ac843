package pathline.field;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.function.DoubleUnaryOperator;
import org.hipparchus.special.Erf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import pathline.array.Scratch;

class ActivationTest {

    /** From deep saturation to the middle, with both sides of the kinks and not the kinks themselves. */
    private static final double[] POINTS = {-800, -90, -21, -3, -1.1, -0.4, -1e-3, 1e-3, 0.3, 0.9, 2.5, 19, 22, 95, 800
    };

    private static final double FLOAT64 = 1e-14; // relative to 1 + |f|
    private static final double FLOAT32 = 1e-6; // a few roundings; PyTorch's own gelu is off by 5e-7
    private static final double H = 1e-4;
    private static final double DIFFERENCES = 1e-7; // H² of derivatives below 5 of f, and 1e-16 / H² of the second

    private static DoubleUnaryOperator formula(Activation activation) {
        return switch (activation) {
            case TANH -> Math::tanh;
            case RELU -> z -> Math.max(z, 0);
            case ELU -> z -> z > 0 ? z : Math.expm1(z);
            case SELU -> z -> 1.0507009873554805 * (z > 0 ? z : 1.6732632423543772 * Math.expm1(z));
            case SILU -> z -> z / (1 + Math.exp(-z));
            case SOFTPLUS -> z -> Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));
            case GELU -> z -> z * Erf.erfc(-z / Math.sqrt(2)) / 2;
        };
    }

    @ParameterizedTest
    @EnumSource
    void valuesAreThoseOfTheFormula(Activation activation) {
        try (var manager = NDManager.newBaseManager()) {
            var f = activation.value(manager.create(POINTS));
            var rounded = activation.value(manager.create(POINTS).toType(DataType.FLOAT32, false));
            assertEquals(DataType.FLOAT32, rounded.getDataType());
            for (int i = 0; i < POINTS.length; i++) {
                double expected = formula(activation).applyAsDouble(POINTS[i]);
                double scale = 1 + Math.abs(expected);
                assertEquals(expected, f.getDouble(i), FLOAT64 * scale, "f(" + POINTS[i] + ")");
                assertEquals(expected, rounded.getFloat(i), FLOAT32 * scale, "f(" + POINTS[i] + ") in float32");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void derivativesAreThoseOfTheFormula(Activation activation) {
        var f = formula(activation);
        try (var manager = NDManager.newBaseManager()) {
            var all = derivatives(activation, manager.create(POINTS));
            var rounded = derivatives(activation, manager.create(POINTS).toType(DataType.FLOAT32, false));
            for (int i = 0; i < POINTS.length; i++) {
                double z = POINTS[i];
                double slope = (f.applyAsDouble(z + H) - f.applyAsDouble(z - H)) / (2 * H);
                double scale = 1 + Math.abs(f.applyAsDouble(z)); // the difference loses digits to a large f
                assertEquals(slope, all[0].getDouble(i), DIFFERENCES * scale, "f'(" + z + ")");
                double next = slope(activation, manager, z + H) - slope(activation, manager, z - H);
                assertEquals(next / (2 * H), all[1].getDouble(i), DIFFERENCES, "f''(" + z + ")");
                assertEquals(all[0].getDouble(i), rounded[0].getFloat(i), 2 * FLOAT32, "f'(" + z + ") in float32");
                assertEquals(all[1].getDouble(i), rounded[1].getFloat(i), 2 * FLOAT32, "f''(" + z + ") in float32");
                assertTrue(Float.isFinite(rounded[1].getFloat(i)));
            }
        }
    }

    private static double slope(Activation activation, NDManager manager, double z) {
        return derivatives(activation, manager.create(new double[] {z}))[0].getDouble(0);
    }

    private static NDArray[] derivatives(Activation activation, NDArray z) {
        try (var scratch = new Scratch()) {
            var f = activation.value(z);
            var first = activation.first(z, f);
            return new NDArray[] {scratch.keep(first), scratch.keep(activation.second(z, f, first))};
        }
    }
}
