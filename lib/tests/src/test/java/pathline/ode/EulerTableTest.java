package pathline.ode;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Euler's method on y' = 2 - 2y - e^{-4t}, y(0) = 1: P. Dawkins, <i>Paul's Online Notes</i>, differential equations,
 * section 2.9, whose five printed digits are here nine (recomputed with 40).
 */
class EulerTableTest {

    private static final double NINE_DIGITS = 5e-10;

    /** Percent errors are given to five significant digits. */
    private static final double FIVE_DIGITS = 1e-5;

    /** Start, then five steps of h = 0.1: value and slope. */
    private static final double[] VALUES = {1, 0.9, 0.852967995, 0.837441500, 0.839833779, 0.851677371};

    private static final double[] SLOPES = {-1, -0.470320046, -0.155264955, 0.023922788, 0.118435925};
    private static final double[] PERCENT = {0, 2.79, 4.11, 4.42, 4.16, 3.63};

    @Test
    void firstSteps() {
        try (var manager = NDManager.newBaseManager()) {
            var notes = Problems.NOTES;
            var solution = OdeSolver.fixed(Tableaus.EULER, 5)
                    .solve(notes.field(), notes.start(manager), 0, 0.5, SaveAt.dense());
            for (int i = 0; i <= 5; i++) {
                double t = solution.times()[i];
                double exact = notes.exact().apply(t)[0];
                double y = solution.coordinate(0, 0)[i];
                assertEquals(0.1 * i, t, 1e-15);
                assertEquals(VALUES[i], y, NINE_DIGITS);
                assertEquals(PERCENT[i], 100 * Math.abs(exact - y) / exact, 0.005);
            }
            for (int i = 0; i < 5; i++) {
                double slope = solution.segments().get(i).slopes().get(0).getDouble();
                assertEquals(SLOPES[i], slope, NINE_DIGITS);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0.1, 0.931324356, 0.991368171, 0.999050126, 0.999897586, 0.999988996",
        "0.05, 0.936469809, 0.991112616, 0.998898190, 0.999865655, 0.999983660",
        "0.01, 0.940499438, 0.991019271, 0.998789020, 0.999839035, 0.999978646",
        "0.005, 0.940995725, 0.991013925, 0.998776255, 0.999835680, 0.999977978",
        "0.001, 0.941391436, 0.991010609, 0.998766191, 0.999832996, 0.999977437",
    })
    void valuesAtWholeTimes(double h, double y1, double y2, double y3, double y4, double y5) {
        assertArray(new double[] {y1, y2, y3, y4, y5}, atWholeTimes(h), NINE_DIGITS, 0);
    }

    @ParameterizedTest
    @CsvSource({
        "0.1, 1.0798, 0.036151, 0.028678, 0.0065272, 0.0011695",
        "0.05, 0.53324, 0.010364, 0.013466, 0.0033336, 0.00063587",
        "0.01, 0.10523, 0.00094441, 0.0025355, 0.00067109, 0.00013451",
        "0.005, 0.052518, 0.00040499, 0.0012574, 0.00033561, 0.000067684",
        "0.001, 0.010488, 0.000070349, 0.00024983, 0.000067126, 0.000013604",
    })
    void percentErrorsAtWholeTimes(double h, double p1, double p2, double p3, double p4, double p5) {
        var percent = atWholeTimes(h);
        for (int i = 0; i < 5; i++) {
            double exact = Problems.NOTES.exact().apply(i + 1)[0];
            percent[i] = 100 * Math.abs(percent[i] - exact) / exact;
        }
        assertArray(new double[] {p1, p2, p3, p4, p5}, percent, 0, 5 * FIVE_DIGITS);
    }

    /** Along [0, 5] the largest error lies at t = 0.3 and falls as h. */
    @ParameterizedTest
    @CsvSource({"0.1, 3.875e-2", "0.05, 1.785e-2", "0.01, 3.356e-3", "0.005, 1.665e-3", "0.001, 3.311e-4"})
    void largestError(double h, double error) {
        try (var manager = NDManager.newBaseManager()) {
            var notes = Problems.NOTES;
            var solution = OdeSolver.fixed(Tableaus.EULER, (int) Math.round(5 / h))
                    .solve(notes.field(), notes.start(manager), 0, 5, SaveAt.steps());
            double worst = 0;
            double where = 0;
            for (int i = 0; i < solution.times().length; i++) {
                double miss = notes.error(solution.times()[i], solution.states().get(i));
                where = miss > worst ? solution.times()[i] : where;
                worst = Math.max(worst, miss);
            }
            assertEquals(error, worst, 5e-4 * error);
            assertEquals(0.3, where, 0.02);
        }
    }

    private static double[] atWholeTimes(double h) {
        try (var manager = NDManager.newBaseManager()) {
            var notes = Problems.NOTES;
            var solver = OdeSolver.fixed(Tableaus.EULER, (int) Math.round(5 / h));
            return solver.solve(notes.field(), notes.start(manager), 0, 5, SaveAt.times(1, 2, 3, 4, 5))
                    .coordinate(0, 0);
        }
    }

    private static void assertArray(double[] expected, double[] actual, double absolute, double relative) {
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], actual[i], absolute + relative * Math.abs(expected[i]));
        }
    }
}
