package pathline.distribution;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.Arrays;
import pathline.array.Points;
import pathline.check.Require;
import pathline.check.RequireArray;
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
public final class Gaussian implements Density, RowDraw {

    private static final double LOG_2_PI = Math.log(2 * Math.PI);

    /** Coordinates of a matrix that is written out: 128 MB for so many. */
    private static final int MOST_WRITTEN = 4096;

    private final double[] mean;
    private final CovarianceFactor scale;
    private final double logNormalizer;

    private Gaussian(double[] mean, CovarianceFactor scale) {
        if (mean.length == 0 || mean.length != scale.dim()) {
            throw new IllegalArgumentException("The mean has " + mean.length + " coordinates and the covariance "
                    + scale.dim() + "; both need the same number, at least 1");
        }
        Require.finite(mean, "mean must be finite, but mean");
        this.mean = mean.clone();
        this.scale = scale;
        this.logNormalizer = -scale.logDeterminant() - mean.length * LOG_2_PI / 2;
    }

    /** N(0, I) in d dimensions. */
    public static Gaussian standard(int d) {
        DrawSize.checkDim(d);
        return isotropic(new double[d], 1);
    }

    /** N(mean, sigma² I). */
    public static Gaussian isotropic(double[] mean, double sigma) {
        Require.nonNull(mean, "mean");
        var sigmas = new double[mean.length];
        Arrays.fill(sigmas, sigma);
        return new Gaussian(mean, new CovarianceFactor.DiagonalFactor(sigmas));
    }

    /** N(mean, diag(sigma²)), one standard deviation per coordinate. */
    public static Gaussian diagonal(double[] mean, double[] sigma) {
        Require.nonNull(mean, "mean");
        Require.nonNull(sigma, "sigma");
        return new Gaussian(mean, new CovarianceFactor.DiagonalFactor(sigma.clone()));
    }

    /** N(mean, covariance); the covariance must be symmetric and positive definite, of at most 3072 rows. */
    public static Gaussian full(double[] mean, double[][] covariance) {
        Require.nonNull(mean, "mean");
        Require.nonNull((Object) covariance, "covariance");
        CovarianceFactor.TriangularFactor.checkSize(covariance.length);
        for (int i = 0; i < covariance.length; i++) {
            if (Require.nonNull(covariance[i], "covariance[" + i + "]").length != covariance.length) {
                throw new IllegalArgumentException("A covariance must be square, but row " + i + " of "
                        + covariance.length + " has " + covariance[i].length + " entries");
            }
            for (int j = 0; j < covariance.length; j++) {
                if (!Double.isFinite(covariance[i][j])) {
                    throw new IllegalArgumentException(
                            "covariance is " + covariance[i][j] + " in row " + i + ", column " + j
                                    + " (counted from 0); a covariance must be finite, symmetric and positive definite");
                }
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
        return new Gaussian(mean, CovarianceFactor.TriangularFactor.cholesky(covariance));
    }

    /**
     * The Gaussian of greatest likelihood for the points x: their mean and their covariance (divided by n).
     *
     * @param x points, shape (n, d), n greater than d, d at most 3072
     */
    public static Gaussian fit(NDArray x) {
        RequireArray.points(x, "x");
        double[][] rows = Points.split(
                Points.of(x, "x").finite("x"), Math.toIntExact(x.getShape().get(1)));
        int d = rows[0].length;
        if (rows.length <= d) {
            throw new IllegalArgumentException(
                    "A covariance of " + d + " coordinates needs more points than that, got " + rows.length);
        }
        CovarianceFactor.TriangularFactor.checkSize(d);
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

    @Override
    public int dim() {
        return mean.length;
    }

    /** A copy of the mean, length d. */
    public double[] mean() {
        return mean.clone();
    }

    /** The variances of the coordinates: the diagonal of the covariance. */
    public double[] variances() {
        var variances = new double[mean.length];
        for (int i = 0; i < variances.length; i++) {
            variances[i] = scale.square(i, i);
        }
        return variances;
    }

    /** Whether the coordinates are known to be independent: whether all of the covariance is in {@link #variances}. */
    public boolean isDiagonal() {
        return scale instanceof CovarianceFactor.DiagonalFactor;
    }

    /** The covariance, d rows of d entries, for d of at most 4096; {@link #variances} is its diagonal for any d. */
    public double[][] covariance() {
        int d = mean.length;
        Require.that(
                d <= MOST_WRITTEN,
                "d is " + d + "; expected at most " + MOST_WRITTEN
                        + " for a covariance that is written out; the variances" + " alone are variances()");
        var covariance = new double[d][d];
        for (int i = 0; i < d; i++) {
            for (int j = 0; j < d; j++) {
                covariance[i][j] = scale.square(i, j);
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
        Require.nonNull(other, "other");
        int d = mean.length;
        if (other.dim() != d) {
            throw new IllegalArgumentException(
                    "Both Gaussians must have the same dimension, got " + d + " and " + other.dim());
        }
        double square = Gelbrich.squared(mean, scale, other.mean, other.scale);
        Require.that(
                Double.isFinite(square),
                "other is too far away, " + other + ": the squared distance leaves the range of doubles");
        return square;
    }

    @Override
    public Points points(NDManager manager, DataType type, int n, Rng rng) {
        int d = mean.length;
        DrawSize.check(manager, type, n, d, rng);
        var points = new double[n * d];
        for (int i = 0; i < n; i++) {
            draw(rng, points, i * d);
        }
        return Points.of(manager, type, points, n, d);
    }

    @Override
    public NDArray logDensity(NDArray x) {
        return RowFunctions.scalars(x, dim(), point -> RowFunctions.logDensity(logDensity(point), point));
    }

    @Override
    public NDArray score(NDArray x) {
        return RowFunctions.vectors(x, dim(), dim(), point -> RowFunctions.finite(score(point), point, "score"));
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

    /** The logarithm of the density less that of its exponential: -log det L - (d/2) log 2π. */
    double logNormalizer() {
        return logNormalizer;
    }

    /** L⁻¹ y, without the mean. */
    double[] whitened(double[] y) {
        return scale.solve(y);
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
        return "Gaussian[mean " + shown + ", "
                + (scale instanceof CovarianceFactor.DiagonalFactor ? "diagonal" : "full") + " covariance]";
    }
}
