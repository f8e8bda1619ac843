package pathline.metric;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import pathline.check.Require;

/**
 * The energy distance between two laws, squared: D² = 2 E|X - Y| - E|X - X'| - E|Y - Y'|, which is 0 only if the laws are
 * equal (Székely and Rizzo, <i>Energy statistics</i>, Journal of Statistical Planning and Inference 2013).
 *
 * <p>Every value here is D², in units of the coordinates, and exact for the given points: n² distances in double
 * precision, O(n) memory. The sets may differ in size.
 */
public final class EnergyDistance {

    private EnergyDistance() {}

    /**
     * D² between the two sets as they are, each point with probability 1/n (the V-statistic): never negative, 0 for equal
     * sets, and above the laws' D² in the mean by E|X - X'| / n + E|Y - Y'| / m.
     *
     * @param a shape (n, d)
     * @param b shape (m, d)
     */
    public static double squared(NDArray a, NDArray b) {
        return Sums.of(a, b).vStatistic();
    }

    /** D² of the laws, estimated without bias (the U-statistic): negative about every other time for equal laws. */
    public static double unbiased(NDArray a, NDArray b) {
        return Sums.of(a, b).uStatistic();
    }

    /** D² between two sets of numbers, by sorting: O(n log n). */
    public static double squared(double[] a, double[] b) {
        return Sums.of(a, b).vStatistic();
    }

    /** D² of the laws of two sets of numbers, estimated without bias, by sorting: O(n log n). */
    public static double unbiased(double[] a, double[] b) {
        return Sums.of(a, b).uStatistic();
    }

    /**
     * The test statistic n m / (n + m) D² with {@link #squared}: for equal laws its mean is E|X - X'| at any n and m; else it
     * grows with them.
     */
    public static double statistic(NDArray a, NDArray b) {
        Sums sums = Sums.of(a, b);
        return (double) sums.n * sums.m / (sums.n + sums.m) * sums.vStatistic();
    }

    /** Sums of distances: over pairs (each once) of the first set, of the second, and over all pairs across. */
    private record Sums(int n, int m, double first, double second, double across) {

        static Sums of(NDArray a, NDArray b) {
            PairScan[] sets = PairScan.both(a, b);
            return new Sums(sets[0].size(), sets[1].size(), within(sets[0]), within(sets[1]), across(sets[0], sets[1]));
        }

        static Sums of(double[] a, double[] b) {
            check(a, "a");
            check(b, "b");
            var pooled = Arrays.copyOf(a, a.length + b.length);
            System.arraycopy(b, 0, pooled, a.length, b.length);
            double first = sorted(a);
            double second = sorted(b);
            return new Sums(a.length, b.length, first, second, sorted(pooled) - first - second);
        }

        double vStatistic() {
            double squared =
                    2 * across / ((double) n * m) - 2 * first / ((double) n * n) - 2 * second / ((double) m * m);
            return Math.max(0, squared); // below 0 by rounding only
        }

        double uStatistic() {
            if (n < 2 || m < 2) {
                throw new IllegalArgumentException(
                        "The unbiased estimate needs at least 2 points in each set, got " + n + " and " + m);
            }
            return 2 * across / ((double) n * m) - 2 * first / (n * (n - 1.0)) - 2 * second / (m * (m - 1.0));
        }

        private static double within(PairScan set) {
            var sum = new double[1];
            set.within((i, from, count, squares) -> sum[0] += roots(squares, count));
            return sum[0];
        }

        private static double across(PairScan first, PairScan second) {
            var sum = new double[1];
            first.across(second, (i, from, count, squares) -> sum[0] += roots(squares, count));
            return sum[0];
        }

        /** Roots first, then their sum: the first loop becomes vector code, a sum of doubles does not. */
        private static double roots(double[] squares, int count) {
            for (int j = 0; j < count; j++) {
                squares[j] = Math.sqrt(squares[j]);
            }
            double sum = 0;
            for (int j = 0; j < count; j++) {
                sum += squares[j];
            }
            return sum;
        }

        private static void check(double[] numbers, String name) {
            Require.nonNull(numbers, name);
            Require.that(numbers.length > 0, name + " is empty; both sets need at least one number, all finite");
            for (int i = 0; i < numbers.length; i++) {
                PairScan.check(numbers[i], name, i, 0);
            }
        }

        /** Sum of x(j) - x(i) over pairs of sorted numbers: x(i) is the larger one i times, the smaller one n - 1 - i. */
        private static double sorted(double[] numbers) {
            double[] x = numbers.clone();
            Arrays.sort(x);
            double centre = x[x.length / 2]; // a common shift changes no difference, and keeps digits
            double sum = 0;
            for (int i = 0; i < x.length; i++) {
                sum += (2.0 * i - x.length + 1) * (x[i] - centre);
            }
            return sum;
        }
    }
}
