package pathline.ode;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TolerancesTest {

    /** Roundings of a handful of float32 operations. */
    private static final double FLOAT32 = 1e-6;

    /** Also where a float would overflow, or hold no such tolerance. */
    @ParameterizedTest
    @CsvSource({"1e-5, 1e-6, 1e-4", "1e-5, 0, 1e-4", "1e-9, 1e-60, 1e-30", "1e-6, 1e-6, 1e35"})
    void floatsAreMeasuredAsDoublesAre(double rtol, double atol, float error) {
        var tolerances = new Tolerances(StepControl.Adaptive.of(new double[] {rtol}, new double[] {atol}), 2);
        double[] y = {error, -error, 0, error / 2, 0, 0};
        double[] a = {1, -3, 0, 2, 0, 0};
        double[] b = {1.5, -2, 0, 0, 0, 0};
        double expected = tolerances.norm(y, a, b).all();
        assertEquals(expected, tolerances.norm(floats(y), floats(a), floats(b)).all(), FLOAT32 * expected);
    }

    private static float[] floats(double[] values) {
        var narrow = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            narrow[i] = (float) values[i];
        }
        return narrow;
    }
}
