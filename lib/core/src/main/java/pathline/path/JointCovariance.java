package pathline.path;

/**
 * How xt and ut vary together around their means, for one part of each end.
 *
 * <p>With C = Cov[xt], B = Cov[ut, xt] and A = Cov[ut], all three sums of C0, C1 and I, regression gives
 * E[ut | xt] = E[ut] + B C⁻¹ (xt - E[xt]) and Cov[ut | xt] = A - B C⁻¹ B.
 */
sealed interface JointCovariance permits DiagonalJointCovariance, FullJointCovariance {

    /** C⁻¹ r. */
    double[] solve(double[] r);

    /** B y. */
    double[] gain(double[] y);

    /** C, written out. */
    double[][] covariance();

    double logDeterminant();

    /** tr(A - B C⁻¹ B), what remains unknown of ut when xt is known. */
    double remaining();

    /** Of a source part with covariance c0 and a target part with c1. */
    static JointCovariance of(PathCoefficients c, Covariance c0, Covariance c1) {
        if (c0 instanceof Covariance.Diagonal d0 && c1 instanceof Covariance.Diagonal d1) {
            return DiagonalJointCovariance.of(c, d0.variances(), d1.variances());
        }
        return FullJointCovariance.of(c, c0.matrix(), c1.matrix());
    }

    static void checkVariance(double variance, PathCoefficients c) {
        if (!(variance > 0 && variance < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("Where the path has " + c + " its points have no density (variance "
                    + variance + " left), and the velocity no value off them; stay away from that end of time, or use"
                    + " Schedule.linear(sigmaMin) or a bridge");
        }
    }
}
