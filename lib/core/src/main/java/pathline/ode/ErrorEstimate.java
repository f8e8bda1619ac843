package pathline.ode;

import java.util.Arrays;
import pathline.check.Require;

/**
 * An embedded error estimate: weights e of the stage slopes, error = h sum_j e_j k_j.
 *
 * <p>Most methods carry one. Dormand and Prince's method of order 8 carries two, of orders 5 and 3, and blends them,
 * which stops it from trusting a fifth-order estimate that is small by accident: with the scaled norms n5 and n3,
 * error = n5^2 / sqrt(n5^2 + 0.01 n3^2) (Hairer, Norsett and Wanner, <i>Solving ODEs I</i>, section II.10).
 *
 * @param order order of the embedded solution; a step's error estimate falls as h^(order + 1)
 * @param weights e = b - b^, which sum to 0
 * @param guard weights of the second estimate; empty where there is none
 */
public record ErrorEstimate(int order, double[] weights, double[] guard) {

    private static final double SUM_ROUNDING = 1e-14;

    public ErrorEstimate {
        weights = Require.finite(weights, "weights").clone();
        guard = Require.finite(guard, "guard").clone();
        Require.atLeast(order, 1, "order");
        Require.that(
                Arrays.stream(weights).anyMatch(weight -> weight != 0),
                "weights are all 0; an estimate needs weights that differ from the solution's");
        if (Math.abs(Coefficients.sum(weights)) > SUM_ROUNDING || Math.abs(Coefficients.sum(guard)) > SUM_ROUNDING) {
            throw new IllegalArgumentException("Error weights must sum to 0, got " + Coefficients.sum(weights));
        }
    }

    @Override
    public double[] weights() {
        return weights.clone();
    }

    @Override
    public double[] guard() {
        return guard.clone();
    }
}
