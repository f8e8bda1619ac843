package pathline.distribution;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.Arrays;
import pathline.random.Rng;

/**
 * The normal distribution N(m, C).
 *
 * <p>With the Cholesky factor L of C = L Lᵀ and the whitened point z = L⁻¹(x - m),
 * <pre>
 * x = m + L z,   log p(x) = -|z|²/2 - log det L - (d/2) log 2π,   ∇ log p(x) = -L⁻ᵀ z.
 * </pre>
 * A diagonal covariance costs O(d) per point, a full one O(d²), and its factor O(d³) once.
 */
public final class Gaussian implements Density {

    private static final double LOG_2_PI = Math.log(2 * Math.PI);

    private final double[] mean;
    private final Scale scale;
    private final double logNormalizer;

    private Gaussian(double[] mean, Scale scale) {
        if (mean.length == 0 || mean.length != scale.dim()) {
            throw new IllegalArgumentException("The mean has " + mean.length + " coordinates and the covariance "
                    + scale.dim() + "; both need the same number, at least 1");
        }
        if (!Arrays.stream(mean).allMatch(Double::isFinite)) {
            throw new IllegalArgumentException("The mean must be finite, got " + Arrays.toString(mean));
        }
        this.mean = mean.clone();
        this.scale = scale;
        this.logNormalizer = -scale.logDeterminant() - mean.length * LOG_2_PI / 2;
    }

    /** N(0, I) in d dimensions. */
    public static Gaussian standard(int d) {
        if (d < 1) {
            throw new IllegalArgumentException("d must be at least 1, got " + d);
        }
        return isotropic(new double[d], 1);
    }

    /** N(mean, sigma² I). */
    public static Gaussian isotropic(double[] mean, double sigma) {
        var sigmas = new double[mean.length];
        Arrays.fill(sigmas, sigma);
        return new Gaussian(mean, new Scale.Diagonal(sigmas));
    }

    /** N(mean, diag(sigma²)), one standard deviation per coordinate. */
    public static Gaussian diagonal(double[] mean, double[] sigma) {
        return new Gaussian(mean, new Scale.Diagonal(sigma.clone()));
    }

    /** N(mean, covariance); the covariance must be symmetric and positive definite. */
    public static Gaussian full(double[] mean, double[][] covariance) {
        for (int i = 0; i < covariance.length; i++) {
            if (covariance[i].length != covariance.length) {
                throw new IllegalArgumentException("A covariance must be square, but row " + i + " of "
                        + covariance.length + " has " + covariance[i].length + " entries");
            }
            for (int j = 0; j < i; j++) {
                double difference = Math.abs(covariance[i][j] - covariance[j][i]);
                // A covariance computed in float32 is symmetric to 1e-7 of the diagonal; transposed entries miss by far
                // more.
                if (difference > 1e-6 * Math.sqrt(Math.abs(covariance[i][i] * covariance[j][j]))) {
                    throw new IllegalArgumentException("A covariance must be symmetric, but entries (" + i + ", " + j
                            + ") and (" + j + ", " + i + ") are " + covariance[i][j] + " and " + covariance[j][i]);
                }
            }
        }
        return new Gaussian(mean, Scale.Triangular.cholesky(covariance));
    }

    /**
     * The Gaussian of greatest likelihood for the points x: their mean and their covariance (divided by n).
     *
     * @param x points, shape (n, d), n greater than d
     */
    public static Gaussian fit(NDArray x) {
        double[][] rows = Points.rows(x);
        int d = rows.length == 0 ? 0 : rows[0].length;
        if (rows.length <= d) {
            throw new IllegalArgumentException(
                    "A covariance of " + d + " coordinates needs more points than that, got " + rows.length);
        }
        var mean = new double[d];
        for (double[] row : rows) {
            for (int i = 0; i < d; i++) {
                mean[i] += row[i] / rows.length;
            }
        }
        var covariance = new double[d][d];
        for (double[] row : rows) {
            for (int i = 0; i < d; i++) {
                for (int j = 0; j < d; j++) {
                    covariance[i][j] += (row[i] - mean[i]) * (row[j] - mean[j]) / rows.length;
                }
            }
        }
        return full(mean, covariance);
    }

