package pathline.metric;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import java.util.Locale;
import pathline.check.Require;

/**
 * The maximum mean discrepancy of two laws, squared, for a mean of Gaussian kernels k(x, y) = mean over h of
 * exp(-|x - y|² / (2 h²)):
 *
 * <pre>MMD² = E k(X, X') + E k(Y, Y') - 2 E k(X, Y)</pre>
 *
 * <p>Gretton and others, <i>A kernel two-sample test</i>, JMLR 2012. It is 0 only if the laws are equal, has no unit, and
 * sees differences at the scale of its bandwidths: several of them see several scales. O(n²) kernels, O(n) memory.
 *
 * @param bandwidths the lengths h, in units of the coordinates
 */
public record Mmd(double... bandwidths) {

    private static final int MEDIAN_POINTS = 1000;

    /** Checks that there is a bandwidth, and that all are positive. */
    public Mmd {
        Require.nonNull(bandwidths, "bandwidths");
        if (bandwidths.length == 0 || !Arrays.stream(bandwidths).allMatch(h -> h > 1e-150 && h < 1e150)) {
            throw new IllegalArgumentException(
                    "Bandwidths must be positive and finite, from 1e-150 to 1e150, at least one, got "
                            + Arrays.toString(bandwidths) + "; Mmd.median(a, b) chooses them by the data");
        }
        bandwidths = bandwidths.clone();
    }

    /** A copy of the bandwidths. */
    @Override
    public double[] bandwidths() {
        return bandwidths.clone();
    }

    /**
     * Bandwidths 1/4, 1/2, 1, 2 and 4 times the median distance across the two sets, of at most 1000 points of each, evenly
     * spread. Compare models with the same bandwidths only: choose them once, by two sets of data.
     */
    public static Mmd median(NDArray a, NDArray b) {
        PairScan[] sets = PairScan.both(a, b);
        PairScan first = sets[0].thinned(MEDIAN_POINTS);
        PairScan second = sets[1].thinned(MEDIAN_POINTS);
        int m = second.size();
        var squares = new double[first.size() * m];
        first.across(second, (i, from, count, block) -> System.arraycopy(block, 0, squares, i * m + from, count));
        Arrays.sort(squares);
        double median = Math.sqrt(squares[squares.length / 2]);
        if (median == 0) {
            throw new IllegalArgumentException(
                    "a and b: more than half of the points coincide, so that the median distance is 0; name the bandwidths");
        }
        return new Mmd(median / 4, median / 2, median, 2 * median, 4 * median);
    }

    /**
     * MMD² of the laws, estimated without bias (the U-statistic), with its standard error; about 0, and as often below,
     * for equal laws.
     *
     * @param a shape (n, d), n at least 4
     * @param b shape (m, d), m at least 4
     */
    public Estimate squared(NDArray a, NDArray b) {
        PairScan[] sets = PairScan.both(a, b);
        if (Math.min(sets[0].size(), sets[1].size()) < 4) {
            throw new IllegalArgumentException("A standard error needs at least 4 points in each set, got "
                    + sets[0].size() + " and " + sets[1].size());
        }
        return KernelSums.of(this, sets[0], sets[1]).estimate();
    }

    /**
     * k of count squared distances, in their place. Where a bandwidth is half of the next one in the list, its Gaussian is
     * the fourth power of that one's, which saves most of the time.
     */
    void kernel(double[] squares, int count) {
        int last = bandwidths.length - 1;
        for (int j = 0; j < count; j++) {
            double sum = 0;
            double gaussian = 0;
            for (int q = last; q >= 0; q--) {
                double h = bandwidths[q];
                if (q < last && 2 * h == bandwidths[q + 1]) {
                    gaussian *= gaussian;
                    gaussian *= gaussian;
                } else {
                    gaussian = Math.exp(-squares[j] / (2 * h * h));
                }
                sum += gaussian;
            }
            squares[j] = sum / bandwidths.length;
        }
    }

    /**
     * An estimate of MMD².
     *
     * @param value the estimate, not a root
     * @param standardError its standard deviation over independent sets of these sizes, estimated from these sets
     */
    public record Estimate(double value, double standardError) {

        public Estimate {
            Require.finite(value, "value");
            Require.finite(standardError, "standardError");
            Require.that(standardError >= 0, "standardError is " + standardError + "; expected a number of at least 0");
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%.3g ± %.2g", value, standardError);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Mmd that && Arrays.equals(bandwidths, that.bandwidths);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bandwidths);
    }

    @Override
    public String toString() {
        return "Mmd[bandwidths = " + Arrays.toString(bandwidths) + "]";
    }
}
