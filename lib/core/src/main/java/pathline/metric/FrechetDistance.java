package pathline.metric;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.EigenDecompositionSymmetric;
import org.hipparchus.linear.RealMatrix;
import pathline.array.Points;
import pathline.check.Require;
import pathline.check.RequireArray;

/**
 * The Fréchet distance of two sets of features, as if both were Gaussian:
 *
 * <pre>
 *   |m1 - m2|² + tr(S1 + S2 - 2 (S1^½ S2 S1^½)^½)
 * </pre>
 *
 * <p>It is the squared 2-Wasserstein distance of Gaussians with these means and covariances (Dowson and Landau, 1982), called FID where
 * the features are those of a certain net of images (Heusel et al., <i>GANs trained by a two time-scale update rule</i>,
 * 2017). Numbers by other features are other numbers. It is biased upwards by a term that falls as 1/n: compare equal n, and
 * name the distance of two sets of data beside it. In squared units of the features.
 */
public final class FrechetDistance {

    private static final int MOST = 2048;

    private FrechetDistance() {}

    /**
     * Of two sets.
     *
     * @param a shape (n, d), n at least 2, d at most 2048
     * @param b shape (m, d), m at least 2
     * @return at least 0 but for rounding, which is of 1e-15 times the covariances' traces
     */
    public static double of(NDArray a, NDArray b) {
        var first = Moments.of(a, "a");
        var second = Moments.of(b, "b");
        int d = first.mean.length;
        Require.that(
                d == second.mean.length, "a has " + d + " features and b " + second.mean.length + "; expected as many");
        double square = 0;
        for (int k = 0; k < d; k++) {
            double difference = first.mean[k] - second.mean[k];
            square += difference * difference;
        }
        var root = root(first.covariance);
        var product = root.multiply(second.covariance).multiply(root);
        double cross = Arrays.stream(eigenvalues(product))
                .map(x -> Math.sqrt(Math.max(0, x)))
                .sum();
        return square + first.covariance.getTrace() + second.covariance.getTrace() - 2 * cross;
    }

    /** Mean and covariance, the latter divided by n - 1. */
    private record Moments(double[] mean, RealMatrix covariance) {

        static Moments of(NDArray x, String name) {
            var points = Points.of(RequireArray.events(x, name), name);
            int n = points.size();
            int d = points.dim();
            Require.that(n >= 2, name + " has " + n + " rows; expected at least 2, as a covariance needs");
            Require.that(d <= MOST, name + " has " + d + " features; expected at most " + MOST);
            double[] rows = points.finite(name);
            var mean = new double[d];
            for (int i = 0; i < n * d; i++) {
                mean[i % d] += rows[i] / n;
            }
            var sums = new double[d][d];
            var centred = new double[d];
            for (int i = 0; i < n; i++) {
                for (int k = 0; k < d; k++) {
                    centred[k] = rows[i * d + k] - mean[k];
                }
                for (int k = 0; k < d; k++) {
                    for (int l = 0; l <= k; l++) {
                        sums[k][l] += centred[k] * centred[l] / (n - 1);
                    }
                }
            }
            for (int k = 0; k < d; k++) {
                for (int l = 0; l < k; l++) {
                    sums[l][k] = sums[k][l];
                }
            }
            return new Moments(mean, new Array2DRowRealMatrix(sums, false));
        }
    }

    /** The symmetric root; what rounding made negative counts as 0, since features may be constant. */
    private static RealMatrix root(RealMatrix s) {
        var parts = new EigenDecompositionSymmetric(s, 0, true);
        var vectors = parts.getV();
        var scaled = vectors.copy();
        double[] values = parts.getEigenvalues();
        for (int j = 0; j < values.length; j++) {
            double factor = Math.sqrt(Math.max(0, values[j]));
            for (int i = 0; i < values.length; i++) {
                scaled.multiplyEntry(i, j, factor);
            }
        }
        return scaled.multiplyTransposed(vectors);
    }

    private static double[] eigenvalues(RealMatrix product) {
        var symmetric = product.add(product.transpose()).scalarMultiply(0.5);
        return new EigenDecompositionSymmetric(symmetric, 0, true).getEigenvalues();
    }
}
