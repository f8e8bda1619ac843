package pathline.distribution;

/**
 * Modified Bessel functions of the first kind, orders 0 and 1, scaled by e⁻ᶻ so that they stay finite.
 *
 * <p>Abramowitz and Stegun, <i>Handbook of Mathematical Functions</i>: the power series 9.6.10 up to z = 40, where all
 * its terms are positive, and the asymptotic series 9.7.1 above, where the terms fall below 10⁻¹⁶ before they grow.
 */
final class Bessel {

    private static final double ASYMPTOTIC = 40;

    private Bessel() {}

    /** e⁻ᶻ I_order(z) for z ≥ 0 and order 0 or 1. */
    static double scaled(int order, double z) {
        return z < ASYMPTOTIC ? Math.exp(-z) * series(order, z) : asymptotic(order, z);
    }

    /** (z/2)^order Σ (z²/4)^k / (k! (k + order)!). */
    private static double series(int order, double z) {
        double term = order == 0 ? 1 : z / 2;
        double sum = term;
        for (int k = 1; term > 1e-17 * sum; k++) {
            term *= z * z / 4 / (k * (double) (k + order));
            sum += term;
        }
        return sum;
    }

    /** (2πz)^(-1/2) (1 - (μ - 1)/(8z) + (μ - 1)(μ - 9)/(2! (8z)²) - ...) with μ = 4 order². */
    private static double asymptotic(int order, double z) {
        double term = 1;
        double sum = 1;
        for (int k = 1; Math.abs(term) > 1e-17; k++) {
            int odd = 2 * k - 1;
            term *= -(4 * order * order - odd * odd) / (8 * z * k);
            sum += term;
        }
        return sum / Math.sqrt(2 * Math.PI * z);
    }
}
