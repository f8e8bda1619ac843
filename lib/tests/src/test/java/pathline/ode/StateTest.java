package pathline.ode;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import pathline.random.Rng;

/** What a solve does with states: types, batches, managers, directions. */
class StateTest {

    /** Two orders of summation in float64: some roundings of numbers of size 1. */
    private static final double ROUNDING = 1e-12;

    private NDManager manager;

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    /** The pendulum for one point, and the same in array operations. */
    private static final VectorField PENDULUM =
            VectorField.pointwise((t, x) -> new double[] {x[1], -Math.sin(x[0]) + 0.1 * t});

    private static NDArray pendulum(double t, NDArray x) {
        var angle = x.get(":, 0:1");
        return x.get(":, 1:2").concat(angle.sin().neg().add(0.1 * t), 1);
    }

    private NDArray starts(DataType type, int n) {
        return Rng.of(1).normal(manager, type, n, 2);
    }

    static List<OdeSolver> solvers() {
        return List.of(
                OdeSolver.fixed(Tableaus.EULER, 30),
                OdeSolver.fixed(Tableaus.RK4, 30),
                OdeSolver.fixed(Adams.bashforth(4), 30),
                OdeSolver.fixed(Adams.bashforthMoulton(5), 30),
                OdeSolver.grid(Tableaus.HEUN3, 0, 0.3, 0.9, 2),
                OdeSolver.adaptive(Tableaus.DOPRI5, 1e-5, 1e-5),
                OdeSolver.adaptive(Tableaus.DOPRI853, 1e-5, 1e-5));
    }

