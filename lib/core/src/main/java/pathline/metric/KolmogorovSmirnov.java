package pathline.metric;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;
import pathline.check.Require;

/**
 * The Kolmogorov-Smirnov distance in one dimension: the largest gap between two distribution functions, from 0 to 1, and
 * how likely as large a gap is between samples of one continuous law.
 */
public final class KolmogorovSmirnov {

    private static final double COUNTED_PAIRS = 1e6;

    private KolmogorovSmirnov() {}

    /**
     * A test's result.
     *
     * @param statistic the largest gap D
     * @param pValue probability of a gap of at least D if the laws are equal
     */
    public record Result(double statistic, double pValue) {

        public Result {
            Require.within(statistic, 0, 1, "statistic");
            Require.within(pValue, 0, 1, "pValue");
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "D = %.4f, p = %.3g", statistic, pValue);
        }
    }

    /**
     * The gap between two samples. The p-value is exact, by counting orders, up to n m = 10⁶ and if no values tie (with
     * ties it is too large: the test rejects less often); beyond, Kolmogorov's limit with Stephens' correction.
     *
     * @param a n numbers, all finite
     * @param b m numbers, all finite
     */
    public static Result twoSample(double[] a, double[] b) {
        double[] x = sorted(a, "a");
        double[] y = sorted(b, "b");
        int n = x.length;
        int m = y.length;
        long gap = 0; // n m D, a whole number
        int i = 0;
        int j = 0;
        while (i < n && j < m) {
            double at = Math.min(x[i], y[j]);
            while (i < n && x[i] == at) {
                i++;
            }
            while (j < m && y[j] == at) {
                j++;
            }
            gap = Math.max(gap, Math.abs((long) i * m - (long) j * n));
        }
        double statistic = (double) gap / ((double) n * m);
        double p = (double) n * m <= COUNTED_PAIRS ? counted(n, m, gap) : limit(statistic, (double) n * m / (n + m));
        return new Result(statistic, p);
    }

    /**
     * The gap between a sample and a continuous law. The p-value is Kolmogorov's limit with Stephens' correction (<i>Use of
     * the Kolmogorov-Smirnov, Cramér-von Mises and related statistics without extensive tables</i>, JRSS B 1970): within
     * about 0.01 from n = 10 on.
     *
     * @param sample n numbers, all finite
     * @param cdf the law's distribution function, whose parameters were not fitted to this sample
     */
    public static Result oneSample(double[] sample, DoubleUnaryOperator cdf) {
        double[] x = sorted(sample, "sample");
        Require.nonNull(cdf, "cdf");
        double statistic = 0;
        for (int i = 0; i < x.length; i++) {
            double below = cdf.applyAsDouble(x[i]);
            if (!(below >= 0 && below <= 1)) {
                throw new IllegalArgumentException(
                        "cdf: a distribution function lies within [0, 1], but at " + x[i] + " it is " + below);
            }
            statistic = Math.max(statistic, Math.max((i + 1.0) / x.length - below, below - (double) i / x.length));
        }
        return new Result(statistic, limit(statistic, x.length));
    }

    /**
     * The share of orders of n and m values whose gap reaches {@code gap}: orders are paths from (0, 0) to (n, m), and
     * {@code inside[j]} is the probability that the path to (i, j) has stayed below the gap.
     */
    private static double counted(int n, int m, long gap) {
        if (gap == 0) {
            return 1;
        }
        var inside = new double[m + 1];
        for (int i = 0; i <= n; i++) {
            for (int j = 0; j <= m; j++) {
                if (Math.abs((long) i * m - (long) j * n) >= gap) {
                    inside[j] = 0;
                } else if (i + j == 0) {
                    inside[j] = 1;
                } else {
                    // Of the orders of i and j values, i / (i + j) end with one of the first sample.
                    double left = j == 0 ? 0 : inside[j - 1];
                    inside[j] = (i * inside[j] + j * left) / (i + j);
                }
            }
        }
        return Math.max(0, 1 - inside[m]);
    }

    /** P(sup |B(t)| of a Brownian bridge > D (√n + 0.12 + 0.11 / √n)). */
    private static double limit(double statistic, double n) {
        double root = Math.sqrt(n);
        double x = statistic * (root + 0.12 + 0.11 / root);
        if (x < 0.2) {
            return 1; // 1 - p is below 1e-12 there, and the series slow
        }
        double sum = 0;
        for (int k = 1; k <= 40; k++) {
            sum += (k % 2 == 1 ? 2 : -2) * Math.exp(-2.0 * k * k * x * x);
        }
        return Math.min(1, Math.max(0, sum));
    }

    private static double[] sorted(double[] values, String name) {
        Require.finite(values, name);
        Require.that(values.length > 0, name + " is empty; a sample needs at least one number, all finite");
        double[] x = values.clone();
        Arrays.sort(x);
        return x;
    }
}
