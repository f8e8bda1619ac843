package pathline.ode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Adaptive steps: the error follows the tolerance, and the steps follow the controller's formula. */
class StepControlTest {

    private NDManager manager;

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    private static StepControl.Adaptive control(double tolerance) {
        return StepControl.Adaptive.of(new double[] {tolerance}, new double[] {tolerance});
    }

    private Solution solve(OdeSolver solver, Problem p) {
        return solver.solve(p.field(), p.start(manager), p.t0(), p.t1(), SaveAt.end());
    }

    /**
     * Over six decades of the tolerance the global error falls as tol^(p / (q + 1)): in proportion for methods that
     * carry the better solution, a little slower for Fehlberg's, which carries the worse.
     */
    @ParameterizedTest
    @MethodSource("pathline.ode.Methods#embedded")
    void errorFollowsTheTolerance(ButcherTableau method) {
        int q = method.error().orElseThrow().order();
        // order 2 would need millions of steps along the orbit for 1e-10
        var problem = method.order() == 2 ? Problems.SPIRAL : Problems.KEPLER;
        double coarse = method.order() == 2 ? 1e-1 : 1e-4;
        double decades = 6;
        double fine = coarse * Math.pow(10, -decades);
        double first = problem.endError(OdeSolver.adaptive(method, coarse, coarse), manager);
        double last = problem.endError(OdeSolver.adaptive(method, fine, fine), manager);
        double slope = Math.log10(first / last) / decades;
        // a factor of 4 at either end (the steps do not hit the tolerance exactly) is 0.2 over six decades
        assertEquals(method.order() / (q + 1.0), slope, 0.2);
    }

    /** h_{n+1} = 0.9 h_n e_n^(-(p+i+d)/k) e_{n-1}^((p+2d)/k) e_{n-2}^(-d/k), within [0.2, 10] and 1 after a rejection. */
    @ParameterizedTest
    @CsvSource({"0, 1, 0", "0.4, 0.3, 0", "0.2, 0.3, 0.1"})
    void stepsFollowTheControllersFormula(double p, double i, double d) {
        var control = control(1e-6).pid(p, i, d);
        var log = solve(OdeSolver.adaptive(Tableaus.DOPRI5, control.firstStep(1)), Problems.KEPLER)
                .log()
                .entries();
        var errors = new ArrayList<>(List.of(1.0, 1.0)); // of accepted steps
        boolean afterRejection = false;
        int rejected = 0;
        for (int n = 0; n + 2 < log.size(); n++) { // the last step is cut to end at t1
            var entry = log.get(n);
            int m = errors.size();
            double factor = 0.9
                    * Math.pow(entry.error(), -(p + i + d) / 5)
                    * Math.pow(errors.get(m - 1), (p + 2 * d) / 5)
                    * Math.pow(errors.get(m - 2), -d / 5);
            double most = entry.accepted() ? (afterRejection ? 1 : 10) : 0.9;
            double expected = entry.h() * Math.max(0.2, Math.min(most, factor));
            assertEquals(expected, log.get(n + 1).h(), 1e-12);
            assertEquals(entry.error() <= 1, entry.accepted());
            if (entry.accepted()) {
                errors.add(entry.error());
            } else {
                rejected++;
            }
            afterRejection = !entry.accepted();
        }
        assertTrue(rejected > 0);
    }

    /** On Van der Pol's oscillator, where stability limits most steps, proportional gain saves most rejections. */
    @ParameterizedTest
    @MethodSource("pathline.ode.Methods#embedded")
    void proportionalGainSavesRejections(ButcherTableau method) {
        var vanDerPol = VectorField.pointwise((t, x) -> new double[] {x[1], 20 * (1 - x[0] * x[0]) * x[1] - x[0]});
        var x0 = manager.create(new double[] {2, 0}, new Shape(1, 2));
        var calm = OdeSolver.adaptive(method, control(1e-4).pi()).solve(vanDerPol, x0, 0, 20, SaveAt.end());
        var plain = OdeSolver.adaptive(method, control(1e-4)).solve(vanDerPol, x0, 0, 20, SaveAt.end());
        // found: 10 against 34 for order 5(4), 10 against 17 for order 8
        assertTrue(calm.stats().rejected() <= 0.7 * plain.stats().rejected(), calm.stats() + "; " + plain.stats());
        assertTrue(calm.stats().evaluations() < 1.3 * plain.stats().evaluations());
    }

    /** Hairer's rule by hand for x' = -2x, x(0) = 1, scale s = atol + rtol: h0 = 0.005, then (s / 400)^(1/5). */
    @Test
    void firstStepIsHairers() {
        var decay = VectorField.pointwise((t, x) -> new double[] {-2 * x[0]});
        var x0 = manager.create(new double[][] {{1}});
        var solver = OdeSolver.adaptive(Tableaus.DOPRI5, 1e-6, 1e-6);
        double expected = Math.pow(2e-6 / 400, 0.2);
        assertEquals(expected, firstStep(solver.solve(decay, x0, 0, 1, SaveAt.end())), 1e-12);
        assertEquals(
                -expected * Math.pow(0.01 / 0.01, 0.2), firstStep(solver.solve(decay, x0, 1, 0, SaveAt.end())), 1e-4);
        // never beyond the end, and a millionth where nothing moves
        assertEquals(1e-3, firstStep(solver.solve(decay, x0, 0, 1e-3, SaveAt.end())), 1e-15);
        var still = VectorField.pointwise((t, x) -> new double[] {0});
        assertEquals(1e-6, firstStep(solver.solve(still, x0, 0, 1, SaveAt.end())), 1e-15);
        var first = OdeSolver.adaptive(Tableaus.DOPRI5, control(1e-6).firstStep(0.01));
        assertEquals(0.01, firstStep(first.solve(decay, x0, 0, 1, SaveAt.end())));
        assertEquals(-0.01, firstStep(first.solve(decay, x0, 1, 0, SaveAt.end())));
    }

