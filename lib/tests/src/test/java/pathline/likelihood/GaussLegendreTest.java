package pathline.likelihood;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GaussLegendreTest {

    /** The work grows as m^2: 100 000 nodes would take minutes. */
    @ParameterizedTest
    @ValueSource(ints = {100_000, Integer.MAX_VALUE, 0, -1})
    void aRuleThatTakesForeverIsRefused(int m) {
        var refused = assertThrows(IllegalArgumentException.class, () -> GaussLegendre.of(m));
        assertTrue(refused.getMessage().contains("m is " + m + "; expected 1 to 4096"), refused.getMessage());
    }

    /** The longest rule, on e^x. */
    @Test
    void theLongestRuleIsExact() {
        var rule = GaussLegendre.of(4096);
        double sum = 0;
        for (int i = 0; i < 4096; i++) {
            sum += rule.weights()[i] * Math.exp(rule.nodes()[i]);
        }
        assertEquals(Math.E - 1, sum, 1e-11);
    }

    @Test
    void aRuleOfOnesOwnIsChecked() {
        assertThrows(IllegalArgumentException.class, () -> new GaussLegendre(new double[] {0.5}, new double[] {0.9}));
        assertThrows(IllegalArgumentException.class, () -> new GaussLegendre(new double[] {1.5}, new double[] {1}));
        assertThrows(IllegalArgumentException.class, () -> new GaussLegendre(new double[0], new double[0]));
        assertThrows(
                IllegalArgumentException.class, () -> new GaussLegendre(new double[] {Double.NaN}, new double[] {1}));
    }

    /** What m nodes can do and what they cannot: the error of x^(2m) is (m!)^4 / ((2m + 1) (2m)!²). */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 8})
    void exactUpToDegreeTwoMMinusOne(int m) {
        for (int degree = 0; degree < 2 * m; degree++) {
            assertEquals(1.0 / (degree + 1), integral(m, degree), 1e-14); // a few roundings
        }
        double factor = 1.0 / (2 * m + 1);
        for (int k = 1; k <= m; k++) {
            factor *= Math.pow((double) k / (m + k), 2);
        }
        assertEquals(factor, 1.0 / (2 * m + 1) - integral(m, 2 * m), 1e-14);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 64})
    void nodesAscendWithin(int m) {
        double before = 0;
        for (double node : GaussLegendre.of(m).nodes()) {
            assertTrue(node > before && node < 1, "node " + node + " after " + before);
            before = node;
        }
    }

    private static double integral(int m, int degree) {
        var rule = GaussLegendre.of(m);
        double sum = 0;
        for (int i = 0; i < m; i++) {
            sum += rule.weights()[i] * Math.pow(rule.nodes()[i], degree);
        }
        return sum;
    }
}
