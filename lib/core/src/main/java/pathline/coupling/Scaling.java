package pathline.coupling;

import java.util.Arrays;

/**
 * Sinkhorn's iteration on one problem: potentials f and g, a kernel K = exp((f + g - C) / epsilon) that holds them, and
 * factors r and s since the kernel was last computed. The memory is kept from one problem to the next.
 */
final class Scaling {

    /** Factors beyond this are absorbed into the kernel, far from the range of doubles at either end. */
    private static final double LARGEST_FACTOR = 1e60;

    /** Kernel rows and columns whose mean is below this have left the range of doubles. */
    private static final double LOST = 1e-200;

    double[] f = {};
    double[] g = {};
    private double[] kernel = {};
    private double[] r = {};
    private double[] s = {};
    private double[] sums = {};
    private final LogSums logSums = new LogSums();

    private Scan scan;
    private int n;
    private int m;
    private double epsilon;
    private double spread;
    private double rho;
    /** The update of a marginal at price rho is the exact one shrunk by this factor; 1 for fixed marginals. */
    private double keep;
    /** The logarithm of what the kernel was divided by: 0 unless the plan itself is outside the range of doubles. */
    private double lift;

    Scaling(Scan scan) {
        this.scan = scan;
    }

    /** Takes on another problem; {@link #g} may then be written, and {@link #run} called. */
    void open(Scan problem) {
        scan = problem;
        n = problem.rows();
        m = problem.columns();
        int more = Math.max(n, m);
        if (f.length < more) {
            f = new double[more];
            g = new double[more];
            r = new double[more];
            s = new double[more];
            sums = new double[more];
        }
        Size.check(n, m, 2 * Double.BYTES); // the kernel and the plan
        if (kernel.length < n * m) {
            kernel = new double[n * m];
        }
        Arrays.fill(g, 0, m, 0);
    }

    /** Starts from potentials 0, which are right when epsilon is the spread of the costs; that, but at least the given one. */
    void startFromNothing(double leastEpsilon) {
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        double[] row = logSums.room(m);
        for (int i = 0; i < n; i++) {
            scan.row(i, row, 0);
            for (int j = 0; j < m; j++) {
                least = Math.min(least, row[j]);
                most = Math.max(most, row[j]);
            }
        }
        spread = most - least;
        epsilon = Math.max(spread, leastEpsilon);
    }

    /** Starts g from the source potentials of a coarser problem: the update of g, with its rows for ours. */
    void startFrom(Scaling coarse) {
        spread = coarse.spread;
        epsilon = coarse.epsilon;
        keep = coarse.keep;
        var columns = scan.columnsAgainst(coarse.scan);
        for (int j = 0; j < m; j++) {
            g[j] = -keep * epsilon * logSums.meanExponential(columns, j, coarse.f, epsilon);
        }
    }

    /** Largest cost minus least cost of the coarsest problem. */
    double spread() {
        return spread;
    }

    /** The epsilon that f and g belong to. */
    double epsilon() {
        return epsilon;
    }

    /** Iterates to the tolerance or the limit; returns the last residual that was read while all targets were fitted. */
    double run(double strength, double price, double tolerance, int iterations) {
        epsilon = strength;
        rho = price;
        keep = rho == Double.POSITIVE_INFINITY ? 1 : rho / (rho + epsilon);
        lift = 0;
        if (!absorb()) {
            return runInLogarithms(tolerance, iterations);
        }
        var relaxation = new Relaxation();
        double fitted = Double.POSITIVE_INFINITY;
        double over = 0;
        for (int iteration = 0; iteration < iterations && !(fitted <= tolerance); iteration++) {
            double most = Math.max(largest(r, n), largest(s, m));
            if (!(most <= LARGEST_FACTOR)) {
                if (!absorbed(most)) {
                    return runInLogarithms(tolerance, iterations - iteration);
                }
                over = 0;
            }
            double residual = updateSources(over);
            if (over == 0) {
                fitted = residual;
            }
            over = keep < 1 || residual <= tolerance ? 0 : relaxation.next(residual) - 1;
            updateTargets(over);
            translate();
        }
        if (!(Math.max(largest(r, n), largest(s, m)) < Double.POSITIVE_INFINITY)) {
            return runInLogarithms(tolerance, iterations);
        }
        collect();
        return fitted;
    }

    /** The iteration for plans that no kernel in the range of doubles gives, from g as it is. */
    private double runInLogarithms(double tolerance, int iterations) {
        var potentials = new LogScaling(scan, f, g, epsilon, rho, logSums);
        double residual = potentials.run(tolerance, iterations);
        lift = potentials.kernel(kernel);
        Arrays.fill(r, 0, n, 1);
        Arrays.fill(s, 0, m, 1);
        return residual;
    }

    /** Moves the factors into the kernel; false if they, or it, are outside the range of doubles: f and g then stay. */
    private boolean absorbed(double largest) {
        if (largest < Double.POSITIVE_INFINITY) {
            collect();
            return absorb();
        }
        return false;
    }

