package pathline.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pathline.random.Rng;

class KolmogorovSmirnovTest {

    private static final double GOLDEN = 0.6180339887498949;
    private static final double ROOT = 0.4142135623730951;

    /** Of the 20 orders of three and three values, two keep the samples apart. */
    @Test
    void countsOrders() {
        var apart = KolmogorovSmirnov.twoSample(new double[] {1, 2, 3}, new double[] {6, 5, 4});
        assertEquals(1, apart.statistic());
        assertEquals(0.1, apart.pValue(), 1e-15);
        assertEquals(
                1,
                KolmogorovSmirnov.twoSample(new double[] {1, 2}, new double[] {2, 1})
                        .pValue());
    }

    /** SciPy 1.17.1, ks_2samp(a, b, method="exact"), of powers of the fractional parts of multiples. */
    @ParameterizedTest
    @CsvSource({
        "5, 7, 1.5, 0.2, 0.9974747474747474, 1e-12",
        "12, 9, 1.5, 0.25, 0.8505766679141292, 1e-12",
        "30, 30, 1.5, 0.23333333333333334, 0.39294501397971776, 1e-12",
        "100, 80, 1.5, 0.1625, 0.17219082066191926, 1e-12",
        "900, 1000, 1.5, 0.15, 9.15812807407702e-10, 1e-12",
        "2000, 1500, 1.1, 0.0365, 0.19930746922263187, 3e-3", // beyond 10⁶ pairs: the limit
    })
    void agreesWithScipyForTwoSamples(int n, int m, double power, double statistic, double p, double tolerance) {
        var result = KolmogorovSmirnov.twoSample(sequence(n, GOLDEN, 1), sequence(m, ROOT, power));
        assertEquals(statistic, result.statistic(), 1e-14);
        assertEquals(p, result.pValue(), tolerance);
    }

    /** SciPy 1.17.1, kstest(a, "uniform", method="exact"); the correction is good to about 0.01. */
    @ParameterizedTest
    @CsvSource({
        "10, 1.2, 0.13923978562907324, 0.975589593242409, 0.01",
        "25, 1.2, 0.08093034140688449, 0.9921393286925829, 0.01",
        "100, 1.2, 0.07657118258199941, 0.5741503540721925, 0.01",
        "10, 2.0, 0.31803398874989475, 0.21295452525070346, 0.01",
        "10, 2.5, 0.3997168939992223, 0.05928442467654138, 0.01",
        "25, 1.6, 0.18315208950172635, 0.33009351251744257, 0.01",
        "1000, 1.2, 0.06784656870525663, 0.00019050196678042943, 1e-5",
    })
    void agreesWithScipyForOneSample(int n, double power, double statistic, double p, double tolerance) {
        var result = KolmogorovSmirnov.oneSample(sequence(n, GOLDEN, power), x -> x);
        assertEquals(statistic, result.statistic(), 1e-13);
        assertEquals(p, result.pValue(), tolerance);
    }

    /** Under the null, p ≤ q has probability q: shares of 4000 tests, known to √(q (1 - q) / 4000), 4.5 of them. */
    @ParameterizedTest
    @CsvSource({"0.05, 0.01", "0.3, 0.01", "0.7, 0.01"})
    void pValuesAreUniformUnderTheNull(double q, double correction) {
        int repeats = 4000;
        int one = 0;
        int two = 0;
        for (int r = 0; r < repeats; r++) {
            Rng rng = Rng.of(11).child(r);
            double[] a = uniforms(rng, 40);
            one += KolmogorovSmirnov.oneSample(a, x -> x).pValue() <= q ? 1 : 0;
            two += KolmogorovSmirnov.twoSample(a, uniforms(rng, 37)).pValue() <= q ? 1 : 0;
        }
        double error = 4.5 * Math.sqrt(q * (1 - q) / repeats);
        assertEquals(q, (double) one / repeats, error + correction);
        // 40 and 37 share no divisor, so steps of p are small.
        assertEquals(q, (double) two / repeats, error + 0.01);
    }

    @Test
    void refusesWhatIsNoSampleOrLaw() {
        assertThrows(
                IllegalArgumentException.class, () -> KolmogorovSmirnov.twoSample(new double[0], new double[] {1}));
        assertThrows(
                IllegalArgumentException.class, () -> KolmogorovSmirnov.oneSample(new double[] {Double.NaN}, x -> 0.5));
        assertThrows(IllegalArgumentException.class, () -> KolmogorovSmirnov.oneSample(new double[] {2}, x -> x));
    }

    private static double[] uniforms(Rng rng, int n) {
        var x = new double[n];
        Arrays.setAll(x, i -> rng.uniform());
        return x;
    }

    private static double[] sequence(int n, double step, double power) {
        var x = new double[n];
        Arrays.setAll(x, i -> Math.pow((i + 1) * step % 1, power));
        return x;
    }
}