    @ParameterizedTest
    @MethodSource("solvers")
    void pointwiseFieldEqualsTensorField(OdeSolver solver) {
        var x0 = starts(DataType.FLOAT64, 5);
        var save = SaveAt.times(0, 0.2, 0.5, 1.7, 2);
        var plain = solver.solve(PENDULUM, x0, 0, 2, save);
        var tensor = solver.solve(StateTest::pendulum, x0, 0, 2, save);
        assertEquals(tensor.stats(), plain.stats());
        assertArrayEquals(tensor.times(), plain.times());
        assertArrayEquals(
                tensor.trajectory().toDoubleArray(), plain.trajectory().toDoubleArray(), ROUNDING);
        var tries = tensor.log().entries();
        for (int i = 0; i < tries.size(); i++) {
            assertEquals(tries.get(i).h(), plain.log().entries().get(i).h(), 1e-9);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "FLOAT64"})
    void typeShapeAndManagerAreThoseOfTheStart(DataType type) {
        var x0 = starts(type, 4);
        try (var other = NDManager.newBaseManager()) {
            var a = other.create(new float[][] {{0, 1}, {-1, 0}}).toType(type, false);
            for (var solver : solvers()) {
                for (var field : List.<VectorField>of(
                        PENDULUM,
                        StateTest::pendulum,
                        (t, x) -> a.matMul(x.transpose()).transpose())) {
                    var event = Event.record(
                            "right",
                            (t, x) -> x.max().toType(DataType.FLOAT64, false).getDouble() - 2);
                    var solution = solver.with(event).solve(field, x0, 0, 2, SaveAt.dense());
                    for (var state : List.of(
                            solution.end(), solution.at(1.1), solution.states().get(0))) {
                        assertEquals(type, state.getDataType());
                        assertEquals(x0.getShape(), state.getShape());
                        assertEquals(manager, state.getManager());
                    }
                    assertTrue(
                            solution.events().stream().allMatch(hit -> hit.x().getManager() == manager));
                    assertTrue(solution.segments().stream()
                            .allMatch(s -> s.x().getManager() == manager
                                    && s.slopes().stream().allMatch(k -> k.getManager() == manager)));
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("solvers")
    void startIsLeftAlone(OdeSolver solver) {
        for (var type : List.of(DataType.FLOAT32, DataType.FLOAT64)) {
            var x0 = starts(type, 3);
            var copy = x0.duplicate();
            for (var field : List.of(PENDULUM, (VectorField) StateTest::pendulum)) {
                var solution = solver.solve(field, x0, 0, 2, SaveAt.steps());
                assertEquals(copy, x0);
                assertEquals(copy, solution.states().get(0));
                assertNotSame(x0, solution.states().get(0));
            }
            var still = solver.control() instanceof StepControl.Grid ? OdeSolver.fixed(solver.method(), 3) : solver;
            var same = still.solve(PENDULUM, x0, 1, 1);
            assertEquals(copy, same);
            assertNotSame(x0, same);
        }
    }

    /** With fixed steps each point goes its own way, whatever its company. */
    @Test
    void pointsOfABatchDoNotMeet() {
        var x0 = starts(DataType.FLOAT64, 6);
        var solver = OdeSolver.fixed(Tableaus.TSIT5, 40);
        var together = solver.solve(StateTest::pendulum, x0, 0, 2);
        for (int i = 0; i < 6; i++) {
            var alone = solver.solve(StateTest::pendulum, x0.get(i + ":" + (i + 1)), 0, 2);
            assertArrayEquals(together.get(i).toDoubleArray(), alone.toDoubleArray(), ROUNDING);
        }
    }

    @ParameterizedTest
    @MethodSource("pathline.ode.Methods#all")
    void backwardAfterForwardReturns(Method method) {
        var solver = OdeSolver.fixed(method, 3000);
        var x0 = starts(DataType.FLOAT64, 2);
        var there = solver.solve(PENDULUM, x0, 0, 1);
        var back = solver.solve(PENDULUM, there, 1, 0);
        double error = back.sub(x0).abs().max().getDouble();
        // global errors at h = 1/3000: order 1 leaves h, order 2 h^2, with constants of order 1; order 3 leaves 1e-11
        double bound = method.order() == 1 ? 2e-3 : method.order() == 2 ? 1e-6 : 1e-9;
        assertTrue(error < bound, "returned to within " + error);
    }

    @Test
    void adaptiveBackwardReturns() {
        for (var method : Methods.embedded().toList()) {
            var solver = OdeSolver.adaptive(method, 1e-7, 1e-7);
            var x0 = starts(DataType.FLOAT64, 2);
            var back = solver.solve(PENDULUM, solver.solve(PENDULUM, x0, 0, 3), 3, 0);
            assertEquals(0, back.sub(x0).abs().max().getDouble(), 1e-4);
        }
    }

    /** float32 follows float64 to its resolution: with ever more steps Euler's error falls, then rounding takes over. */
    @Test
    void float32HasAFloor() {
        VectorField field = (t, x) -> x.neg();
        var wide = manager.ones(new Shape(1, 1), DataType.FLOAT64);
        var narrow = manager.ones(new Shape(1, 1), DataType.FLOAT32);
        var solver = OdeSolver.fixed(Tableaus.RK4, 200);
        double exact = Math.exp(-1);
        double error64 = Math.abs(solver.solve(field, wide, 0, 1).getDouble() - exact);
        double error32 = Math.abs(solver.solve(field, narrow, 0, 1).getFloat() - exact);
        assertTrue(error64 < 1e-11);
        // 200 roundings of 3e-8 that may add up, and never as exact as float64
        assertTrue(error32 > 1e-10 && error32 < 200 * 3e-8, "float32 misses by " + error32);
    }

    @Test
    void fieldMayReturnWhatItOwns() {
        var drift = manager.create(new double[] {1, 2, 3, 4}, new Shape(2, 2));
        var x0 = manager.zeros(new Shape(2, 2), DataType.FLOAT64);
        var buffer = new double[2];
        var reused = VectorField.pointwise((t, x) -> {
            buffer[0] = x[1];
            buffer[1] = -x[0];
            return buffer;
        });
        for (var solver : solvers()) {
            for (var save : List.of(SaveAt.end(), SaveAt.dense())) {
                var moved = solver.solve((t, x) -> drift, x0, 0, 2, save);
                assertArrayEquals(drift.mul(2).toDoubleArray(), moved.end().toDoubleArray(), ROUNDING);
            }
            var grown = solver.solve((t, x) -> x, x0.add(1), 0, 2).getDouble(0, 0);
            assertEquals(Math.exp(2), grown, solver.method().order() < 4 ? 1 : 1e-3);
            var one = manager.create(new double[] {0, 1}, new Shape(1, 2));
            assertEquals(solver.solve(Problems.OSCILLATOR.field(), one, 0, 2), solver.solve(reused, one, 0, 2));
        }
        assertEquals(4, drift.getDouble(1, 1));
        assertEquals(manager, drift.getManager());
    }

    @Test
    void aSolverServesTwoThreads() {
        var solver = OdeSolver.adaptive(Tableaus.DOPRI5, 1e-6, 1e-6);
        var x0 = starts(DataType.FLOAT32, 8);
        var expected = solver.solve(StateTest::pendulum, x0, 0, 2);
        var found = IntStream.range(0, 8)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> solver.solve(StateTest::pendulum, x0, 0, 2)))
                .toList();
        for (var future : found) {
            assertEquals(expected, future.join());
        }
    }
}