    /** One exact update of f and g, and their kernel; false if that is outside the range of doubles. */
    private boolean absorb() {
        Arrays.fill(r, 0, n, 1);
        Arrays.fill(s, 0, m, 1);
        Arrays.fill(sums, 0, m, 0);
        double thinnest = 0;
        for (int i = 0; i < n; i++) {
            int start = i * m;
            double mean = logSums.meanExponential(scan, i, g, epsilon);
            f[i] = -keep * epsilon * mean;
            thinnest = Math.max(thinnest, Math.abs((1 - keep) * mean)); // the logarithm of the row's mean
            double factor = Math.exp(f[i] / epsilon + logSums.shift);
            double[] row = logSums.row;
            for (int j = 0; j < m; j++) {
                kernel[start + j] = factor * row[j];
            }
            KernelRows.add(kernel, start, m, 1.0 / n, sums);
        }
        if (!(thinnest <= -Math.log(LOST))) {
            return false;
        }
        if (LogSums.least(sums, m) > LOST) {
            updateTargets(0);
            return true;
        }
        return absorbTargets();
    }

    /** The exact update of g in the log domain, for columns whose kernel has underflown; false if it does so again. */
    private boolean absorbTargets() {
        var columns = scan.columnsAgainst(scan);
        for (int j = 0; j < m; j++) {
            g[j] = -keep * epsilon * logSums.meanExponential(columns, j, f, epsilon);
        }
        for (int i = 0; i < n; i++) {
            logSums.plan(scan, i, f[i], g, epsilon);
            System.arraycopy(logSums.row, 0, kernel, i * m, m);
            if (keep < 1 && !(KernelRows.dot(kernel, i * m, m, s) > LOST * m)) {
                return false; // at price rho a factor this far off would not show
            }
        }
        return true;
    }

    /**
     * r = (1 / K s b)^keep, with what the kernel already holds of f, and {@code over} times the change more; the sums of K's
     * columns weighted by the new r. Returns the mean relative change.
     */
    private double updateSources(double over) {
        Arrays.fill(sums, 0, m, 0);
        double change = 0;
        int i = 0;
        for (; i + 3 < n; i += 4) { // four rows are still in the nearest cache when their columns are summed
            change += updateSource(i, over) + updateSource(i + 1, over);
            change += updateSource(i + 2, over) + updateSource(i + 3, over);
            KernelRows.add(kernel, i * m, m, r[i] / n, r[i + 1] / n, r[i + 2] / n, r[i + 3] / n, sums);
        }
        for (; i < n; i++) {
            change += updateSource(i, over);
            KernelRows.add(kernel, i * m, m, r[i] / n, sums);
        }
        return change / n;
    }

    private double updateSource(int i, double over) {
        double next = factor(KernelRows.dot(kernel, i * m, m, s) / m, f[i]);
        double change = Math.abs(r[i] / next - 1);
        r[i] = relaxed(r[i], next, over);
        return change;
    }

    private void updateTargets(double over) {
        for (int j = 0; j < m; j++) {
            s[j] = relaxed(s[j], factor(sums[j], g[j]), over);
        }
    }

    /** Overshoots where the change is small; a large one says that the solution is far, and rates mean nothing there. */
    private static double relaxed(double former, double next, double over) {
        double change = former / next - 1;
        return Math.abs(change) < 0.5 ? next - over * change * next : next;
    }

    /**
     * Moves a constant from f to g, which changes no entry of the plan, to where the dual value is largest: otherwise a
     * large rho lets it drift there at a rate of epsilon / rho (Séjourné, Vialard and Peyré, AISTATS 2022).
     */
    private void translate() {
        if (keep == 1) {
            return;
        }
        double sources = 0;
        double targets = 0;
        for (int i = 0; i < n; i++) {
            sources += Math.exp(-(f[i] + epsilon * Math.log(r[i])) / rho) / n;
        }
        for (int j = 0; j < m; j++) {
            targets += Math.exp(-(g[j] + epsilon * Math.log(s[j])) / rho) / m;
        }
        double constant = rho / 2 * Math.log(sources / targets) / epsilon;
        double factor = Math.exp(Math.max(-100, Math.min(100, constant))); // a longer way is gone in several iterations
        for (int i = 0; i < n; i++) {
            r[i] *= factor;
        }
        for (int j = 0; j < m; j++) {
            s[j] /= factor;
        }
    }

    private double factor(double sum, double potential) {
        return keep == 1 ? 1 / sum : Math.exp(-keep * Math.log(sum) + (keep - 1) * potential / epsilon);
    }

    /** Moves the factors into the potentials; the kernel stays, and is no longer theirs. */
    private void collect() {
        for (int i = 0; i < n; i++) {
            f[i] += epsilon * Math.log(r[i]);
        }
        for (int j = 0; j < m; j++) {
            g[j] += epsilon * Math.log(s[j]);
        }
    }

    private static double largest(double[] factors, int count) {
        double largest = 0;
        for (int k = 0; k < count; k++) {
            largest = Math.max(largest, Math.max(factors[k], 1 / factors[k]));
        }
        return largest;
    }

    /** The plan r K s / n m, its rows and columns put back into the caller's order. */
    TransportPlan plan(Costs problem, int[] sources, int[] targets) {
        var probability = new double[n * m];
        var sourcePotentials = new double[n];
        var targetPotentials = new double[m];
        for (int i = 0; i < n; i++) {
            double weight = r[i] / ((double) n * m);
            int start = sources[i] * m;
            for (int j = 0; j < m; j++) {
                probability[start + targets[j]] = weight * kernel[i * m + j] * s[j];
            }
            sourcePotentials[sources[i]] = f[i];
        }
        for (int j = 0; j < m; j++) {
            targetPotentials[targets[j]] = g[j];
        }
        return TransportPlan.entropic(problem, probability, lift, sourcePotentials, targetPotentials, rho);
    }
}
