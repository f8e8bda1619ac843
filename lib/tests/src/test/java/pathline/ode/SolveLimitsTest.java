package pathline.ode;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
import pathline.array.HostMemory;

/** What a solve may not be asked for, and what it returns when it stops early. */
class SolveLimitsTest {

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
    void limits() {
        var orbit = Problems.KEPLER;
        var start = orbit.start(manager);
        var control = StepControl.Adaptive.of(new double[] {1e-9}, new double[] {1e-9});
        var steps = fails(OdeSolver.adaptive(Tableaus.DOPRI5, control.maxSteps(17)), orbit.field(), start, 0, 5);
        assertEquals(Outcome.STEP_LIMIT, steps.outcome());
        assertEquals(17, steps.solution().log().entries().size());
        assertParts(steps.getMessage(), "maxSteps", "At t = " + steps.solution().times()[0]);
        var calls = fails(OdeSolver.adaptive(Tableaus.DOPRI5, control.maxEvaluations(100)), orbit.field(), start, 0, 5);
        assertEquals(Outcome.EVALUATION_LIMIT, calls.outcome());
        long made = calls.solution().stats().evaluations();
        assertTrue(made >= 100 && made < 106, made + " evaluations");
        assertParts(calls.getMessage(), "maxEvaluations", made + " evaluations");
    }

    @Test
    void attemptKeepsWhatThereIs() {
        var one = manager.create(new double[][] {{1}});
        var times = DOPRI5.attempt(BLOW_UP, one, 0, 2, SaveAt.times(0.25, 0.5, 1.5));
        assertEquals(2, times.times().length);
        assertEquals(2, times.coordinate(0, 0)[1], 1e-4);
        var dense = DOPRI5.attempt(BLOW_UP, one, 0, 2, SaveAt.dense());
        assertEquals(4, dense.at(0.75).getDouble(), 1e-3);
        assertRefuses(() -> dense.at(1.5), "0.0 to ", "got t = 1.5");
        var none = DOPRI5.attempt(BLOW_UP, one, 0, 2, SaveAt.times(1.5));
        assertTrue(none.states().isEmpty());
        assertParts(
                assertThrows(IllegalStateException.class, none::end).getMessage(), "before the first time", "At t =");
        assertTrue(dense.toString().contains("STEP_TOO_SMALL"));
    }

    @Test
    void anEventBeforeTheFirstSavedTimeLeavesNoState() {
        var fall = VectorField.pointwise((t, x) -> new double[] {x[1], -0.5});
        var start = manager.create(new double[] {57.75, -6.5}, new Shape(1, 2));
        var ground = Event.stop("ground", (t, x) -> x.getDouble(0, 0)).falling();
        var solution = DOPRI5.with(ground).solve(fall, start, 33, 66, SaveAt.times(66));
        for (Executable call : new Executable[] {solution::end, solution::trajectory}) {
            assertParts(
                    assertThrows(IllegalStateException.class, call).getMessage(),
                    "before the first time to save",
                    "'ground'",
                    "At t = ",
                    "SaveAt.end()");
        }
        assertEquals(0, solution.coordinate(0, 0).length);
    }

    @Test
    void aCoordinateIsOneOfThoseThereAre() {
        var solution = EULER.solve(STILL, x0, 0, 1, SaveAt.end());
        assertRefuses(() -> solution.coordinate(-1, 0), "point is -1", "0 to 2");
        assertRefuses(() -> solution.coordinate(3, 0), "point is 3");
        assertRefuses(() -> solution.coordinate(0, 2), "axis is 2", "0 to 1");
        assertRefuses(() -> solution.coordinate(0, -1), "axis is -1");
    }

    @Test
    void whatCannotBeSolvedIsRefusedAtTheDoor() {
        var closed = manager.ones(new Shape(1, 1));
        closed.close();
        assertRefuses(() -> EULER.solve(STILL, closed, 0, 1), "x0 is closed");
        assertRefuses(() -> EULER.solve(STILL, x0, -Double.MAX_VALUE, Double.MAX_VALUE), "t1 - t0 overflows");
        assertRefuses(() -> SaveAt.grid(0, 1, Integer.MAX_VALUE), "count is 2147483647");
        assertRefuses(() -> SaveAt.grid(0, Double.NaN, 3), "t1 is NaN");
        assertRefuses(() -> OdeSolver.fixed(Tableaus.RK4, Integer.MAX_VALUE), "steps is 2147483647", "10000000");
        double[][] row = {{1}};
        assertRefuses(
                () -> new Interpolant(1, new double[][] {{1}, {0}}, false, new double[] {1}, new double[][] {{1, 1}}),
                "extra[0] has 2",
                "at most 1");
        assertRefuses(() -> Interpolant.of(1, new double[][] {{Double.NaN}}), "weights[0][0] is NaN");
        assertEquals(1, Interpolant.of(1, row).order());
        assertRefuses(() -> WeightedSum.of(1, new double[] {1, 1}, List.of(x0)), "arrays has 1 arrays", "2");
        assertRefuses(
                () -> WeightedSum.of(1, new double[] {1, 1}, List.of(x0, x0.get("1:"))), "alike", "(3, 2)", "(2, 2)");
        assertRefuses(() -> Float32Sum.of(1, new double[] {1}, List.of(new float[1]), 2), "2 numbers", "of 1");
        assertRefuses(() -> HostMemory.read(x0, 0, new float[6], 6), "array is float64", "float32");
        assertRefuses(() -> HostMemory.read(manager.ones(new Shape(2)), 1, new float[6], 2), "start 1", "2 numbers");
        assertRefuses(() -> HostMemory.number(x0), "(3, 2)", "one number");
    }

    @Test
    void lookingBetweenStepsNeedsSlopes() {
        var solution = EULER.solve(STILL, x0, 0, 1, SaveAt.steps());
        assertParts(
                assertThrows(IllegalStateException.class, () -> solution.at(0.5))
                        .getMessage(),
                "SaveAt.dense()");
        assertParts(
                assertThrows(IllegalStateException.class, solution::segments).getMessage(), "SaveAt.dense()");
    }
}