    /** The same covariance around another mean. */
    public Gaussian withMean(double... newMean) {
        return new Gaussian(newMean, scale);
    }

    @Override
    public int dim() {
        return mean.length;
    }

    /** A copy of the mean, length d. */
    public double[] mean() {
        return mean.clone();
    }

    /** The covariance, d rows of d entries. */
    public double[][] covariance() {
        double[][] l = scale.matrix();
        int d = l.length;
        var covariance = new double[d][d];
        for (int i = 0; i < d; i++) {
            for (int j = 0; j < d; j++) {
                for (int k = 0; k <= Math.min(i, j); k++) {
                    covariance[i][j] += l[i][k] * l[j][k];
                }
            }
        }
        return covariance;
    }

    /** -E log p = log det L + (d/2)(1 + log 2π), in nats. */
    public double entropy() {
        return mean.length / 2.0 - logNormalizer;
    }

    /**
     * The squared 2-Wasserstein distance to another Gaussian.
     *
     * <p>|m₁ - m₂|² + tr(C₁ + C₂ - 2 (C₁^½ C₂ C₁^½)^½), where the trace of the root is the sum of the singular values of
     * L₁ᵀ L₂. Gelbrich, <i>On a formula for the L² Wasserstein metric between measures on Euclidean and Hilbert
     * spaces</i>, Mathematische Nachrichten 147, 1990. Cost O(d³).
     */
    public double squaredWasserstein(Gaussian other) {
        int d = mean.length;
        if (other.dim() != d) {
            throw new IllegalArgumentException(
                    "Both Gaussians must have the same dimension, got " + d + " and " + other.dim());
        }
        double[][] l1 = scale.matrix();
        double[][] l2 = other.scale.matrix();
        var product = new double[d][d];
        double square = 0;
        for (int i = 0; i < d; i++) {
            square += (mean[i] - other.mean[i]) * (mean[i] - other.mean[i]);
            for (int j = 0; j < d; j++) {
                square += l1[i][j] * l1[i][j] + l2[i][j] * l2[i][j];
                for (int k = 0; k < d; k++) {
                    product[i][j] += l1[k][i] * l2[k][j];
                }
            }
        }
        return square - 2 * SingularValues.sum(product);
    }

    @Override
    public NDArray sample(NDManager manager, DataType type, int n, Rng rng) {
        Points.checkCount(n);
        int d = mean.length;
        var points = new double[n * d];
        for (int i = 0; i < n; i++) {
            draw(rng, points, i * d);
        }
        return Points.array(manager, type, points, n, d);
    }

    @Override
    public NDArray logDensity(NDArray x) {
        return Points.scalars(x, dim(), this::logDensity);
    }

    @Override
    public NDArray score(NDArray x) {
        return Points.vectors(x, dim(), dim(), this::score);
    }

    /** Writes a point to where d numbers begin. */
    void draw(Rng rng, double[] points, int at) {
        for (int i = 0; i < mean.length; i++) {
            points[at + i] = rng.normal();
        }
        scale.multiply(points, at);
        for (int i = 0; i < mean.length; i++) {
            points[at + i] += mean[i];
        }
    }

    double logDensity(double[] x) {
        double square = 0;
        for (double z : scale.solve(fromMean(x))) {
            square += z * z;
        }
        return logNormalizer - square / 2;
    }

    double[] score(double[] x) {
        double[] s = scale.solveTransposed(scale.solve(fromMean(x)));
        for (int i = 0; i < s.length; i++) {
            s[i] = -s[i];
        }
        return s;
    }

    private double[] fromMean(double[] x) {
        var r = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            r[i] = x[i] - mean[i];
        }
        return r;
    }

    @Override
    public String toString() {
        String shown = mean.length > 4 ? mean.length + " coordinates" : Arrays.toString(mean);
        return "Gaussian[mean " + shown + ", " + (scale instanceof Scale.Diagonal ? "diagonal" : "full")
                + " covariance]";
    }
}
