package pathline.adjoint;

import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pathline.field.Differentiable;
import pathline.field.Linearization;
import pathline.ode.OdeSolver;
import pathline.ode.Tableaus;

/** A field that contracts strongly in its second coordinate: going back, x has to grow by e^rate. */
class ContractionTest {

    private final NDManager manager = NDManager.newBaseManager();
    private final Case problem = new Case(manager);

    @AfterEach
    void close() {
        manager.close();
    }

    /** v(t, x) - (0, rate x2). */
    private record Contracting(Differentiable field, NDArray rates) implements Differentiable {

        @Override
        public NDArray at(double t, NDArray x) {
            return field.at(t, x).subi(x.mul(rates));
        }

        @Override
        public Linearization linearize(double t, NDArray x) {
            var at = field.linearize(t, x);
            return Linearization.of(
                    at.value().sub(x.mul(rates)), (a, into) -> at.vjp(a, into).subi(a.mul(rates)), at::close);
        }
    }

    /**
     * Measured at rate 20: x errs by 1e-6 e^20 = 485 going back, and the gradient by a quarter of itself, with either
     * norm; both others stay within some 2e-6. At rate 40 even the tolerance 1e-8 leaves an error of 45 %.
     */
    @ParameterizedTest
    @CsvSource({"20, 1e-6, 0.1", "40, 1e-8, 0.2"})
    void theContinuousAdjointGoesWrongAndTheOthersDoNot(double rate, double tolerance, double wrong) {
        var field = new Contracting(problem.velocity, manager.create(new double[] {0, rate}, new Shape(1, 2)));
        var precise = OdeSolver.adaptive(Tableaus.DOPRI853, 1e-12, 1e-12);
        var expected = gradient(Backpropagation.throughSteps(), precise, field);
        var solver = OdeSolver.adaptive(Tableaus.DOPRI5, tolerance, tolerance);
        var continuous = Backpropagation.continuousAdjoint();
        assertTrue(Case.relative(gradient(continuous, solver, field), expected) > wrong);
        assertTrue(Case.relative(gradient(continuous.with(ErrorNorm.ADJOINT), solver, field), expected) > wrong);
        for (var kind : List.of(Backpropagation.throughSteps(), Backpropagation.interpolatedAdjoint())) {
            double error = Case.relative(gradient(kind, solver, field), expected);
            assertTrue(error < 10 * tolerance, () -> kind + " errs by " + error);
        }
    }

    /** States known along the way bound how far x can run off: measured 2e-7 with ten of them. */
    @Test
    void statesAlongTheWayBoundTheError() {
        var field = new Contracting(problem.velocity, manager.create(new double[] {0, 20}, new Shape(1, 2)));
        var times = new double[10];
        Arrays.setAll(times, k -> (k + 1) / 10.0);
        var solver = OdeSolver.adaptive(Tableaus.DOPRI5, 1e-6, 1e-6);
        var precise = OdeSolver.adaptive(Tableaus.DOPRI853, 1e-12, 1e-12);
        var expected = gradient(Backpropagation.throughSteps(), precise, field, times);
        double error = Case.relative(gradient(Backpropagation.continuousAdjoint(), solver, field, times), expected);
        assertTrue(error < 1e-5, () -> "errs by " + error);
    }

    private NDArray gradient(Backpropagation kind, OdeSolver solver, Differentiable field, double... times) {
        var into = problem.gradient();
        var solved = kind.solve(solver, field, problem.x0, 0, 1, times);
        solved.vjp(problem.cotangents(solved), into);
        return into.flat();
    }
}
