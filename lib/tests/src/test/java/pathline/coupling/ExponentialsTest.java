package pathline.coupling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import pathline.random.Rng;

class ExponentialsTest {

    @Test
    void theyAreThoseOfTheStandardLibrary() {
        var rng = Rng.of(1);
        int n = 100_000;
        var x = new double[n];
        for (int k = 0; k < n; k++) {
            x[k] = k < n / 2 ? 1416 * rng.uniform() - 708 : rng.normal() * Math.pow(10, -8 * rng.uniform());
        }
        double[] found = x.clone();
        Exponentials.apply(found, new double[n], n);
        for (int k = 0; k < n; k++) {
            // Eleven squarings double an error of 10⁻¹⁶ or two eleven times.
            assertEquals(1, found[k] / Math.exp(x[k]), 1e-12, "at " + x[k]);
        }
    }

    @Test
    void whatIsTooSmallStaysPositiveAndTiny() {
        double[] x = {-709, -1e6, -Double.MAX_VALUE, Double.NEGATIVE_INFINITY, 0, 7};
        Exponentials.apply(x, new double[5], 5);
        for (int k = 0; k < 4; k++) {
            assertTrue(x[k] > 0 && x[k] < 1e-306, "entry " + k + " is " + x[k]);
        }
        assertEquals(1, x[4], 0);
        assertEquals(7, x[5], 0, "beyond the count nothing changes");
    }
}
