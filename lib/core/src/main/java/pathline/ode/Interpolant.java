package pathline.ode;

import pathline.check.Require;

/**
 * Dense output: the state anywhere within a step, from the slopes that the step has already evaluated.
 *
 * <p>x(t + theta h) = x_n + h sum_j w_j(theta) k_j with polynomials w_j(theta) = sum_p weights[j][p] theta^(p+1). The
 * slopes are the method's s stages, then (where used) the slope at the step's end, which the next step needs anyway,
 * then {@code extra} stages, which are evaluated only for steps that are looked into.
 *
 * @param order local order: the error within a step of length h falls as h^(order + 1), if the step's end is as good
 * @param weights one row of polynomial coefficients a slope
 * @param endSlope whether row s belongs to the slope at the step's end
 * @param extraC times of the extra stages
 * @param extra coefficients of the extra stages, over all slopes before them
 */
public record Interpolant(int order, double[][] weights, boolean endSlope, double[] extraC, double[][] extra) {

    public Interpolant {
        weights = Coefficients.copy(Require.nonNull(weights, "weights"));
        extraC = Require.finite(extraC, "extraC").clone();
        extra = Coefficients.copy(Require.nonNull(extra, "extra"));
        if (order < 1 || extraC.length != extra.length || weights.length < 1 + extra.length) {
            throw new IllegalArgumentException("Dense output needs an order of at least 1, a row of weights for every"
                    + " slope and a time for every extra stage, got order " + order + ", " + weights.length
                    + " rows, " + extraC.length + " times and " + extra.length + " extra stages");
        }
        int own = weights.length - extra.length;
        for (int j = 0; j < weights.length; j++) {
            Require.finite(weights[j], "weights[" + j + "]");
        }
        for (int i = 0; i < extra.length; i++) {
            Require.finite(extra[i], "extra[" + i + "]");
            Require.that(
                    extra[i].length <= own + i,
                    "extra[" + i + "] has " + extra[i].length + " coefficients; expected at most " + (own + i)
                            + ", one for each slope before it");
        }
    }

    /** Dense output from the stages alone. */
    public static Interpolant of(int order, double[][] weights) {
        return new Interpolant(order, weights, false, new double[0], new double[0][]);
    }

    /**
     * The cubic Hermite polynomial through both ends and their slopes:
     * x_n + h [ (3 theta^2 - 2 theta^3) sum b_j k_j + (theta - 2 theta^2 + theta^3) k_1 + (theta^3 - theta^2) k_end ].
     */
    static Interpolant hermite(double[] b) {
        var weights = new double[b.length + 1][];
        for (int j = 0; j < b.length; j++) {
            weights[j] = new double[] {0, 3 * b[j], -2 * b[j]};
        }
        weights[0] = new double[] {1, 3 * b[0] - 2, -2 * b[0] + 1};
        weights[b.length] = new double[] {0, -1, 1};
        return new Interpolant(3, weights, true, new double[0], new double[0][]);
    }

    /** How many stages of the method itself the weights are for. */
    int stages() {
        return weights.length - extra.length - (endSlope ? 1 : 0);
    }

    /** How many stages are evaluated for dense output alone. */
    int extraStages() {
        return extra.length;
    }

    @Override
    public double[][] weights() {
        return Coefficients.copy(weights);
    }

    @Override
    public double[] extraC() {
        return extraC.clone();
    }

    @Override
    public double[][] extra() {
        return Coefficients.copy(extra);
    }

    /** The weights w_j at {@code theta} in [0, 1]. */
    public double[] at(double theta) {
        Require.finite(theta, "theta");
        var values = new double[weights.length];
        for (int j = 0; j < values.length; j++) {
            double value = 0;
            for (int p = weights[j].length - 1; p >= 0; p--) {
                value = (value + weights[j][p]) * theta;
            }
            values[j] = value;
        }
        return values;
    }
}
