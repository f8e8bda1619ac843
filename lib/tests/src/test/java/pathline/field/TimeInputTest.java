package pathline.field;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the nets compute, by the formulas and Java's own functions; tolerances are a few roundings in float64. */
class TimeInputTest {

    private static final double FLOAT64 = 1e-14;

    @Test
    void wavesAreSinesThenCosines() {
        try (var manager = NDManager.newBaseManager()) {
            var columns = TimeInput.sinusoidal(3).columns(manager.create(new double[] {0.2, 0.7}, new Shape(2, 1)));
            assertEquals(new Shape(2, 6), columns.getShape());
            for (int k = 1; k <= 3; k++) {
                assertEquals(Math.sin(Math.PI * k * 0.7), columns.getDouble(1, k - 1), FLOAT64);
                assertEquals(Math.cos(Math.PI * k * 0.7), columns.getDouble(1, k + 2), FLOAT64);
            }
        }
    }

    @Test
    void concatSquashScalesAndShiftsEveryLayer() {
        try (var manager = NDManager.newBaseManager()) {
            var net = VelocityMlp.of(1, 1)
                    .time(TimeInput.concatSquash())
                    .type(DataType.FLOAT64)
                    .zero(manager);
            assertEquals(
                    List.of("weight", "bias", "gate.weight", "gate.bias", "shift.weight"),
                    net.parameters().names().stream()
                            .limit(5)
                            .map(name -> name.substring(9))
                            .toList());
            net.parameters().set(manager.create(new double[] {0.5, -0.2, 1.5, 0.3, -0.7, 2, 0.1, -1, 0.4, 0.6}));
            double h = Math.tanh(squash(0.9, 0.8, 0.5, -0.2, 1.5, 0.3, -0.7));
            double v = squash(h, 0.8, 2, 0.1, -1, 0.4, 0.6);
            var x = manager.create(new double[] {0.9}, new Shape(1, 1));
            assertEquals(v, net.at(0.8, x).getDouble(0, 0), FLOAT64);
        }
    }

    private static double squash(double h, double t, double w, double b, double u, double c, double s) {
        return (w * h + b) / (1 + Math.exp(-(u * t + c))) + s * t;
    }
}