    private static double firstStep(Solution solution) {
        return solution.log().entries().get(0).h();
    }

    @Test
    void noStepIsLongerThanAsked() {
        var control = control(1e-3).maxStep(0.07);
        for (double t1 : new double[] {10, -10}) {
            var p = Problems.OSCILLATOR;
            var log = OdeSolver.adaptive(Tableaus.DOPRI5, control)
                    .solve(p.field(), p.start(manager), 0, t1, SaveAt.end())
                    .log();
            assertTrue(log.entries().stream().allMatch(entry -> Math.abs(entry.h()) <= 0.07));
        }
    }

    /** The error is measured as RMS over all points and coordinates of error / (atol + rtol max(|x|, |x_next|)). */
    @Test
    void errorIsTheScaledRms() {
        // x' = (1, t): Heun's method is exact, Euler's error in the second coordinate is h^2 / 2
        var field = VectorField.pointwise((t, x) -> new double[] {1, t});
        var x0 = manager.create(new double[] {3, -4, 0, 7}, new Shape(2, 2));
        double h = 0.5;
        var control = StepControl.Adaptive.of(new double[] {0.9, 0.1}, new double[] {1, 0.2})
                .firstStep(h);
        double error = OdeSolver.adaptive(Tableaus.HEUN2, control)
                .solve(field, x0, 0, h, SaveAt.end())
                .log()
                .entries()
                .get(0)
                .error();
        double first = 0.125 / (0.2 + 0.1 * 4); // |-4| before, |-3.875| after
        double second = 0.125 / (0.2 + 0.1 * 7.125);
        assertEquals(Math.sqrt((first * first + second * second) / 4), error, 1e-15);
    }

    /** A coordinate that is not asked to be exact does not shorten the steps. */
    @Test
    void eachCoordinateHasItsTolerance() {
        var field = VectorField.pointwise((t, x) -> new double[] {-x[0], 30 * Math.cos(30 * t)});
        var x0 = manager.create(new double[] {1, 0}, new Shape(1, 2));
        var both = OdeSolver.adaptive(Tableaus.DOPRI5, 1e-8, 1e-8);
        var first = OdeSolver.adaptive(
                Tableaus.DOPRI5, StepControl.Adaptive.of(new double[] {1e-8, 0}, new double[] {1e-8, 1e3}));
        var exact = both.solve(field, x0, 0, 2, SaveAt.end());
        var loose = first.solve(field, x0, 0, 2, SaveAt.end());
        assertTrue(exact.stats().accepted() > 5 * loose.stats().accepted());
        assertEquals(Math.exp(-2), loose.end().getDouble(0, 0), 1e-7);
        assertEquals(Math.sin(60), exact.end().getDouble(0, 1), 1e-5);
    }

    /** A coordinate that stays 0 under a purely relative tolerance makes no error. */
    @Test
    void zeroIsExact() {
        var field = VectorField.pointwise((t, x) -> new double[] {-x[0], 0});
        var x0 = manager.create(new double[] {1, 0}, new Shape(1, 2));
        var solution = OdeSolver.adaptive(Tableaus.DOPRI5, 1e-8, 0).solve(field, x0, 0, 2, SaveAt.end());
        assertEquals(Math.exp(-2), solution.end().getDouble(0, 0), 1e-8);
    }

    /** A solve ends at t1 to the last bit, without a sliver of a step before it. */
    @Test
    void endsExactly() {
        for (double t1 : new double[] {0.1, 1. / 3, 7.7, -2.3}) {
            var p = Problems.OSCILLATOR;
            var solution = OdeSolver.adaptive(Tableaus.TSIT5, 1e-6, 1e-6)
                    .solve(p.field(), p.start(manager), 0, t1, SaveAt.steps());
            assertEquals(t1, solution.times()[solution.times().length - 1]);
            assertTrue(p.error(t1, solution.end()) < 1e-5);
        }
    }

    @Test
    void stepsOfAGridAreTheGivenOnes() {
        double[] grid = {0, 0.1, 0.15, 0.7, 1};
        var p = Problems.OSCILLATOR;
        var solution = OdeSolver.grid(Tableaus.RK4, grid).solve(p.field(), p.start(manager), 0, 1, SaveAt.steps());
        assertEquals(5, solution.times().length);
        for (int i = 0; i < 5; i++) {
            assertEquals(grid[i], solution.times()[i]);
        }
        assertTrue(p.error(1, solution.end()) < 1e-3);
        double[] back = {1, 0.7, 0.15, 0.1, 0};
        var returned = OdeSolver.grid(Tableaus.RK4, back).solve(p.field(), solution.end(), 1, 0, SaveAt.end());
        assertTrue(p.error(0, returned.end()) < 1e-3);
    }
}
