package pathline.distribution;

import java.util.Arrays;
import pathline.check.Require;

/**
 * The matrix L of x = mean + L z, z ~ N(0, I): lower triangular with a positive diagonal, so that the covariance is
 * L Lᵀ and log det L the sum of the logarithms of the diagonal.
 */
sealed interface CovarianceFactor {

    int dim();

    /** Turns d numbers, from number {@code at}, from z into L z. */
    void multiply(double[] z, int at);

    /** L⁻¹ r, by forward substitution. */
    double[] solve(double[] r);

    /** L⁻ᵀ r, by back substitution. */
    double[] solveTransposed(double[] r);

    double logDeterminant();

    /** Entry (i, j) of L Lᵀ. */
    double square(int i, int j);

    /** L, written out. */
    double[][] matrix();

    /** L with the standard deviations on its diagonal and zeros elsewhere. */
    record DiagonalFactor(double[] sigma) implements CovarianceFactor {

        public DiagonalFactor {
            for (int i = 0; i < sigma.length; i++) {
                if (!(sigma[i] > 0) || Double.isInfinite(sigma[i])) {
                    throw new IllegalArgumentException("A standard deviation must be positive and finite, got "
                            + sigma[i] + " for coordinate " + i);
                }
            }
        }

        @Override
        public int dim() {
            return sigma.length;
        }

        @Override
        public void multiply(double[] z, int at) {
            for (int i = 0; i < sigma.length; i++) {
                z[at + i] *= sigma[i];
            }
        }

        @Override
        public double[] solve(double[] r) {
            var z = new double[r.length];
            for (int i = 0; i < r.length; i++) {
                z[i] = r[i] / sigma[i];
            }
            return z;
        }

        @Override
        public double[] solveTransposed(double[] r) {
            return solve(r);
        }

        @Override
        public double logDeterminant() {
            return Arrays.stream(sigma).map(Math::log).sum();
        }

        @Override
        public double square(int i, int j) {
            return i == j ? sigma[i] * sigma[i] : 0;
        }

        @Override
        public double[][] matrix() {
            var l = new double[sigma.length][sigma.length];
            for (int i = 0; i < sigma.length; i++) {
                l[i][i] = sigma[i];
            }
            return l;
        }
    }

    /** L as the Cholesky factor of a covariance. */
    record TriangularFactor(double[][] l) implements CovarianceFactor {

        /** Coordinates of a full covariance, whose factor takes d³/3 steps: some seconds for so many. */
        private static final int MOST = 3072;

        static void checkSize(int d) {
            Require.that(
                    d <= MOST,
                    "covariance has " + d + " coordinates; expected at most " + MOST
                            + " for a full one, whose factor takes"
                            + " d³/3 steps; take Gaussian.diagonal, or fewer coordinates");
        }

        /** The factor of a symmetric positive definite matrix; column j of row i is found from the rows above. */
        static TriangularFactor cholesky(double[][] covariance) {
            int d = covariance.length;
            var l = new double[d][d];
            for (int i = 0; i < d; i++) {
                for (int j = 0; j <= i; j++) {
                    double rest = covariance[i][j];
                    for (int k = 0; k < j; k++) {
                        rest -= l[i][k] * l[j][k];
                    }
                    if (i == j && !(rest > 0 && rest < Double.POSITIVE_INFINITY)) {
                        throw new IllegalArgumentException("A covariance must be positive definite, but given the"
                                + " coordinates before it, coordinate " + i + " has variance " + rest
                                + "; drop that coordinate or add a small multiple of the identity");
                    }
                    l[i][j] = i == j ? Math.sqrt(rest) : rest / l[j][j];
                }
            }
            return new TriangularFactor(l);
        }

        @Override
        public int dim() {
            return l.length;
        }

        @Override
        public void multiply(double[] z, int at) {
            for (int i = l.length - 1; i >= 0; i--) { // from the last row on, which alone needs the last number
                double sum = 0;
                for (int j = 0; j <= i; j++) {
                    sum += l[i][j] * z[at + j];
                }
                z[at + i] = sum;
            }
        }

        @Override
        public double[] solve(double[] r) {
            double[] z = r.clone();
            for (int i = 0; i < z.length; i++) {
                for (int j = 0; j < i; j++) {
                    z[i] -= l[i][j] * z[j];
                }
                z[i] /= l[i][i];
            }
            return z;
        }

        @Override
        public double[] solveTransposed(double[] r) {
            double[] z = r.clone();
            for (int i = z.length - 1; i >= 0; i--) {
                z[i] /= l[i][i];
                for (int j = 0; j < i; j++) {
                    z[j] -= l[i][j] * z[i];
                }
            }
            return z;
        }

        @Override
        public double logDeterminant() {
            double sum = 0;
            for (int i = 0; i < l.length; i++) {
                sum += Math.log(l[i][i]);
            }
            return sum;
        }

        @Override
        public double square(int i, int j) {
            double sum = 0;
            for (int k = 0; k <= Math.min(i, j); k++) {
                sum += l[i][k] * l[j][k];
            }
            return sum;
        }

        @Override
        public double[][] matrix() {
            return l;
        }
    }
}
