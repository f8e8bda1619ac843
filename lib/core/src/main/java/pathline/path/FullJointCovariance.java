package pathline.path;

/** Coordinates that vary together: C by its Cholesky factor, and B. */
record FullJointCovariance(
        double[][] covariance, double[][] factor, double[][] b, double logDeterminant, double remaining)
        implements JointCovariance {

    static FullJointCovariance of(PathCoefficients k, double[][] c0, double[][] c1) {
        double[][] c = sum(k.sigma() * k.sigma(), c0, k.alpha() * k.alpha(), c1, k.gamma() * k.gamma());
        double[][] b = sum(k.dSigma() * k.sigma(), c0, k.dAlpha() * k.alpha(), c1, k.dGamma() * k.gamma());
        double[][] a = sum(k.dSigma() * k.dSigma(), c0, k.dAlpha() * k.dAlpha(), c1, k.dGamma() * k.dGamma());
        double[][] factor = cholesky(c, k);
        double logDeterminant = 0;
        double remaining = 0;
        for (int i = 0; i < c.length; i++) {
            logDeterminant += 2 * Math.log(factor[i][i]);
            remaining += a[i][i] - dot(b[i], solve(factor, b[i]));
        }
        return new FullJointCovariance(c, factor, b, logDeterminant, remaining);
    }

    @Override
    public double[] solve(double[] r) {
        return solve(factor, r);
    }

    @Override
    public double[] gain(double[] y) {
        var u = new double[y.length];
        for (int i = 0; i < u.length; i++) {
            u[i] = dot(b[i], y);
        }
        return u;
    }

    private static double[][] sum(double w0, double[][] c0, double w1, double[][] c1, double w) {
        var sum = new double[c0.length][c0.length];
        for (int i = 0; i < sum.length; i++) {
            for (int j = 0; j < sum.length; j++) {
                sum[i][j] = w0 * c0[i][j] + w1 * c1[i][j] + (i == j ? w : 0);
            }
        }
        return sum;
    }

    private static double[][] cholesky(double[][] c, PathCoefficients k) {
        var l = new double[c.length][c.length];
        for (int i = 0; i < c.length; i++) {
            for (int j = 0; j <= i; j++) {
                double rest = c[i][j];
                for (int m = 0; m < j; m++) {
                    rest -= l[i][m] * l[j][m];
                }
                if (i == j) {
                    JointCovariance.checkVariance(rest, k);
                    l[i][i] = Math.sqrt(rest);
                } else {
                    l[i][j] = rest / l[j][j];
                }
            }
        }
        return l;
    }

    private static double[] solve(double[][] l, double[] r) {
        double[] y = r.clone();
        for (int i = 0; i < y.length; i++) {
            for (int j = 0; j < i; j++) {
                y[i] -= l[i][j] * y[j];
            }
            y[i] /= l[i][i];
        }
        for (int i = y.length - 1; i >= 0; i--) {
            for (int j = i + 1; j < y.length; j++) {
                y[i] -= l[j][i] * y[j];
            }
            y[i] /= l[i][i];
        }
        return y;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
