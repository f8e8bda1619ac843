package pathline.coupling;

/**
 * Sinkhorn's iteration with logarithms alone: slower than {@link Scaling} by the exponentials of every step, and right where
 * the plan as a whole is below the range of doubles, as an unbalanced one is that leaves nearly all mass.
 *
 * @param scan the costs
 * @param f potentials of the sources, overwritten
 * @param g potentials of the targets, overwritten
 * @param epsilon strength of the entropy
 * @param rho price of leaving a marginal
 * @param sums room for a row
 */
record LogScaling(Scan scan, double[] f, double[] g, double epsilon, double rho, LogSums sums) {

    /** Iterates to the tolerance or the limit; returns the mean relative change of the last update of the sources. */
    double run(double tolerance, int iterations) {
        updateSources();
        updateTargets();
        double residual = Double.POSITIVE_INFINITY;
        for (int iteration = 0; iteration < iterations && residual > tolerance; iteration++) {
            residual = updateSources();
            updateTargets();
        }
        return residual;
    }

    private double keep() {
        return rho == Double.POSITIVE_INFINITY ? 1 : rho / (rho + epsilon);
    }

    private double updateSources() {
        double change = 0;
        for (int i = 0; i < scan.rows(); i++) {
            double next = -keep() * epsilon * sums.meanExponential(scan, i, g, epsilon);
            change += Math.abs(Math.expm1((f[i] - next) / epsilon));
            f[i] = next;
        }
        return change / scan.rows();
    }

    private void updateTargets() {
        var columns = scan.columnsAgainst(scan);
        for (int j = 0; j < scan.columns(); j++) {
            g[j] = -keep() * epsilon * sums.meanExponential(columns, j, f, epsilon);
        }
        if (rho < Double.POSITIVE_INFINITY) {
            translate();
        }
    }

    /** Moves the constant from f to g that makes the dual value largest, as {@link Scaling} does. */
    private void translate() {
        double constant = rho / 2 * (logMean(f, scan.rows()) - logMean(g, scan.columns()));
        for (int i = 0; i < scan.rows(); i++) {
            f[i] += constant;
        }
        for (int j = 0; j < scan.columns(); j++) {
            g[j] -= constant;
        }
    }

    /** The logarithm of the mean of exp(-potential / rho). */
    private double logMean(double[] potential, int count) {
        double least = LogSums.least(potential, count);
        double sum = 0;
        for (int k = 0; k < count; k++) {
            sum += Math.exp((least - potential[k]) / rho);
        }
        return Math.log(sum / count) - least / rho;
    }

    /** Writes exp((f + g - C) / epsilon) over the largest of them; returns the logarithm of that. */
    double kernel(double[] kernel) {
        int m = scan.columns();
        double largest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < scan.rows(); i++) {
            scan.row(i, kernel, i * m);
            for (int j = 0; j < m; j++) {
                int k = i * m + j;
                kernel[k] = (f[i] + g[j] - kernel[k]) / epsilon;
                largest = Math.max(largest, kernel[k]);
            }
        }
        for (int k = 0; k < scan.rows() * m; k++) {
            kernel[k] = Math.exp(kernel[k] - largest);
        }
        return largest;
    }
}
