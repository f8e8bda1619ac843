package pathline.path;

/** Coordinates that vary independently: variances c of xt, covariances b with ut. */
record DiagonalJointCovariance(double[] c, double[] b, double logDeterminant, double remaining)
        implements JointCovariance {

    static DiagonalJointCovariance of(PathCoefficients k, double[] v0, double[] v1) {
        int d = v0.length;
        var c = new double[d];
        var b = new double[d];
        double logDeterminant = 0;
        double remaining = 0;
        for (int i = 0; i < d; i++) {
            c[i] = k.sigma() * k.sigma() * v0[i] + k.alpha() * k.alpha() * v1[i] + k.gamma() * k.gamma();
            JointCovariance.checkVariance(c[i], k);
            b[i] = k.dSigma() * k.sigma() * v0[i] + k.dAlpha() * k.alpha() * v1[i] + k.dGamma() * k.gamma();
            logDeterminant += Math.log(c[i]);
            remaining += remaining(k, v0[i], v1[i]) / c[i];
        }
        return new DiagonalJointCovariance(c, b, logDeterminant, remaining);
    }

    /**
     * A C - B² for A = Σ k'² v, B = Σ k' k v, C = Σ k² v, which is the sum over pairs of v w (k' l - k l')²: never
     * negative, and without cancellation.
     */
    private static double remaining(PathCoefficients k, double v0, double v1) {
        double ends = k.dSigma() * k.alpha() - k.sigma() * k.dAlpha();
        double source = k.dSigma() * k.gamma() - k.sigma() * k.dGamma();
        double target = k.dAlpha() * k.gamma() - k.alpha() * k.dGamma();
        return v0 * v1 * ends * ends + v0 * source * source + v1 * target * target;
    }

    @Override
    public double[] solve(double[] r) {
        var y = new double[r.length];
        for (int i = 0; i < y.length; i++) {
            y[i] = r[i] / c[i];
        }
        return y;
    }

    @Override
    public double[] gain(double[] y) {
        var u = new double[y.length];
        for (int i = 0; i < u.length; i++) {
            u[i] = b[i] * y[i];
        }
        return u;
    }

    @Override
    public double[][] covariance() {
        return new Covariance.Diagonal(c).matrix();
    }
}
