package pathline.array;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import pathline.ode.Adams;
import pathline.ode.Event;
import pathline.ode.Method;
import pathline.ode.OdeSolver;
import pathline.ode.SaveAt;
import pathline.ode.Solution;
import pathline.ode.SolveException;
import pathline.ode.StepControl;
import pathline.ode.Tableaus;
import pathline.ode.VectorField;

/** A solve leaves its results behind, and nothing else. */
class HostMemoryTest {

    private static final int SOLVES = 1000;

    private NDManager ofStart;
    private NDManager ofField;
    private NDArray x0;
    private NDArray a;

    @BeforeEach
    void open() {
        ofStart = NDManager.newBaseManager();
        ofField = NDManager.newBaseManager();
        x0 = ofStart.create(new float[] {1, 0, 0, 1}, new Shape(2, 2));
        a = ofField.create(new float[] {-0.1f, 2, -2, -0.1f}, new Shape(2, 2));
    }

    @AfterEach
    void close() {
        ofStart.close();
        ofField.close();
    }

    private int alive() {
        return ofStart.getManagedArrays().size() + ofField.getManagedArrays().size();
    }

    static Stream<Arguments> solves() {
        var event = Event.record("axis", (t, x) -> x.getFloat(0, 0)).within(1e-3);
        var stop = Event.stop("axis", (t, x) -> x.getFloat(0, 0)).within(1e-3);
        return Stream.of(
                        OdeSolver.fixed(Tableaus.EULER, 3),
                        OdeSolver.fixed(Tableaus.RK4, 3),
                        OdeSolver.fixed(Adams.bashforthMoulton(3), 4),
                        OdeSolver.grid(Tableaus.TSIT5, 0, 0.5, 1),
                        OdeSolver.adaptive(Tableaus.DOPRI5, 1e-2, 1e-2).with(event),
                        OdeSolver.adaptive(Tableaus.DOPRI853, 1e-2, 1e-2).with(stop))
                .flatMap(solver -> Stream.of(SaveAt.end(), SaveAt.steps(), SaveAt.times(0.2, 0.4, 1), SaveAt.dense())
                        .map(save -> Arguments.of(solver, save)));
    }

    /** The field multiplies by an array of another manager, so that every velocity is attached to that one. */
    private NDArray leaking(double t, NDArray x) {
        return a.mul(x.sum()).add(x.matMul(a)).sub(a.mul(x.sum()));
    }

    /** 1000 solves of every kind; an outer scratch frees what each of them returns. */
    @ParameterizedTest
    @MethodSource("solves")
    @SuppressWarnings("try") // a scratch works by being open
    void everythingIsFreedWithItsScope(OdeSolver solver, SaveAt save) {
        int before = alive();
        for (int i = 0; i < SOLVES / 20; i++) { // 24 kinds: 1200 solves
            try (var scratch = new Scratch()) {
                solver.solve(this::leaking, x0, 0, 1, save);
            }
        }
        assertEquals(before, alive());
    }

    /** Without a scope the results stay, and only they: what the next solve leaves equals what the last one left. */
    @ParameterizedTest
    @MethodSource("solves")
    void onlyResultsStay(OdeSolver solver, SaveAt save) {
        int before = alive();
        long kept = shown(solver.solve(this::leaking, x0, 0, 1, save), save);
        if (!(save instanceof SaveAt.Dense)) { // whose steps also keep interior slopes and ends
            assertEquals(before + kept, alive());
        }
        int left = alive() - before;
        shown(solver.solve(this::leaking, x0, 0, 1, save), save);
        assertEquals(before + 2 * left, alive());
        assertEquals(1, ofField.getManagedArrays().size());
    }

    /** How many arrays a solution shows; looking at them twice makes no more. */
    private static long shown(Solution solution, SaveAt save) {
        return IntStream.range(0, 2)
                .boxed()
                .flatMap(look -> Stream.of(
                                solution.states().stream(),
                                solution.events().stream().map(Event.Hit::x),
                                save instanceof SaveAt.Dense ? slopes(solution) : Stream.<NDArray>empty())
                        .flatMap(s -> s))
                .map(NDArray::getUid)
                .distinct()
                .count();
    }

    private static Stream<NDArray> slopes(Solution solution) {
        return solution.segments().stream().flatMap(segment -> segment.slopes().stream());
    }

    @Test
    void aThousandEndStatesAreAThousandArrays() {
        int before = alive();
        var solver = OdeSolver.fixed(Tableaus.MIDPOINT, 2);
        for (int i = 0; i < SOLVES; i++) {
            solver.solve(this::leaking, x0, 0, 1).close();
        }
        assertEquals(before, alive());
    }

    @Test
    void looksAtDenseOutputLeaveTheirResult() {
        var solution = OdeSolver.fixed(Tableaus.RK4, 4).solve(this::leaking, x0, 0, 1, SaveAt.dense());
        int before = alive();
        for (int i = 0; i < SOLVES; i++) {
            solution.at(i / (double) SOLVES).close();
        }
        assertEquals(before, alive());
    }

    /** A mistake of the caller's, at the first evaluation or later, in the field, in a guard or in a visitor. */
    @Test
    void mistakesLeaveNothing() {
        VectorField narrowed = (t, x) -> t > 0.5 ? x.get(":1") : leaking(t, x);
        VectorField wrong = (t, x) -> a.toType(DataType.FLOAT64, true);
        var broken = Event.record("broken", (t, x) -> t > 0.5 ? Double.NaN : 1);
        for (var method : List.<Method>of(Tableaus.RK4, Tableaus.DOPRI5, Adams.bashforth(3))) {
            var solver = OdeSolver.fixed(method, 8);
            for (var save : List.of(SaveAt.end(), SaveAt.steps(), SaveAt.dense())) {
                int before = alive();
                for (int i = 0; i < 5; i++) {
                    assertThrows(IllegalArgumentException.class, () -> solver.solve(narrowed, x0, 0, 1, save));
                    assertThrows(IllegalArgumentException.class, () -> solver.solve(wrong, x0, 0, 1, save));
                    assertThrows(
                            IllegalArgumentException.class,
                            () -> solver.with(broken).solve(this::leaking, x0, 0, 1, save));
                    assertThrows(
                            IllegalStateException.class,
                            () -> solver.solve(this::leaking, x0, 0, 1, save, segment -> {
                                throw new IllegalStateException("seen enough at " + segment.t());
                            }));
                }
                assertEquals(before, alive());
            }
        }
    }

    /** A failed solve leaves the partial solution that its exception carries. */
    @Test
    void failuresLeaveTheirPartialSolution() {
        int before = alive();
        var control = StepControl.Adaptive.of(new double[] {1e-3}, new double[] {1e-3})
                .maxSteps(5);
        var solver = OdeSolver.adaptive(Tableaus.BOSH3, control);
        for (int i = 0; i < SOLVES / 10; i++) {
            var failure = assertThrows(SolveException.class, () -> solver.solve(this::leaking, x0, 0, 100));
            assertEquals(before + 1, alive());
            failure.solution().end().close();
        }
        assertEquals(before, alive());
    }

    @Test
    void visitorsSeeStepsThatAreFreedAfterThem() {
        int before = alive();
        var seen = new int[1];
        Supplier<Solution> solve =
                () -> OdeSolver.fixed(Tableaus.HEUN3, 20).solve(this::leaking, x0, 0, 1, SaveAt.end(), segment -> {
                    seen[0] += segment.slopes().size();
                    segment.x().add(segment.slopes().get(2)); // freed when the visitor returns
                });
        solve.get().end().close();
        assertEquals(before, alive());
        assertEquals(60, seen[0]);
    }
}
