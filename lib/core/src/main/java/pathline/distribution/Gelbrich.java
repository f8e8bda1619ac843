package pathline.distribution;

import java.util.Arrays;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.SingularValueDecomposition;
import pathline.check.Require;

/** The squared 2-Wasserstein distance between Gaussians, from their means and the factors of their covariances. */
final class Gelbrich {

    /** Coordinates where a covariance is full, as the singular values take some d³ steps. */
    private static final int MOST = 1024;

    private Gelbrich() {}

    static double squared(double[] m1, CovarianceFactor s1, double[] m2, CovarianceFactor s2) {
        if (s1 instanceof CovarianceFactor.DiagonalFactor d1 && s2 instanceof CovarianceFactor.DiagonalFactor d2) {
            return diagonal(m1, d1.sigma(), m2, d2.sigma());
        }
        int d = m1.length;
        Require.that(
                d <= MOST,
                "other has " + d + " coordinates; expected at most " + MOST + " where a covariance is full, as the"
                        + " distance takes d³ steps; Wasserstein.sliced compares draws in any dimension");
        double[][] l1 = s1.matrix();
        double[][] l2 = s2.matrix();
        var product = new double[d][d];
        double square = 0;
        for (int i = 0; i < d; i++) {
            square += (m1[i] - m2[i]) * (m1[i] - m2[i]);
            for (int j = 0; j < d; j++) {
                square += l1[i][j] * l1[i][j] + l2[i][j] * l2[i][j];
                for (int k = 0; k < d; k++) {
                    product[i][j] += l1[k][i] * l2[k][j];
                }
            }
        }
        var values = new SingularValueDecomposition(new Array2DRowRealMatrix(product, false));
        return square - 2 * Arrays.stream(values.getSingularValues()).sum();
    }

    /** In O(d): the singular values are the products of the deviations. */
    private static double diagonal(double[] m1, double[] sigma1, double[] m2, double[] sigma2) {
        double square = 0;
        double sum = 0;
        for (int i = 0; i < m1.length; i++) {
            square += (m1[i] - m2[i]) * (m1[i] - m2[i]);
            square += sigma1[i] * sigma1[i] + sigma2[i] * sigma2[i];
            double product = sigma1[i] * sigma2[i];
            sum += Math.sqrt(product * product);
        }
        return square - 2 * sum;
    }
}
