package pathline.metric;

import java.util.Arrays;
import pathline.check.Require;

/** The measured order of a method: the slope p of log(error) over log(h), since error = C h^p for small h. */
public final class ConvergenceOrder {

    private ConvergenceOrder() {}

    /**
     * The slope of the least-squares line through (log h, log error).
     *
     * @param h step lengths, at least two, positive, not all the same; only those small enough for the error to follow its leading term,
     *     and not so small that rounding shows, give the order
     * @param error errors at these steps, positive
     */
    public static double of(double[] h, double[] error) {
        Require.finite(h, "h");
        Require.finite(error, "error");
        if (h.length != error.length || h.length < 2) {
            throw new IllegalArgumentException(
                    "An order needs at least two steps and as many errors, got " + h.length + " and " + error.length);
        }
        double meanX = 0;
        double meanY = 0;
        for (int i = 0; i < h.length; i++) {
            if (!(h[i] > 0 && error[i] > 0)) {
                throw new IllegalArgumentException("Steps and errors must be positive to have logarithms, got h = "
                        + h[i] + ", error = " + error[i]);
            }
            meanX += Math.log(h[i]) / h.length;
            meanY += Math.log(error[i]) / h.length;
        }
        double least = Arrays.stream(h).min().getAsDouble();
        double most = Arrays.stream(h).max().getAsDouble();
        Require.that(
                most > least * (1 + 1e-9),
                "h has one step length only, " + most + "; expected at least two that differ, as an order is a slope");
        double covariance = 0;
        double variance = 0;
        for (int i = 0; i < h.length; i++) {
            double x = Math.log(h[i]) - meanX;
            covariance += x * (Math.log(error[i]) - meanY);
            variance += x * x;
        }
        return covariance / variance;
    }
}
