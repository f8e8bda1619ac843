package pathline.adjoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import pathline.field.Gradient;
import pathline.field.Passes;
import pathline.field.VelocityMlp;
import pathline.ode.OdeSolver;
import pathline.ode.Tableaus;
import pathline.random.Rng;

/** A gradient that passes a solve on plain arrays is the one that passes it on the engine's. */
class Float32FormTest {

    /** Sums of some hundred float32 terms, along some ten steps, relative to the gradient's length. */
    private static final double FLOAT32 = 2e-5;

    private final NDManager manager = NDManager.newBaseManager();
    private final Rng rng = Rng.of(3);
    private final VelocityMlp net = VelocityMlp.of(3, 24, 24).init(rng.child("net"), manager);
    private final NDArray x0 = rng.child("x0").normal(manager, 70, 3);

    @AfterEach
    void close() {
        manager.close();
    }

    static Stream<Arguments> solves() {
        var kinds = List.of(
                Backpropagation.throughSteps(),
                Backpropagation.continuousAdjoint(),
                Backpropagation.continuousAdjoint().with(ErrorNorm.ADJOINT),
                Backpropagation.checkpointed(3),
                Backpropagation.interpolatedAdjoint());
        var solvers = List.of(
                OdeSolver.fixed(Tableaus.RK4, 7),
                OdeSolver.adaptive(Tableaus.DOPRI5, 1e-4, 1e-4),
                OdeSolver.grid(Tableaus.TSIT5, 0, 0.2, 1));
        return kinds.stream().flatMap(kind -> solvers.stream().map(solver -> Arguments.of(kind, solver)));
    }

    @ParameterizedTest
    @MethodSource("solves")
    void bothFormsGiveOneGradient(Backpropagation kind, OdeSolver solver) {
        var times = new double[] {0, 0.3, 0.31, 1}; // the start, and places within steps
        var plain = pulled(kind, solver, net, times);
        var arrays = pulled(kind, solver, net.with(Passes.ARRAYS), times);
        assertEquals(Passes.COMPILED, net.passes());
        assertTrue(relative(plain.toX, arrays.toX) < FLOAT32);
        assertTrue(relative(plain.into.flat(), arrays.into.flat()) < FLOAT32);
        assertTrue(relative(plain.end, arrays.end) < FLOAT32);
        assertEquals(arrays.cost, plain.cost);
    }

    /** Steps are made again by the sums that the solver made them by, in either form. */
    @ParameterizedTest
    @EnumSource
    void checkpointsGiveTheGradientThroughTheStepsBitForBit(Passes passes) {
        for (var solver : List.of(
                OdeSolver.adaptive(Tableaus.DOPRI5, 1e-4, 1e-4),
                OdeSolver.fixed(Tableaus.RK4, 7),
                OdeSolver.fixed(Tableaus.EULER, 9))) {
            var expected = pulled(Backpropagation.throughSteps(), solver, net.with(passes), 0, 0.31, 1);
            var found = pulled(Backpropagation.checkpointed(2), solver, net.with(passes), 0, 0.31, 1);
            assertArrayEquals(expected.toX.toFloatArray(), found.toX.toFloatArray());
            assertArrayEquals(
                    expected.into.flat().toFloatArray(), found.into.flat().toFloatArray());
        }
    }

    /** The gradient by the parameters is added to what is there, and left alone where it is not wanted. */
    @ParameterizedTest
    @MethodSource("solves")
    void gradientsAreAdded(Backpropagation kind, OdeSolver solver) {
        var once = pulled(kind, solver, net, 1);
        var into = net.parameters().gradient(manager);
        for (int i = 0; i < 2; i++) {
            var solved = kind.solve(solver, net, x0, 0, 1);
            solved.vjp(solved.end(), into);
        }
        assertTrue(relative(into.flat(), once.into.flat().mul(2)) < FLOAT32);
        var solved = kind.solve(solver, net, x0, 0, 1);
        assertTrue(relative(solved.vjp(solved.end(), Gradient.unwanted()), once.toX) < FLOAT32);
    }

    /** Nothing but the results stays on the manager. */
    @ParameterizedTest
    @MethodSource("solves")
    void nothingIsLeftBehind(Backpropagation kind, OdeSolver solver) {
        var into = net.parameters().gradient(manager);
        into.flat(); // its arrays are made when they are first asked for
        int before = manager.getManagedArrays().size();
        var solved = kind.solve(solver, net, x0, 0, 1);
        try (var end = solved.end();
                var toX = solved.vjp(end, into)) {
            assertEquals(x0.getShape(), toX.getShape());
        }
        assertEquals(before, manager.getManagedArrays().size());
    }

    private record Result(NDArray end, NDArray toX, Gradient into, Cost cost) {}

    private Result pulled(Backpropagation kind, OdeSolver solver, VelocityMlp velocity, double... times) {
        var into = velocity.parameters().gradient(manager);
        var solved = kind.solve(solver, velocity, x0, 0, 1, times);
        var toX = solved.vjp(solved.states(), into); // of the sum of |x|² / 2
        return new Result(solved.end(), toX, into, solved.cost());
    }

    private static double relative(NDArray found, NDArray expected) {
        return found.sub(expected).norm().getFloat() / expected.norm().getFloat();
    }
}
