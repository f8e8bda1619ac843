package pathline.extend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.Test;
import pathline.metric.ConvergenceOrder;
import pathline.ode.ButcherTableau;
import pathline.ode.OdeSolver;
import pathline.ode.VectorField;

/** An explicit Runge-Kutta method of one's own is its table. */
class RungeKuttaTest {

    /** Strong-stability-preserving, third order, three stages (Shu and Osher 1988), with Heun's weights embedded. */
    private static final ButcherTableau SSP3 = ButcherTableau.of(
                    "SSP3",
                    "Shu and Osher 1988",
                    3,
                    new double[] {0, 1, 0.5},
                    new double[][] {{}, {1}, {0.25, 0.25}},
                    new double[] {1 / 6.0, 1 / 6.0, 2 / 3.0})
            .embed(2, 0.5, 0.5, 0);

    /** dx/dt = -x²/(1 + t), whose solution from 1 is 1 / (1 + log(1 + t)). */
    private static final VectorField FADING = VectorField.pointwise((t, x) -> new double[] {-x[0] * x[0] / (1 + t)});

    private static double error(OdeSolver solver) {
        try (var manager = NDManager.newBaseManager()) {
            var x0 = manager.create(new double[] {1}, new Shape(1, 1));
            return Math.abs(solver.solve(FADING, x0, 0, 2).getDouble() - 1 / (1 + Math.log(3)));
        }
    }

    @Test
    void itHasItsOrder() {
        var steps = new double[] {1 / 20.0, 1 / 40.0, 1 / 80.0};
        var errors = new double[3];
        for (int i = 0; i < 3; i++) {
            errors[i] = error(OdeSolver.fixed(SSP3, (int) Math.round(2 / steps[i])));
        }
        assertEquals(3, ConvergenceOrder.of(steps, errors), 0.1);
    }

    @Test
    void withItsErrorEstimateItChoosesItsSteps() {
        assertEquals(0, error(OdeSolver.adaptive(SSP3, 1e-6, 1e-8)), 1e-5);
    }

    @Test
    void aWrongCoefficientIsFoundByTheTableItself() {
        assertThrows(
                IllegalArgumentException.class,
                () -> ButcherTableau.of(
                        "SSP3",
                        "Shu and Osher 1988",
                        3,
                        new double[] {0, 1, 0.5},
                        new double[][] {{}, {1}, {0.25, 0.25}},
                        new double[] {1 / 4.0, 1 / 4.0, 1 / 2.0}));
    }
}
