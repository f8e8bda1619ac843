package pathline.adjoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import pathline.field.TorchFixture;
import pathline.ode.Adams;
import pathline.ode.ButcherTableau;
import pathline.ode.Event;
import pathline.ode.OdeSolver;
import pathline.ode.SaveAt;
import pathline.ode.StepLog;
import pathline.ode.Tableaus;
import pathline.random.Rng;

class ThroughStepsTest {

    /** Both sides are some hundred float64 operations deep; the worst seen is 3e-15. */
    private static final double ROUNDING = 1e-12;

    /** Central differences: (1e-5)² of the third derivative and 1e-16 / 1e-5 of rounding, relative to a slope near 1. */
    private static final double DIFFERENCES = 1e-8;

    private static final double EPSILON = 1e-5;

    private final NDManager manager = NDManager.newBaseManager();
    private final Case problem = new Case(manager);

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void theEndPointGradientIsPyTorchs() {
        var fixture = new TorchFixture(manager);
        var into = problem.gradient();
        var solved = Backpropagation.throughSteps()
                .solve(OdeSolver.fixed(Tableaus.RK4, 20), problem.velocity, problem.x0, 0, 1);
        var residual = solved.end().sub(fixture.array("target"));
        assertEquals(
                fixture.number("endpoint_mse_gradient_rk4", "value"),
                residual.square().mean().getDouble(),
                ROUNDING);
        solved.vjp(residual.mul(2.0 / residual.size()), into);
        var expected = fixture.gradient("endpoint_mse_gradient_rk4");
        assertTrue(into.flat().sub(expected).abs().max().getDouble() < ROUNDING);
    }

    static Stream<Arguments> solves() {
        var all = new ArrayList<Arguments>();
        for (var tableau : tableaus()) {
            all.add(Arguments.of(tableau, 0, 1, new double[0]));
            all.add(Arguments.of(tableau, 1, -0.5, new double[0]));
            all.add(Arguments.of(tableau, 0, 1, new double[] {0, 0.13, 0.2, 0.21, 0.4, 0.77, 0.77, 1}));
            all.add(Arguments.of(tableau, 1, -0.5, new double[] {0.9, 0.1, -0.2}));
        }
        return all.stream();
    }

    static List<ButcherTableau> tableaus() {
        return List.of(
                Tableaus.EULER,
                Tableaus.MIDPOINT,
                Tableaus.HEUN2,
                Tableaus.RALSTON,
                Tableaus.HEUN3,
                Tableaus.BOSH3,
                Tableaus.RK4,
                Tableaus.THREE_EIGHTHS,
                Tableaus.FEHLBERG45,
                Tableaus.CASH_KARP,
                Tableaus.DOPRI5,
                Tableaus.TSIT5,
                Tableaus.DOPRI853);
    }

    @ParameterizedTest(name = "{0} from {1} to {2}")
    @MethodSource("solves")
    void fixedStepsAgreeWithFiniteDifferences(ButcherTableau tableau, double t0, double t1, double[] times) {
        agree(OdeSolver.fixed(tableau, 5), OdeSolver.fixed(tableau, 5), t0, t1, times);
    }

    @ParameterizedTest(name = "{0} from {1} to {2}")
    @MethodSource("solves")
    void adaptiveStepsAgreeWithFiniteDifferences(ButcherTableau tableau, double t0, double t1, double[] times) {
        if (tableau.embedded()) {
            var solver = OdeSolver.adaptive(tableau, 1e-3, 1e-4);
            var log = solver.solve(problem.velocity, problem.x0, t0, t1, SaveAt.end())
                    .log();
            var grid = Stream.concat(
                            log.entries().stream()
                                    .filter(StepLog.Entry::accepted)
                                    .map(StepLog.Entry::t),
                            Stream.of(t1))
                    .mapToDouble(Double::doubleValue)
                    .toArray();
            agree(solver, OdeSolver.grid(tableau, grid), t0, t1, times);
        }
    }

