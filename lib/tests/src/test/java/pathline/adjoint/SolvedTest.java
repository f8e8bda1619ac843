package pathline.adjoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import pathline.field.Differentiable;
import pathline.field.Gradient;
import pathline.field.LinearField;
import pathline.field.Linearization;
import pathline.ode.Event;
import pathline.ode.OdeSolver;
import pathline.ode.SaveAt;
import pathline.ode.Tableaus;

class SolvedTest {

    private final NDManager manager = NDManager.newBaseManager();
    private final Case problem = new Case(manager);
    private final OdeSolver solver = OdeSolver.adaptive(Tableaus.DOPRI5, 1e-5, 1e-6);

    @AfterEach
    void close() {
        manager.close();
    }

    static Stream<Backpropagation> kinds() {
        return Stream.of(
                Backpropagation.throughSteps(),
                Backpropagation.checkpointed(3),
                Backpropagation.continuousAdjoint(),
                Backpropagation.continuousAdjoint().with(ErrorNorm.ADJOINT),
                Backpropagation.interpolatedAdjoint());
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void theStatesAreThoseOfASolve(Backpropagation kind) {
        var times = new double[] {0, 0.3, 0.55, 1};
        var expected = solver.solve(problem.velocity, problem.x0, 0, 1, SaveAt.times(times));
        var solved = kind.solve(solver, problem.velocity, problem.x0, 0, 1, times);
        for (int k = 0; k < times.length; k++) {
            assertEquals(expected.states().get(k), solved.states().get(k));
        }
        assertArrayEquals(times, solved.times());
        assertEquals(expected.log().entries(), solved.log().entries());
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void gradientsAddUpAndThreeInARowAreEqual(Backpropagation kind) {
        var first = problem.both(kind, solver, 0, 1, 0.3, 1);
        assertEquals(first, problem.both(kind, solver, 0, 1, 0.3, 1));
        assertEquals(first, problem.both(kind, solver, 0, 1, 0.3, 1));
        var into = problem.gradient();
        pull(kind, into);
        var once = into.flat().duplicate();
        pull(kind, into);
        assertTrue(Case.relative(into.flat(), once.mul(2)) < 1e-14); // rounding of sums in another order
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void theGradientScalesWithTheLoss(Backpropagation kind) {
        var into = problem.gradient();
        var solved = kind.solve(solver, problem.velocity, problem.x0, 0, 1);
        var toStart = solved.vjp(problem.cotangents(solved).get(0).mul(0x1p-30), into);
        var again = problem.gradient();
        var solvedAgain = kind.solve(solver, problem.velocity, problem.x0, 0, 1);
        var large = solvedAgain.vjp(problem.cotangents(solvedAgain).get(0), again);
        assertEquals(large, toStart.mul(0x1p30));
        assertEquals(again.flat(), into.flat().mul(0x1p30));
        assertEquals(solvedAgain.cost(), solved.cost());
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void anUnwantedGradientLeavesTheOtherAlone(Backpropagation kind) {
        var wanted = pull(kind, problem.gradient());
        assertEquals(wanted, pull(kind, Gradient.unwanted()));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void nothingButTheStatesAndTheGradientStaysAlive(Backpropagation kind) {
        var into = problem.gradient();
        pull(kind, into); // the net and the gradient make windows into their arrays when first used
        try (var own = manager.newSubManager()) {
            var x0 = problem.x0.duplicate();
            x0.attach(own);
            int elsewhere = manager.getManagedArrays().size();
            for (int round = 1; round <= 3; round++) {
                var solved = kind.solve(solver, problem.velocity, x0, 0, 1, 0.3, 1);
                solved.vjp(solved.states(), into);
                assertEquals(1 + 3 * round, own.getManagedArrays().size());
                assertEquals(elsewhere + 3 * round, manager.getManagedArrays().size()); // own ones included
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aSolveOfNoLengthPassesTheCotangentOn(Backpropagation kind) {
        var into = problem.gradient();
        var solved = kind.solve(solver, problem.velocity, problem.x0, 0.5, 0.5);
        assertEquals(problem.x0, solved.end());
        assertEquals(problem.x0, solved.vjp(problem.x0, into));
        assertEquals(0, into.norm());
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void float32StaysFloat32(Backpropagation kind) {
        var config = problem.velocity.config().type(DataType.FLOAT32);
        var single = config.zero(manager);
        single.parameters().set(problem.velocity.parameters().flat().toType(DataType.FLOAT32, true));
        var solved = kind.solve(solver, single, problem.x0.toType(DataType.FLOAT32, true), 0, 1);
        var into = single.parameters().gradient(manager);
        var toStart = solved.vjp(solved.end(), into);
        assertEquals(DataType.FLOAT32, toStart.getDataType());
        var reference = problem.gradient();
        var exact = Backpropagation.throughSteps().solve(solver, problem.velocity, problem.x0, 0, 1);
        var expected = exact.vjp(exact.end(), reference);
        // float32 rounding 6e-8 over some hundred operations, and the tolerance 1e-5 of the adjoints' own solves
        assertTrue(Case.relative(toStart.toType(DataType.FLOAT64, true), expected) < 5e-5);
        assertTrue(Case.relative(into.flat().toType(DataType.FLOAT64, true), reference.flat()) < 5e-5);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void timesOutsideOrTurningBackAreRefusedAndLeaveNothing(Backpropagation kind) {
        int before = manager.getManagedArrays().size();
        for (var times : new double[][] {{0.5, 1.5}, {0.5, 0.3}, {-0.1}, {Double.NaN}}) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> kind.solve(solver, problem.velocity, problem.x0, 0, 1, times));
        }
        var vector = problem.x0.flatten();
        assertThrows(IllegalArgumentException.class, () -> kind.solve(solver, problem.velocity, vector, 0, 1));
        assertEquals(before + 1, manager.getManagedArrays().size()); // the vector itself
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void eventsWatchTheWayForwardOnly(Backpropagation kind) {
        var seen = new ArrayList<Double>();
        var watching = solver.with(Event.record("seen", (t, x) -> {
            seen.add(t);
            return 1;
        }));
        var solved = kind.solve(watching, problem.velocity, problem.x0, 0, 1);
        int forward = seen.size();
        solved.vjp(solved.end(), problem.gradient());
        assertTrue(forward > 0);
        assertEquals(forward, seen.size());
    }

    /** The states handed out are the caller's: what becomes of them does not reach the gradient. */
    @ParameterizedTest
    @MethodSource("kinds")
    void aStateThatTheCallerChangesOrClosesLeavesTheGradient(Backpropagation kind) {
        var into = problem.gradient();
        var expected = pull(kind, into);
        for (int round = 0; round < 2; round++) {
            var again = problem.gradient();
            var solved = kind.solve(solver, problem.velocity, problem.x0, 0, 1, 0.3, 1);
            var cotangents =
                    problem.cotangents(solved).stream().map(NDArray::duplicate).toList();
            for (var state : solved.states()) {
                state.muli(7);
                if (round == 1) {
                    state.close();
                }
            }
            assertEquals(expected, solved.vjp(cotangents, again));
            assertEquals(into.flat(), again.flat());
        }
    }

    /** Squares of 1e-30 and 1e25 leave the range of float32; the gradient does not. */
    @ParameterizedTest
    @MethodSource("kinds")
    void aSmallOrLargeLossHasItsGradientInFloat32(Backpropagation kind) {
        var field = LinearField.of(new double[][] {{-1, 0}, {0, -1}}, new double[] {0, 0});
        var x0 = manager.ones(new Shape(3, 2));
        for (float size : new float[] {1e-30f, 1, 1e25f}) {
            var solved = kind.solve(solver, field, x0, 0, 1);
            var toStart = solved.vjp(solved.end().onesLike().mul(size), Gradient.unwanted());
            assertEquals(Math.exp(-1), toStart.getFloat(2, 1) / size, 1e-4, "a loss of " + size);
        }
    }

    @Test
    void aFieldThatChangesWhatItPullsIsRefused() {
        Differentiable broken = (t, x) -> Linearization.of(x.neg(), (a, into) -> a.muli(-1));
        var solved = Backpropagation.throughSteps().solve(solver, broken, problem.x0, 0, 1);
        var refused = assertThrows(IllegalArgumentException.class, () -> solved.vjp(problem.x0, Gradient.unwanted()));
        assertTrue(refused.getMessage().contains("changed its input"), refused.getMessage());
    }

    @Test
    void aSecondPullAndForeignCotangentsAreRefused() {
        var solved = Backpropagation.throughSteps().solve(solver, problem.velocity, problem.x0, 0, 1);
        var end = solved.end();
        assertThrows(IllegalArgumentException.class, () -> solved.vjp(List.of(end, end), problem.gradient()));
        assertThrows(IllegalArgumentException.class, () -> solved.vjp(end.get("1:"), problem.gradient()));
        solved.vjp(end, problem.gradient());
        var again = assertThrows(IllegalStateException.class, () -> solved.vjp(end, problem.gradient()));
        assertTrue(again.getMessage().contains("solve again"));
    }

    private NDArray pull(Backpropagation kind, Gradient into) {
        var solved = kind.solve(solver, problem.velocity, problem.x0, 0, 1, 0.3, 1);
        return solved.vjp(problem.cotangents(solved), into);
    }
}
