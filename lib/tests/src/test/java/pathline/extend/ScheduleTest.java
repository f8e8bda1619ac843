package pathline.extend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.Test;
import pathline.path.AffinePath;
import pathline.path.Schedule;
import pathline.random.Rng;

/** A schedule of one's own: four functions of time, or one of arrays. */
class ScheduleTest {

    /** α = 3t² - 2t³ and σ = 1 - α: at rest at both ends. */
    private static final Schedule SMOOTH = Schedule.of(
            t -> t * t * (3 - 2 * t), t -> 1 - t * t * (3 - 2 * t), t -> 6 * t * (1 - t), t -> -6 * t * (1 - t));

    @Test
    void thePathHasItsEndsAndItsVelocityIsItsDerivative() {
        try (var manager = NDManager.newBaseManager()) {
            var path = AffinePath.of(SMOOTH);
            var x0 = Rng.of(1).normal(manager, DataType.FLOAT64, 4, 2);
            var x1 = Rng.of(2).normal(manager, DataType.FLOAT64, 4, 2);
            double h = 1e-5;
            for (double t : new double[] {0, 0.2, 0.7, 1}) {
                double at = Math.min(Math.max(t, h), 1 - h);
                var sample = path.sample(manager.create(new double[] {at}, new Shape(1, 1)), x0, x1);
                var later = path.sample(manager.create(new double[] {at + h}, new Shape(1, 1)), x0, x1);
                var earlier = path.sample(manager.create(new double[] {at - h}, new Shape(1, 1)), x0, x1);
                var slope = later.xt().sub(earlier.xt()).div(2 * h);
                assertEquals(0, slope.sub(sample.ut()).abs().max().getDouble(), 1e-8, "t = " + t);
            }
            var start = path.sample(manager.zeros(new Shape(1, 1), DataType.FLOAT64), x0, x1);
            var end = path.sample(manager.ones(new Shape(1, 1), DataType.FLOAT64), x0, x1);
            assertEquals(x0, start.xt());
            assertEquals(x1, end.xt());
        }
    }

    @Test
    void aWrongDerivativeIsFound() {
        assertThrows(
                IllegalArgumentException.class, () -> Schedule.of(t -> t * t, t -> 1 - t * t, t -> 2 * t, t -> 2 * t));
    }
}
