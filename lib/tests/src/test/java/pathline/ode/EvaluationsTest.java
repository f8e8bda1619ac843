package pathline.ode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a solve costs, counted by the field itself. */
class EvaluationsTest {

    private static final int STEPS = 20;

    private final AtomicLong calls = new AtomicLong();
    private final VectorField field = VectorField.pointwise((t, x) -> {
        calls.incrementAndGet();
        return Problems.OSCILLATOR.velocity().at(t, x);
    });
    private NDManager manager;

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    private Solution solve(OdeSolver solver, SaveAt save) {
        calls.set(0);
        var solution = solver.solve(field, Problems.OSCILLATOR.start(manager), 0, 4, save);
        assertEquals(calls.get(), solution.stats().evaluations());
        return solution;
    }

    @ParameterizedTest
    @MethodSource("pathline.ode.Methods#rungeKutta")
    void rungeKutta(ButcherTableau method) {
        int s = method.stages();
        long expected = method.firstSameAsLast() ? 1 + (s - 1) * STEPS : s * STEPS;
        var stats = solve(OdeSolver.fixed(method, STEPS), SaveAt.end()).stats();
        assertEquals(new SolverStats(expected, STEPS, 0), stats);
    }

    /** One evaluation a step, two with a corrector, and 3 more (RK4) or 5 more (DOPRI5) for each of the first k - 1. */
    @ParameterizedTest
    @MethodSource("pathline.ode.Methods#adams")
    void adams(Adams method) {
        int first = method.order() - 1;
        long bashforth = method.order() < 5 ? STEPS + 3L * first : 1 + 6L * first + (STEPS - first - 1);
        long corrections = method.corrector() == Adams.Corrector.MOULTON ? STEPS - first : 0;
        var stats = solve(OdeSolver.fixed(method, STEPS), SaveAt.end()).stats();
        assertEquals(new SolverStats(bashforth + corrections, STEPS, 0), stats);
    }

    /** A rejected step keeps its first slope; Hairer's first step costs one evaluation. */
    @ParameterizedTest
    @MethodSource("pathline.ode.Methods#embedded")
    void adaptive(ButcherTableau method) {
        // a first step far too long forces rejections
        var control = StepControl.Adaptive.of(new double[] {1e-6}, new double[] {1e-6});
        for (double first : new double[] {0, 4}) {
            var stats = solve(OdeSolver.adaptive(method, control.firstStep(first)), SaveAt.end())
                    .stats();
            int tries = stats.accepted() + stats.rejected();
            long ends = method.firstSameAsLast() ? 0 : stats.accepted() - 1;
            long expected = 1 + (first == 0 ? 1 : 0) + (method.stages() - 1L) * tries + ends;
            assertEquals(expected, stats.evaluations());
            assertTrue(first == 0 || stats.rejected() > 0);
        }
    }

    /** The choice of what to keep changes no step, and costs what SaveAt's documentation says. */
    @ParameterizedTest
    @MethodSource("pathline.ode.Methods#all")
    void whatIsKept(Method method) {
        var solver = OdeSolver.fixed(method, STEPS);
        var end = solve(solver, SaveAt.end());
        var steps = solve(solver, SaveAt.steps());
        var dense = solve(solver, SaveAt.dense());
        var times = solve(solver, SaveAt.times(0.31, 0.32, 3.99));
        var inFirst = solve(solver, SaveAt.times(0.01, 0.02, 0.2, 4));
        long evaluations = end.stats().evaluations();
        boolean needsLastSlope = !(method instanceof ButcherTableau tableau
                        && !tableau.interpolant().endSlope())
                && !(method instanceof ButcherTableau same && same.firstSameAsLast());
        int last = needsLastSlope ? 1 : 0;
        int extra = method == Tableaus.DOPRI853 ? 3 : 0;
        assertEquals(evaluations, steps.stats().evaluations());
        assertEquals(evaluations + last + extra * STEPS, dense.stats().evaluations());
        assertEquals(evaluations + last + 2 * extra, times.stats().evaluations());
        assertEquals(evaluations + extra, inFirst.stats().evaluations());
        for (var other : new Solution[] {steps, dense, inFirst}) {
            assertEquals(end.end(), other.end());
        }
        assertEquals(end.log().entries(), dense.log().entries());
    }

    @Test
    void eventsAreFreeUnlessTheMethodOfOrder8FindsOne() {
        var zero = Event.record("zero", (t, x) -> x.getDouble(0, 0));
        var never = Event.record("never", (t, x) -> x.getDouble(0, 0) - 2);
        for (var method : new Method[] {Tableaus.DOPRI5, Tableaus.RK4, Adams.bashforth(3)}) {
            var solver = OdeSolver.fixed(method, STEPS);
            long plain = solve(solver, SaveAt.steps()).stats().evaluations();
            long watched = solve(solver.with(zero), SaveAt.steps()).stats().evaluations();
            assertEquals(method == Tableaus.DOPRI5 ? plain : plain + 1, watched);
        }
        var solver = OdeSolver.fixed(Tableaus.DOPRI853, STEPS);
        long plain = solve(solver, SaveAt.steps()).stats().evaluations();
        assertEquals(
                plain + 1, solve(solver.with(never), SaveAt.steps()).stats().evaluations());
        assertEquals(
                plain + 1 + 3, solve(solver.with(zero), SaveAt.steps()).stats().evaluations());
    }

    @Test
    void nothingIsEvaluatedWhereNothingIsToBeSolved() {
        for (var save : new SaveAt[] {SaveAt.end(), SaveAt.steps(), SaveAt.times(3, 3), SaveAt.dense()}) {
            calls.set(0);
            var x0 = Problems.OSCILLATOR.start(manager);
            var solution = OdeSolver.adaptive(Tableaus.DOPRI5, 1e-6, 1e-6).solve(field, x0, 3, 3, save);
            assertEquals(0, calls.get());
            assertEquals(Outcome.REACHED_END, solution.outcome());
            assertEquals(x0, solution.end());
            assertEquals(save instanceof SaveAt.Times ? 2 : 1, solution.times().length);
            assertEquals(3, solution.times()[0]);
        }
    }
}
