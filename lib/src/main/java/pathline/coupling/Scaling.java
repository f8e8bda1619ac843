package pathline.coupling;

import java.util.Arrays;

/**
 * Sinkhorn's iteration on one cost matrix: potentials f and g, a kernel K = exp((f + g - C) / epsilon) that holds them, and
 * factors r and s since the kernel was last computed.
 */
final class Scaling {

    /** Factors beyond this are absorbed into the kernel, far from the range of doubles at either end. */
    private static final double LARGEST_FACTOR = 1e60;

    private final int n;
    private final int m;
    private final double[] costs;
    private final double[] f;
    private final double[] g;
    private final double[] kernel;
    private final double[] r;
    private final double[] s;
    private final double[] sums;

    private double epsilon;
    private double rho;
    /** The update of a marginal at price rho is the exact one shrunk by this factor; 1 for fixed marginals. */
    private double keep;

    Scaling(Costs costs) {
        this.n = costs.rows();
        this.m = costs.columns();
        this.costs = costs.toArray();
        this.f = new double[n];
        this.g = new double[m];
        this.kernel = new double[this.costs.length];
        this.r = new double[n];
        this.s = new double[m];
        this.sums = new double[m];
    }

    void start(double[] targetPotentials) {
        System.arraycopy(targetPotentials, 0, g, 0, m);
    }

    /** Largest cost minus least cost. */
    double spread() {
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (double cost : costs) {
            least = Math.min(least, cost);
            most = Math.max(most, cost);
        }
        return most - least;
    }

    /** Iterates to the tolerance or the limit; returns the last residual. */
    double run(double strength, double price, double tolerance, int iterations) {
        epsilon = strength;
        rho = price;
        keep = rho == Double.POSITIVE_INFINITY ? 1 : rho / (rho + epsilon);
        double residual = Double.POSITIVE_INFINITY;
        absorb();
        for (int iteration = 0; iteration < iterations && !(residual <= tolerance); iteration++) {
            if (largest(r) > LARGEST_FACTOR || largest(s) > LARGEST_FACTOR) {
                collect();
                absorb();
            }
            residual = updateSources();
            updateTargets();
            translate();
        }
        collect();
        return residual;
    }

    /** One exact update of f and g in the log domain, and their kernel; afterwards r = s = 1. */
    private void absorb() {
        for (int i = 0; i < n; i++) {
            f[i] = -keep * epsilon * logMeanExp(g, i * m, 1, m);
        }
        for (int j = 0; j < m; j++) {
            g[j] = -keep * epsilon * logMeanExp(f, j, m, n);
        }
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < m; j++) {
                kernel[i * m + j] = Math.exp((f[i] + g[j] - costs[i * m + j]) / epsilon);
            }
        }
        Arrays.fill(r, 1);
        Arrays.fill(s, 1);
    }

    /** log of the mean over k of exp((potential(k) - cost(k)) / epsilon), without overflow. */
    private double logMeanExp(double[] potential, int start, int step, int count) {
        double most = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < count; k++) {
            most = Math.max(most, potential[k] - costs[start + k * step]);
        }
        double sum = 0;
        for (int k = 0; k < count; k++) {
            sum += Math.exp((potential[k] - costs[start + k * step] - most) / epsilon);
        }
        return most / epsilon + Math.log(sum / count);
    }

    /** r = (1 / K s b)^keep, with what the kernel already holds of f; returns the mean relative change of r. */
    private double updateSources() {
        double change = 0;
        for (int i = 0; i < n; i++) {
            double next = factor(dot(i * m) / m, f[i]);
            change += Math.abs(r[i] / next - 1);
            r[i] = next;
        }
        return change / n;
    }

    private void updateTargets() {
        Arrays.fill(sums, 0);
        for (int i = 0; i < n; i++) {
            double weight = r[i] / n;
            int start = i * m;
            for (int j = 0; j < m; j++) {
                sums[j] += weight * kernel[start + j];
            }
        }
        for (int j = 0; j < m; j++) {
            s[j] = factor(sums[j], g[j]);
        }
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
        double shift = rho / 2 * Math.log(sources / targets) / epsilon;
        double factor = Math.exp(Math.max(-100, Math.min(100, shift))); // a longer way is gone in several iterations
        for (int i = 0; i < n; i++) {
            r[i] *= factor;
        }
        for (int j = 0; j < m; j++) {
            s[j] /= factor;
        }
    }

    private double factor(double sum, double held) {
        return keep == 1 ? 1 / sum : Math.exp(-keep * Math.log(sum) + (keep - 1) * held / epsilon);
    }

    /** The product of a kernel row with s, in four sums that do not wait for each other. */
    private double dot(int start) {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        int j = 0;
        for (; j + 3 < m; j += 4) {
            a += kernel[start + j] * s[j];
            b += kernel[start + j + 1] * s[j + 1];
            c += kernel[start + j + 2] * s[j + 2];
            d += kernel[start + j + 3] * s[j + 3];
        }
        for (; j < m; j++) {
            a += kernel[start + j] * s[j];
        }
        return a + b + (c + d);
    }

    /** Moves the factors into the potentials. */
    private void collect() {
        for (int i = 0; i < n; i++) {
            f[i] += epsilon * Math.log(r[i]);
        }
        for (int j = 0; j < m; j++) {
            g[j] += epsilon * Math.log(s[j]);
        }
        Arrays.fill(r, 1);
        Arrays.fill(s, 1);
    }

    private static double largest(double[] factors) {
        double largest = 0;
        for (double factor : factors) {
            largest = Math.max(largest, Math.max(factor, 1 / factor));
        }
        return largest;
    }

    TransportPlan plan(Costs problem) {
        var probability = new double[n * m];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < m; j++) {
                probability[i * m + j] = Math.exp((f[i] + g[j] - costs[i * m + j]) / epsilon) / ((double) n * m);
            }
        }
        return TransportPlan.entropic(problem, probability, f, g, rho);
    }
}
