package pathline.ode;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import pathline.random.Rng;

/** States of n events of any shape: a solve of (n, 2, 3, 4) is that of (n, 24), number for number. */
class EventShapeTest {

    private static final int MANY = 11_000; // so that float32 states are arrays of the engine

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    /** Every coordinate is driven by its neighbour in the row of 24. */
    private static NDArray moving(double t, NDArray x) {
        var rows = rows(x);
        var next = rows.get(":, 1:").concat(rows.get(":, 0:1"), 1);
        return next.sin().sub(rows.mul(0.5 + t)).reshape(x.getShape());
    }

    private static final VectorField POINTWISE = VectorField.pointwise((t, x) -> {
        var v = new double[x.length];
        for (int i = 0; i < v.length; i++) {
            v[i] = Math.sin(x[(i + 1) % v.length]) - (0.5 + t) * x[i];
        }
        return v;
    });

    private static NDArray rows(NDArray x) {
        return x.reshape(x.getShape().get(0), 24);
    }

    private NDArray start(DataType type, int n) {
        return Rng.of(4).normal(manager, type, n, 24);
    }

    static Stream<Arguments> solves() {
        var each = new double[24];
        Arrays.setAll(each, i -> 1e-6 * (1 + i));
        var solvers = List.of(
                OdeSolver.fixed(Tableaus.RK4, 6),
                OdeSolver.fixed(Adams.bashforthMoulton(4), 9),
                OdeSolver.grid(Tableaus.HEUN3, 0, 0.3, 0.9, 1),
                OdeSolver.adaptive(Tableaus.DOPRI5, 1e-4, 1e-6).with(StepControl.Norm.MAX_OF_ROWS),
                OdeSolver.adaptive(Tableaus.DOPRI853, StepControl.Adaptive.of(new double[] {1e-4}, each)));
        VectorField moving = EventShapeTest::moving;
        var large = Arguments.of(OdeSolver.fixed(Tableaus.HEUN2, 2), moving, DataType.FLOAT32, MANY);
        var small = solvers.stream()
                .flatMap(solver -> Stream.of(
                        Arguments.of(solver, POINTWISE, DataType.FLOAT64, 3),
                        Arguments.of(solver, moving, DataType.FLOAT64, 3),
                        Arguments.of(solver, moving, DataType.FLOAT32, 3)));
        return Stream.concat(small, Stream.of(large));
    }

    @ParameterizedTest
    @MethodSource("solves")
    void theShapeOfAnEventChangesNoBit(OdeSolver solver, VectorField field, DataType type, int n) {
        var x0 = start(type, n);
        var event = Event.record(
                "mean", (t, x) -> x.toType(DataType.FLOAT64, true).abs().mean().getDouble() - 0.6);
        for (var save : List.of(SaveAt.end(), SaveAt.steps(), SaveAt.times(0, 0.21, 1), SaveAt.dense())) {
            if (n == MANY && !(save instanceof SaveAt.Times)) {
                continue; // memory
            }
            var flat = solver.with(event).solve(field, x0, 0, 1, save);
            var shaped = solver.with(event).solve(field, x0.reshape(n, 2, 3, 4), 0, 1, save);
            assertEquals(new Shape(n, 2, 3, 4), shaped.end().getShape());
            assertArrayEquals(flat.times(), shaped.times());
            assertEquals(flat.stats(), shaped.stats());
            assertEquals(flat.log().entries(), shaped.log().entries());
            for (int k = 0; k < flat.states().size(); k++) {
                assertEquals(flat.states().get(k), rows(shaped.states().get(k)));
            }
            assertEquals(flat.events().size(), shaped.events().size());
            for (int k = 0; k < flat.events().size(); k++) {
                assertEquals(flat.events().get(k).t(), shaped.events().get(k).t());
                assertEquals(
                        flat.events().get(k).x(), rows(shaped.events().get(k).x()));
            }
            assertArrayEquals(flat.coordinate(2, 17), shaped.coordinate(2, 17));
            if (save instanceof SaveAt.Dense) {
                assertEquals(flat.at(0.37), rows(shaped.at(0.37)));
                var slopes = shaped.segments().get(1).slopes();
                assertEquals(flat.segments().get(1).slopes().get(1), rows(slopes.get(1)));
            }
        }
    }

    @Test
    void allStatesAreOneArray() {
        var x0 = start(DataType.FLOAT32, 3).reshape(3, 2, 12);
        var solution = OdeSolver.fixed(Tableaus.EULER, 4).solve(EventShapeTest::moving, x0, 0, 1, SaveAt.steps());
        assertEquals(new Shape(5, 3, 2, 12), solution.trajectory().getShape());
        assertThrows(IllegalArgumentException.class, () -> solution.coordinate(0, 24));
        assertThrows(IllegalArgumentException.class, () -> solution.coordinate(3, 0));
    }

    @Test
    void anIndexSaysWhereANumberIsNotFinite() {
        for (var type : List.of(DataType.FLOAT32, DataType.FLOAT64)) {
            var x0 = start(type, 3).reshape(3, 2, 3, 4);
            VectorField broken = (t, x) -> {
                var v = x.mul(0);
                if (t > 0.4) {
                    v.set(new NDIndex("1, 0, 2, 3"), Double.NaN);
                }
                return v;
            };
            var failure = assertThrows(
                    SolveException.class, () -> OdeSolver.fixed(Tableaus.RK4, 2).solve(broken, x0, 0, 1));
            assertTrue(failure.getMessage().contains("index (1, 0, 2, 3)"), failure.getMessage());
            var nan = x0.duplicate();
            nan.set(new NDIndex("2, 1, 0, 1"), Double.NaN);
            refused("index (2, 1, 0, 1)", () -> OdeSolver.fixed(Tableaus.RK4, 2).solve(broken, nan, 0, 1));
        }
        var x0 = start(DataType.FLOAT64, 3).reshape(3, 2, 3, 4);
        refused("index (0, 0, 0, 0)", () -> OdeSolver.fixed(Tableaus.RK4, 2).solve((t, x) -> x.muli(2), x0, 0, 1));
    }

    /** As many tolerances as an event has numbers, or one. */
    @Test
    void tolerancesMustFitTheEvent() {
        var x0 = start(DataType.FLOAT64, 3).reshape(3, 2, 3, 4);
        for (int length : List.of(2, 3, 4, 72)) {
            var control = StepControl.Adaptive.of(new double[] {1e-3}, new double[length]);
            refused("24", () -> OdeSolver.adaptive(Tableaus.DOPRI5, control).solve(POINTWISE, x0, 0, 1));
        }
    }

    /** A compiled field has rows of one width: it is not asked for events of another shape. */
    @Test
    void velocitiesMustHaveTheShapeOfTheState() {
        var x0 = start(DataType.FLOAT32, 3).reshape(3, 2, 3, 4);
        refused("(3, 2, 3, 4)", () -> OdeSolver.fixed(Tableaus.EULER, 2).solve((t, x) -> rows(x), x0, 0, 1));
        refused("(3)", () -> OdeSolver.fixed(Tableaus.EULER, 2).solve(POINTWISE, manager.ones(new Shape(3)), 0, 1));
    }

    private static void refused(String words, Runnable call) {
        var refusal = assertThrows(IllegalArgumentException.class, call::run);
        assertTrue(refusal.getMessage().contains(words), refusal.getMessage());
    }
}
