package pathline.distribution;

import java.util.List;

/**
 * A point x = s y so far from all components of a mixture that the squares |L⁻¹(x - m)|² are beyond the range of doubles,
 * or so large that their rounding hides the differences between them.
 *
 * <p>With u = L⁻¹ y and w = L⁻¹ m the difference of two squares is a product, in which equal parts cancel exactly:
 * <pre>
 * |s u₁ - w₁|² - |s u₂ - w₂|² = Σ (s (u₁ - u₂) - (w₁ - w₂)) (s (u₁ + u₂) - (w₁ + w₂)).
 * </pre>
 *
 * @param y the point over s, its largest coordinate between 1 and 2
 * @param s a power of two
 */
record FarPoint(double[] y, double s) {

    static FarPoint of(double[] x) {
        double largest = 0;
        for (double value : x) {
            largest = Math.max(largest, Math.abs(value));
        }
        double s = Math.scalb(1.0, Math.getExponent(largest));
        var y = new double[x.length];
        for (int i = 0; i < y.length; i++) {
            y[i] = x[i] / s;
        }
        return new FarPoint(y, s);
    }

    /** log w_k + log N(x; m_k, C_k) for every k, less the largest of them. */
    double[] logJoint(double[] weights, List<Gaussian> components) {
        int count = weights.length;
        var u = new double[count][];
        var w = new double[count][];
        var own = new double[count]; // what does not depend on x
        int best = 0;
        for (int k = 0; k < count; k++) {
            u[k] = components.get(k).whitened(y);
            w[k] = components.get(k).whitened(components.get(k).mean());
            own[k] = Math.log(weights[k]) + components.get(k).logNormalizer();
            if (own[k] - own[best] - halfDifference(u[k], w[k], u[best], w[best]) > 0) {
                best = k;
            }
        }
        var logs = new double[count];
        for (int k = 0; k < count; k++) {
            logs[k] = own[k] - own[best] - halfDifference(u[k], w[k], u[best], w[best]);
        }
        return logs;
    }

    /** Half of |s u - w|² - |s u0 - w0|², as a multiple of s until the last step. */
    private double halfDifference(double[] u, double[] w, double[] u0, double[] w0) {
        double sum = 0;
        for (int i = 0; i < y.length; i++) {
            double apart = s * (u[i] - u0[i]) - (w[i] - w0[i]);
            sum += apart * ((u[i] + u0[i]) / 2 - (w[i] + w0[i]) / 2 / s);
        }
        return s * sum;
    }
}
