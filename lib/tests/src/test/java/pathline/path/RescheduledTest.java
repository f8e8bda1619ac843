package pathline.path;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pathline.distribution.Gaussian;
import pathline.distribution.GaussianMixture;
import pathline.field.Gradient;
import pathline.ode.OdeSolver;
import pathline.ode.Tableaus;
import pathline.random.Rng;

class RescheduledTest {

    private static final GaussianMixture TARGET = GaussianMixture.of(
            new double[] {0.25, 0.75},
            List.of(Gaussian.isotropic(new double[] {-2, 1}, 0.5), Gaussian.isotropic(new double[] {3, 0}, 0.7)));

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    private static MarginalVelocity exact(Schedule schedule) {
        return MarginalVelocity.of(GaussianPath.of(schedule), TARGET);
    }

    /** The field of the new schedule is known in closed form, and is the old one's, transformed. */
    @ParameterizedTest
    @CsvSource({
        "linear, trigonometric",
        "trigonometric, linear",
        "linear, vp",
        "vp, linear",
        "linear, ve",
        "ve, linear",
        "cosine, quadratic",
        "sigma_min, vp",
        "user, cosine",
        "vp, user"
    })
    void isTheFieldOfTheNewSchedule(String from, String to) {
        var old = Paths.gaussian().get(from);
        var now = Paths.gaussian().get(to);
        var changed = Rescheduled.of(exact(old), old, now);
        var r = Paths.column(manager, 0.1, 0.3, 0.6, 0.85);
        var x = Rng.of(1).normal(manager, DataType.FLOAT64, 4, 2);
        double[] expected = exact(now).at(r, x).toDoubleArray();
        double[] actual = changed.at(r, x).toDoubleArray();
        for (int i = 0; i < expected.length; i++) {
            // times are found to 1e-16, and fields change by up to 1e4 per unit of time near an end
            assertEquals(expected[i], actual[i], 1e-9 * (1 + Math.abs(expected[i])));
        }
    }

    @Test
    void tangentsAndCotangentsAreThoseOfTheNewField() {
        var changed = Rescheduled.of(exact(Schedule.linear()), Schedule.linear(), Schedule.varianceExploding(0.1, 5));
        var known = exact(Schedule.varianceExploding(0.1, 5));
        var r = Paths.column(manager, 0.1, 0.5, 0.9);
        var x = Rng.of(2).normal(manager, DataType.FLOAT64, 3, 2);
        var dx = Rng.of(3).normal(manager, DataType.FLOAT64, 2, 3, 2);
        var a = Rng.of(4).normal(manager, DataType.FLOAT64, 3, 2);
        var b = Rng.of(5).normal(manager, DataType.FLOAT64, 2, 3, 2);
        var none = Gradient.unwanted();
        assertClose(known.jvp(r, x, dx).value(), changed.jvp(r, x, dx).value());
        assertClose(known.jvp(r, x, dx).derivative(), changed.jvp(r, x, dx).derivative());
        assertClose(known.vjp(r, x, a, none), changed.vjp(r, x, a, none));
        assertClose(known.vjp(r, x, dx, a, b, none), changed.vjp(r, x, dx, a, b, none));
    }

    private static void assertClose(NDArray expected, NDArray actual) {
        assertArrayEquals(expected.toDoubleArray(), actual.toDoubleArray(), 1e-9); // rounding, over σ of at least 0.1
    }

    @Test
    void samplesKeepTheirLaw() {
        int n = 2000;
        var changed = Rescheduled.of(exact(Schedule.linear()), Schedule.linear(), Schedule.trigonometric());
        var x0 = Rng.of(6).normal(manager, DataType.FLOAT64, n, 2);
        var solver = OdeSolver.fixed(Tableaus.RK4, 40);
        var x1 = solver.solve(changed, x0, 0, 1);
        var old = solver.solve(exact(Schedule.linear()), x0, 0, 1);
        assertArrayEquals(old.toDoubleArray(), x1.toDoubleArray(), 1e-2); // the same end, by 40 steps each
        double right = 0;
        double sum = 0;
        double square = 0;
        for (double x : x1.get(":, 0").toDoubleArray()) {
            right += x > 0.5 ? 1 : 0;
            sum += x;
            square += x * x;
        }
        // the components are 5 apart, 0.7 wide: 3/4 lie right of 0.5
        assertEquals(0.75, right / n, 4 * Math.sqrt(0.75 * 0.25 / n));
        double mean = 0.75 * 3 - 0.25 * 2;
        double second = 0.75 * (9 + 0.49) + 0.25 * (4 + 0.25);
        assertEquals(mean, sum / n, 4 * Math.sqrt((second - mean * mean) / n));
        assertEquals(second, square / n, 4 * 5.0 / Math.sqrt(n)); // the standard deviation of x² is 4.6
    }

    @Test
    void saysWhatCannotBeChanged() {
        var field = exact(Schedule.linear());
        ScheduleTest.assertMessage(
                "must grow", () -> Rescheduled.of(field, Schedule.encodingDecoding(), Schedule.linear()));
        var fromCubic = Rescheduled.of(exact(Schedule.polynomial(3)), Schedule.polynomial(3), Schedule.linear());
        var x = Rng.of(7).normal(manager, DataType.FLOAT64, 3, 2);
        ScheduleTest.assertMessage("stands still", () -> fromCubic.at(0, x));
        int before = manager.getManagedArrays().size();
        var narrow = x.toType(DataType.FLOAT32, false);
        var v = fromCubic.at(0.5, narrow);
        assertEquals(before + 2, manager.getManagedArrays().size());
        assertEquals(DataType.FLOAT32, v.getDataType());
        assertTrue(fromCubic.parameters().names().isEmpty());
    }
}
