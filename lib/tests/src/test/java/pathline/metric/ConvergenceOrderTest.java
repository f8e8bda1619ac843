package pathline.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class ConvergenceOrderTest {

    @Test
    void aPowerLawHasItsExponentAsOrder() {
        double[] h = {0.1, 0.05, 0.02, 0.01};
        double[] error = new double[4];
        for (int i = 0; i < 4; i++) {
            error[i] = 3 * Math.pow(h[i], 2.5);
        }
        assertEquals(2.5, ConvergenceOrder.of(h, error), 1e-12); // rounding of logarithms only
    }

    @Test
    void scatterIsAveragedByLeastSquares() {
        // by hand: x = (0, 1, 2), y = (0, 2, 1): slope = ((-1)(-1) + 0 + (1)(0)) / 2 = 1/2
        double e = Math.E;
        assertEquals(0.5, ConvergenceOrder.of(new double[] {1, e, e * e}, new double[] {1, e * e, e}), 1e-12);
    }

    @Test
    void refusesWhatHasNoLogarithm() {
        assertThrows(
                IllegalArgumentException.class, () -> ConvergenceOrder.of(new double[] {1, 2}, new double[] {0, 1}));
        assertThrows(IllegalArgumentException.class, () -> ConvergenceOrder.of(new double[] {1}, new double[] {1}));
    }
}
