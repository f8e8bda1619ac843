package pathline.metric;

import java.util.Arrays;

/**
 * Row means of the kernel matrices of two sets, from which MMD² and its variance follow without keeping the matrices.
 *
 * <p>Hoeffding's decomposition cuts the U-statistic A + B - 2 C into parts of single points and parts of pairs that are
 * uncorrelated. With a, b, c, c' the row means within and across, and s², p² variances of rows and of pairs,
 *
 * <pre>var = 4 s²(a - c) / n + 4 s²(b - c') / m - 2 p²(A) / n(n - 1) - 2 p²(B) / m(m - 1) - 4 p²(C) / nm,</pre>
 *
 * <p>where the subtracted terms take back what the noise of pairs adds to row means. It holds for different laws, whose
 * points' parts lead, and for equal ones, where only pairs are left.
 *
 * @param firstRows mean of k from each point of the first set to the others of it
 * @param secondRows the same in the second set
 * @param across mean of k from each point of the first set to the second set
 * @param back mean of k from each point of the second set to the first set
 * @param squares mean of k² over pairs of the first set, of the second, and across
 */
record KernelSums(double[] firstRows, double[] secondRows, double[] across, double[] back, double[] squares) {

    static KernelSums of(Mmd mmd, PairScan a, PairScan b) {
        var firstRows = new double[a.size()];
        var secondRows = new double[b.size()];
        var across = new double[a.size()];
        var back = new double[b.size()];
        var squares = new double[3];
        a.within(into(mmd, firstRows, firstRows, squares, 0));
        b.within(into(mmd, secondRows, secondRows, squares, 1));
        a.across(b, into(mmd, across, back, squares, 2));
        double n = a.size();
        double m = b.size();
        divide(firstRows, n - 1);
        divide(secondRows, m - 1);
        divide(across, m);
        divide(back, n);
        squares[0] *= 2 / (n * (n - 1));
        squares[1] *= 2 / (m * (m - 1));
        squares[2] /= n * m;
        return new KernelSums(firstRows, secondRows, across, back, squares);
    }

    Mmd.Estimate estimate() {
        double n = firstRows.length;
        double m = secondRows.length;
        double value = mean(firstRows) + mean(secondRows) - 2 * mean(across);
        double first = pairs(squares[0], firstRows, n);
        double second = pairs(squares[1], secondRows, m);
        double between = squares[2] - mean(across) * mean(across) - variance(across) - variance(back);
        between = Math.max(0, between / (1 - 1 / n - 1 / m));
        double points =
                4 * variance(difference(firstRows, across)) / n + 4 * variance(difference(secondRows, back)) / m;
        double twice = 2 * first / (n * (n - 1)) + 2 * second / (m * (m - 1)) + 4 * between / (n * m);
        // Equal laws leave `twice` itself in the mean; chance may take more away than there is, so a quarter is kept.
        return new Mmd.Estimate(value, Math.sqrt(Math.max(twice / 4, points - twice)));
    }

    /** Variance of what pairs within a set add to their points' parts: var k = 2 var(row part) + it. */
    private static double pairs(double meanSquare, double[] rows, double n) {
        double all = meanSquare - mean(rows) * mean(rows);
        return Math.max(0, (all - 2 * variance(rows)) / (1 - 2 / (n - 1)));
    }

    private static PairScan.Block into(Mmd mmd, double[] rows, double[] columns, double[] squares, int which) {
        return (i, from, count, block) -> {
            mmd.kernel(block, count);
            double sum = 0;
            double sumSquares = 0;
            for (int j = 0; j < count; j++) {
                double k = block[j];
                columns[from + j] += k;
                sum += k;
                sumSquares += k * k;
            }
            rows[i] += sum;
            squares[which] += sumSquares;
        };
    }

    private static void divide(double[] sums, double by) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] /= by;
        }
    }

    private static double mean(double[] x) {
        return Arrays.stream(x).sum() / x.length;
    }

    private static double variance(double[] x) {
        double mean = mean(x);
        return Arrays.stream(x).map(v -> (v - mean) * (v - mean)).sum() / (x.length - 1);
    }

    private static double[] difference(double[] x, double[] y) {
        var z = new double[x.length];
        Arrays.setAll(z, i -> x[i] - y[i]);
        return z;
    }
}