    /** The gradient of one solver's steps against differences of a loss whose steps do not move. */
    private void agree(OdeSolver solver, OdeSolver still, double t0, double t1, double[] times) {
        var into = problem.gradient();
        var solved = Backpropagation.throughSteps().solve(solver, problem.velocity, problem.x0, t0, t1, times);
        var toStart = solved.vjp(problem.cotangents(solved), into);
        var rng = Rng.of(5);
        var dx = rng.child("dx")
                .normal(manager, problem.x0.getDataType(), problem.x0.getShape().getShape());
        double byStart = (problem.loss(still, problem.x0.add(dx.mul(EPSILON)), t0, t1, times)
                        - problem.loss(still, problem.x0.sub(dx.mul(EPSILON)), t0, t1, times))
                / (2 * EPSILON);
        assertClose(byStart, toStart.mul(dx).sum().getDouble());
        var theta = problem.velocity.parameters();
        var at = theta.flat().duplicate();
        var dtheta = rng.child("dtheta")
                .normal(manager, at.getDataType(), at.getShape().getShape());
        theta.set(at.add(dtheta.mul(EPSILON)));
        double above = problem.loss(still, problem.x0, t0, t1, times);
        theta.set(at.sub(dtheta.mul(EPSILON)));
        double below = problem.loss(still, problem.x0, t0, t1, times);
        assertClose(
                (above - below) / (2 * EPSILON), into.flat().mul(dtheta).sum().getDouble());
    }

    private static void assertClose(double expected, double found) {
        assertEquals(expected, found, DIFFERENCES * Math.max(1, Math.abs(expected)));
    }

    @Test
    void aStageWithoutWeightIsNotPulledAndNothingIsEvaluatedAgain() {
        var solved = Backpropagation.throughSteps()
                .solve(OdeSolver.fixed(Tableaus.DOPRI5, 10), problem.velocity, problem.x0, 0, 1);
        solved.vjp(problem.cotangents(solved), problem.gradient());
        var cost = solved.cost();
        assertEquals(61, cost.forward().evaluations());
        assertEquals(0, cost.backward().evaluations());
        assertEquals(60, cost.vjps()); // the second stage has b = 0 but feeds others; the seventh feeds none
        assertEquals(10, cost.backward().accepted());
    }

    @Test
    void keptIsOneArrayAStage() {
        int n = (int) problem.x0.getShape().get(0);
        var solved = Backpropagation.throughSteps()
                .solve(OdeSolver.fixed(Tableaus.RK4, 50), problem.velocity, problem.x0, 0, 1);
        assertEquals(50 * 4, solved.cost().peakArrays());
        assertEquals(50 * 4 * n * 2 * 8, solved.cost().peakBytes());
        solved.vjp(problem.cotangents(solved), problem.gradient());
        assertEquals(50 * 4 + 1, solved.cost().peakArrays()); // and the adjoint
    }

    @Test
    void whatIsBehindTheLastStateReadIsNotPulled() {
        var solved = Backpropagation.throughSteps()
                .solve(OdeSolver.fixed(Tableaus.RK4, 10), problem.velocity, problem.x0, 0, 1, 0.5);
        NDArray toStart = solved.vjp(problem.cotangents(solved), problem.gradient());
        assertEquals(5 * 4, solved.cost().vjps());
        var half = Backpropagation.throughSteps()
                .solve(OdeSolver.fixed(Tableaus.RK4, 5), problem.velocity, problem.x0, 0, 0.5);
        assertTrue(Case.relative(toStart, half.vjp(problem.cotangents(half), problem.gradient())) < ROUNDING);
    }

    @Test
    void methodsThatRememberAndEventsThatStopAreRefused() {
        var adams = OdeSolver.fixed(Adams.bashforth(3), 10);
        var refusal = assertThrows(
                IllegalArgumentException.class,
                () -> Backpropagation.throughSteps().solve(adams, problem.velocity, problem.x0, 0, 1));
        assertTrue(refusal.getMessage().contains("Adams-Bashforth 3"), refusal.getMessage());
        var stopping = OdeSolver.fixed(Tableaus.RK4, 10).with(Event.stop("half", (t, x) -> t - 0.5));
        assertThrows(
                IllegalArgumentException.class,
                () -> Backpropagation.throughSteps().solve(stopping, problem.velocity, problem.x0, 0, 1));
    }
}
