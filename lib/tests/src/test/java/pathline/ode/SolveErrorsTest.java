package pathline.ode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a solve refuses, and what it says when it cannot go on. */
class SolveErrorsTest {

    private static final OdeSolver EULER = OdeSolver.fixed(Tableaus.EULER, 10);
    private static final OdeSolver DOPRI5 = OdeSolver.adaptive(Tableaus.DOPRI5, 1e-6, 1e-6);
    private static final VectorField STILL = (t, x) -> x.mul(0);
    private static final VectorField BLOW_UP = VectorField.pointwise(Problems.BLOW_UP);

    private NDManager manager;
    private NDArray x0;

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager();
        x0 = manager.ones(new Shape(3, 2), DataType.FLOAT64);
    }

    @AfterEach
    void close() {
        manager.close();
    }

    private static void assertRefuses(Executable code, String... parts) {
        assertParts(assertThrows(IllegalArgumentException.class, code).getMessage(), parts);
    }

    private static void assertParts(String message, String... parts) {
        for (var part : parts) {
            assertTrue(message.contains(part), () -> "'" + part + "' is missing in: " + message);
        }
    }

    private SolveException fails(OdeSolver solver, VectorField field, NDArray start, double t0, double t1) {
        return assertThrows(SolveException.class, () -> solver.solve(field, start, t0, t1));
    }

    @Test
    void states() {
        var flat = manager.ones(new Shape(6), DataType.FLOAT64);
        assertRefuses(() -> EULER.solve(STILL, flat, 0, 1), "(n, d)", "(6)", "reshape");
        assertRefuses(() -> EULER.solve(STILL, manager.create(new Shape(0, 2)), 0, 1), "(0, 2)");
        assertRefuses(() -> EULER.solve(STILL, manager.ones(new Shape(3, 2), DataType.INT32), 0, 1), "int32");
        var broken = manager.create(new double[] {1, 2, 3, 4, 5, Double.NaN}, new Shape(3, 2));
        assertRefuses(() -> EULER.solve(STILL, broken, 0, 1), "x0", "row 2", "column 1");
        assertRefuses(() -> DOPRI5.solve(BLOW_UP, broken.sub(1 / 0.), 0, 1), "row 0", "column 0");
    }

    @Test
    void velocities() {
        assertRefuses(() -> EULER.solve((t, x) -> x.sum(new int[] {1}), x0, 0, 1), "(3, 2)", "(3)", "t = 0.0");
        assertRefuses(() -> EULER.solve((t, x) -> x.get(":2"), x0, 0.5, 1), "(3, 2)", "(2, 2)", "t = 0.5");
        assertRefuses(() -> EULER.solve((t, x) -> x.toType(DataType.FLOAT32, true), x0, 0, 1), "float64", "float32");
        var three = VectorField.pointwise((t, x) -> new double[3]);
        assertRefuses(() -> EULER.solve(three, x0, 0, 1), "2 coordinates", "got 3");
        assertRefuses(() -> EULER.solve(three, x0.toType(DataType.FLOAT32, true), 0, 1), "2 coordinates", "got 3");
    }

    @Test
    void times() {
        assertRefuses(() -> EULER.solve(STILL, x0, Double.NaN, 1), "t0", "NaN");
        assertRefuses(() -> EULER.solve(STILL, x0, 0, Double.POSITIVE_INFINITY), "t1", "Infinity");
        for (var wrong : List.of(SaveAt.times(0.5, 2), SaveAt.times(-1), SaveAt.times(0.5, 0.25))) {
            assertRefuses(() -> EULER.solve(STILL, x0, 0, 1, wrong), "t0 = 0.0", "t1 = 1.0", "got ");
        }
        assertRefuses(() -> EULER.solve(STILL, x0, 1, 0, SaveAt.times(0.25, 0.5)), "0.5 after 0.25");
        assertRefuses(() -> EULER.solve(STILL, x0, 3, 3, SaveAt.times(5)), "got 5.0");
        assertRefuses(SaveAt::times, "at least one");
        assertRefuses(() -> SaveAt.times(0, Double.NaN), "NaN");
        assertRefuses(() -> SaveAt.grid(0, 1, 1), "got 1");
        assertRefuses(() -> OdeSolver.grid(Tableaus.RK4, 0, 1).solve(STILL, x0, 0, 2), "t1 = 2.0", "0.0 to 1.0");
        assertRefuses(() -> OdeSolver.grid(Tableaus.RK4, 0, 1).solve(STILL, x0, 1, 0), "t0 = 1.0");
        assertRefuses(() -> OdeSolver.grid(Tableaus.RK4, 0), "at least two");
        assertRefuses(() -> OdeSolver.grid(Tableaus.RK4, 0, 0.5, 0.25), "0.25 after 0.5");
        assertRefuses(() -> OdeSolver.grid(Tableaus.RK4, 0, 0.5, 0.5), "0.5 after 0.5");
    }

    @Test
    void methodsAndTheirSteps() {
        assertRefuses(
                () -> OdeSolver.adaptive(Tableaus.RK4, 1e-6, 1e-6), "RK4", "no error estimate", "OdeSolver.fixed");
        assertRefuses(() -> OdeSolver.adaptive(Adams.bashforth(3), 1e-6, 1e-6), "Adams-Bashforth 3");
        assertRefuses(
                () -> OdeSolver.grid(Adams.bashforthMoulton(2), 0, 1), "Adams-Bashforth-Moulton 2", "equal steps");
        assertRefuses(() -> Adams.bashforth(1), "2 to 5", "got 1", "Euler");
        assertRefuses(() -> Adams.bashforthMoulton(6), "got 6");
        assertRefuses(() -> OdeSolver.fixed(Tableaus.EULER, 0), "at least 1", "got 0");
    }

    @Test
    void tolerances() {
        assertRefuses(() -> OdeSolver.adaptive(Tableaus.DOPRI5, -1e-3, 1), "rtol", "-0.001");
        assertRefuses(() -> OdeSolver.adaptive(Tableaus.DOPRI5, 1, 1), "rtol", "1.0");
        assertRefuses(() -> OdeSolver.adaptive(Tableaus.DOPRI5, 1e-3, -2), "atol", "-2.0");
        assertRefuses(() -> OdeSolver.adaptive(Tableaus.DOPRI5, 1e-3, Double.NaN), "atol", "NaN");
        assertRefuses(() -> OdeSolver.adaptive(Tableaus.DOPRI5, 0, 0), "both be 0");
        assertRefuses(() -> StepControl.Adaptive.of(new double[0], new double[] {1}), "empty");
        assertRefuses(
                () -> OdeSolver.adaptive(Tableaus.DOPRI5, 1e-7, 1e-9)
                        .solve(STILL, x0.toType(DataType.FLOAT32, true), 0, 1),
                "rtol = 1.0E-7",
                "float32",
                "4.76837158203125E-7",
                "float64");
        assertRefuses(
                () -> OdeSolver.adaptive(Tableaus.DOPRI5, 1e-16, 1e-9).solve(STILL, x0, 0, 1),
                "rtol = 1.0E-16",
                "float64");
        var three = StepControl.Adaptive.of(new double[] {1e-3}, new double[] {1, 2, 3});
        assertRefuses(
                () -> OdeSolver.adaptive(Tableaus.DOPRI5, three).solve(STILL, x0, 0, 1), "atol", "2 coord", "got 3");
    }

    @Test
    void controllers() {
        var control = StepControl.Adaptive.of(new double[] {1e-3}, new double[] {1e-3});
        assertRefuses(() -> control.pid(0.1, 0, 0), "integral", "0.0");
        assertRefuses(() -> control.pid(Double.NaN, 1, 0), "NaN");
        assertRefuses(() -> control.firstStep(-1), "firstStep", "-1.0");
        assertRefuses(() -> control.maxStep(0), "maxStep", "0.0");
        assertRefuses(() -> control.maxSteps(0), "limits", "0");
        assertRefuses(() -> control.maxEvaluations(-4), "limits", "-4");
        var tolerances = new double[] {1e-3};
        assertRefuses(
                () -> new StepControl.Adaptive(tolerances, tolerances, 0, 1, 0, 1.5, 0.2, 10, 0, 1, 10, 10), "1.5");
        assertRefuses(
                () -> new StepControl.Adaptive(tolerances, tolerances, 0, 1, 0, 0.9, 2, 10, 0, 1, 10, 10), "2.0, 10.0");
    }

    /** x' = x^2 from 1 leaves every bound at t = 1. */
    @Test
    void singularity() {
        var one = manager.create(new double[][] {{1}});
        for (var method : Methods.embedded().toList()) {
            var solver = OdeSolver.adaptive(method, 1e-5, 1e-5);
            var failure = fails(solver, BLOW_UP, one, 0, 2);
            assertTrue(List.of(Outcome.STEP_TOO_SMALL, Outcome.NOT_FINITE).contains(failure.outcome()));
            var solution = solver.attempt(BLOW_UP, one, 0, 2, SaveAt.steps());
            int last = solution.times().length - 1;
            assertEquals(1, solution.times()[last], 1e-3);
            assertTrue(solution.coordinate(0, 0)[last] > 1e3);
            assertParts(failure.getMessage(), "t = " + solution.times()[last], "h = ", "rejected", "attempt");
            assertTrue(solution.stats().rejected() + solution.stats().accepted() < 20_000);
        }
        assertEquals(Outcome.STEP_TOO_SMALL, fails(DOPRI5, BLOW_UP, one, 0, 2).outcome());
        assertEquals(
                Outcome.STEP_TOO_SMALL, fails(DOPRI5, BLOW_UP, one.neg(), 0, -2).outcome());
    }

    /** With fixed steps the same solution overflows: far past t = 1, in the third square of squares. */
    @Test
    void overflow() {
        var failure = fails(OdeSolver.fixed(Tableaus.RK4, 50), BLOW_UP, x0.get(":, 0:1"), 0, 2);
        assertEquals(Outcome.NOT_FINITE, failure.outcome());
        assertParts(failure.getMessage(), "row 0, column 0", "stage", "more steps");
        var solution = failure.solution();
        assertFalse(solution.outcome().success());
        assertEquals(1, solution.stats().rejected());
        assertTrue(Double.isFinite(solution.end().getDouble(0, 0)));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void notANumberIsReportedWhereItAppears(boolean plain) {
        // sqrt(1 - t) x in row 1, column 0 only: no number once t exceeds 1, first met by a stage at t = 1.05
        VectorField tensor = (t, x) -> {
            var v = x.mul(0);
            v.set(new ai.djl.ndarray.index.NDIndex(1, 0), Math.sqrt(1 - t));
            return v;
        };
        var first = new int[1];
        var pointwise = VectorField.pointwise((t, x) -> new double[] {first[0]++ % 3 == 1 ? Math.sqrt(1 - t) : 0, 0});
        var field = plain ? pointwise : tensor;
        var failure = fails(OdeSolver.fixed(Tableaus.MIDPOINT, 20), field, x0, 0, 2);
        assertEquals(Outcome.NOT_FINITE, failure.outcome());
        assertParts(failure.getMessage(), "stage 2", "h = 0.1", "row 1, column 0");
        assertEquals(1, failure.solution().times()[0], 1e-12);
        first[0] = 0;
        var adaptive = fails(DOPRI5, field, x0, 0, 2);
        assertEquals(Outcome.NOT_FINITE, adaptive.outcome());
        assertParts(adaptive.getMessage(), "stage", "row 1, column 0");
        assertEquals(1, adaptive.solution().times()[0], 1e-3);
    }

    @Test
    void notANumberAtTheStart() {
        var zero = manager.create(new double[][] {{1, 0}});
        var field = VectorField.pointwise((t, x) -> new double[] {1, 1 / x[1]});
        for (var solver : List.of(EULER, DOPRI5)) {
            var failure = fails(solver, field, zero, 0.25, 1);
            assertEquals(Outcome.NOT_FINITE, failure.outcome());
            assertParts(failure.getMessage(), "start", "t = 0.25", "row 0, column 1", "1 evaluations");
            assertEquals(0, failure.solution().log().entries().size());
            assertEquals(zero, failure.solution().end());
        }
    }

    /** A velocity that jumps over the cliff in a trial step only is no failure: the step is refused and shortened. */
    @Test
    void aTrialStepMayMissTheDomain() {
        var root = VectorField.pointwise((t, x) -> new double[] {-Math.sqrt(x[0])}); // x = (1 - t/2)^2
        var one = manager.create(new double[][] {{1}});
        var control = StepControl.Adaptive.of(new double[] {1e-8}, new double[] {1e-8})
                .firstStep(1.9);
        var solution = OdeSolver.adaptive(Tableaus.BOSH3, control).solve(root, one, 0, 1.9, SaveAt.end());
        assertTrue(solution.stats().rejected() > 0);
        assertEquals(0.0025, solution.end().getDouble(), 1e-6);
        assertEquals("", solution.detail());
    }

    /** A jump in the field costs rejections, and no failure. */
    @Test
    void jumpsAreCrossed() {
        var jump = VectorField.pointwise((t, x) -> new double[] {t < 0.3 ? 1 : -2});
        var one = manager.create(new double[][] {{1}});
        var solution = DOPRI5.solve(jump, one, 0, 1, SaveAt.end());
        // an estimate made for smooth solutions may miss the jump's own error by a factor of some tens
        assertEquals(1 + 0.3 - 1.4, solution.end().getDouble(), 1e-4);
        assertTrue(solution.stats().rejected() > 2);
    }

    /** Near the largest float a short step does not change the state, and a long one overflows: that is no way on. */
    @Test
    void aStateAtTheLargestNumberIsTheEnd() {
        var large = manager.full(new Shape(1, 1), 1.7e38f, DataType.FLOAT32);
        for (var method : List.of(Tableaus.DOPRI5, Tableaus.DOPRI853, Tableaus.TSIT5)) {
            var failure = fails(OdeSolver.adaptive(method, 1e-6, 1e-6), (t, x) -> x, large, 0, 1);
            assertEquals(Outcome.NOT_FINITE, failure.outcome());
            assertTrue(failure.solution().stats().rejected() < 300, failure.getMessage());
            assertTrue(failure.getMessage().contains("row 0, column 0"), failure.getMessage());
            assertEquals(Math.log(2), failure.solution().times()[0], 0.01); // where 1.7e38 e^t is 3.4e38
        }
    }

    /** From a start that no step leaves, 100 are tried, however slowly they shrink. */
    @Test
    void stepsThatAreNeverFiniteEnd() {
        VectorField broken = (t, x) -> t == 0 ? x : x.mul(Double.NaN);
        var control = StepControl.Adaptive.of(new double[] {1e-3}, new double[] {1e-3});
        for (double shrink : new double[] {0.2, 0.999}) {
            var slow = new StepControl.Adaptive(
                    control.rtol(), control.atol(), 0, 1, 0, 0.9995, shrink, 10, 0.1, 1, 100_000, Long.MAX_VALUE);
            var one = manager.ones(new Shape(1, 1), DataType.FLOAT64);
            var failure = fails(OdeSolver.adaptive(Tableaus.DOPRI5, slow), broken, one, 0, 1);
            assertEquals(Outcome.NOT_FINITE, failure.outcome());
            assertEquals(100, failure.solution().stats().rejected());
        }
    }
}
