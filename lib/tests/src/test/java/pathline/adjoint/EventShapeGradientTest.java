package pathline.adjoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import pathline.field.Differentiable;
import pathline.field.Gradient;
import pathline.field.Linearization;
import pathline.field.Passes;
import pathline.field.VelocityMlp;
import pathline.ode.OdeSolver;
import pathline.ode.StepControl;
import pathline.ode.Tableaus;
import pathline.random.Rng;

/** A gradient passes a solve of events (2, 3, 4) as one of 24 coordinates, number for number. */
class EventShapeGradientTest {

    private static final int MANY = 11_000; // so that float32 states are arrays of the engine

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    static Stream<Arguments> solves() {
        var each = new double[24];
        Arrays.setAll(each, i -> 1e-5 * (1 + i));
        var kinds = List.of(
                Backpropagation.throughSteps(),
                Backpropagation.checkpointed(2),
                Backpropagation.continuousAdjoint(),
                Backpropagation.continuousAdjoint().with(ErrorNorm.ADJOINT),
                Backpropagation.interpolatedAdjoint());
        var solvers = List.of(
                OdeSolver.fixed(Tableaus.EULER, 4),
                OdeSolver.adaptive(Tableaus.DOPRI5, StepControl.Adaptive.of(new double[] {1e-4}, each)));
        var small = kinds.stream()
                .flatMap(kind -> solvers.stream()
                        .flatMap(solver -> Stream.of(
                                Arguments.of(kind, solver, DataType.FLOAT64, 3),
                                Arguments.of(kind, solver, DataType.FLOAT32, 3))));
        var large = kinds.stream()
                .map(kind -> Arguments.of(kind, OdeSolver.fixed(Tableaus.EULER, 2), DataType.FLOAT32, MANY));
        return Stream.concat(small, large);
    }

    @ParameterizedTest
    @MethodSource("solves")
    void theShapeOfAnEventChangesNoBit(Backpropagation kind, OdeSolver solver, DataType type, int n) {
        var net = VelocityMlp.of(24, 8).type(type).init(Rng.of(1), manager).with(Passes.ARRAYS);
        var x0 = Rng.of(4).normal(manager, type, n, 24);
        var flat = gradient(kind, solver, net, x0);
        var shaped = gradient(kind, solver, net, x0.reshape(n, 2, 3, 4));
        assertEquals(new Shape(n, 2, 3, 4), shaped.toX.getShape());
        assertEquals(flat.toX, rows(shaped.toX));
        assertEquals(flat.into.flat(), shaped.into.flat());
        assertEquals(flat.cost, shaped.cost);
        assertTrue(flat.into.norm() > 0);
    }

    private record Result(NDArray toX, Gradient into, Cost cost) {}

    private Result gradient(Backpropagation kind, OdeSolver solver, VelocityMlp net, NDArray x0) {
        Differentiable field = (t, x) -> {
            var at = net.linearize(t, rows(x));
            return Linearization.of(
                    at.value().reshape(x.getShape()),
                    (a, into) -> at.vjp(rows(a), into).reshape(x.getShape()),
                    at::close);
        };
        var into = net.parameters().gradient(manager);
        var solved = kind.solve(solver, field, x0, 0, 1, 0, 0.3, 1);
        solved.states().forEach(state -> assertEquals(x0.getShape(), state.getShape()));
        return new Result(solved.vjp(solved.states(), into), into, solved.cost());
    }

    private static NDArray rows(NDArray x) {
        return x.reshape(x.getShape().get(0), 24);
    }
}
