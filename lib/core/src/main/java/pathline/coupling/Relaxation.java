package pathline.coupling;

/**
 * How far Sinkhorn's updates overshoot: the factor ω of successive over-relaxation, found while iterating.
 *
 * <p>Near the solution the plain iteration multiplies its error by some η &lt; 1, and the relaxed one by λ with
 * (λ + ω - 1)² = λ ω² η. This is least, λ = ω - 1, at ω = 2 / (1 + √(1 - η)), where about √ of the iterations are left
 * (Young, 1954; for Sinkhorn: Thibault et al., <i>Overrelaxed Sinkhorn-Knopp algorithm</i>, Algorithms 14, 2021; Lehmann et
 * al., <i>A note on overrelaxation in the Sinkhorn algorithm</i>, Optim. Lett. 16, 2022). η is read off the residuals.
 */
final class Relaxation {

    /** Iterations that a rate is read from, and as many after a change until it is read again: the change shakes them. */
    private static final int SPAN = 6;

    /** Keeps ω below 1.97: a rate so near to 1 cannot be read from a few residuals. */
    private static final double LEAST_DISTANCE = 2.5e-4;

    private double omega = 1;
    private double before = Double.NaN;
    private int count = -2;

    /** The factor for the next update, after an iteration with this residual. */
    double next(double residual) {
        count++;
        if (count == 0) {
            before = residual;
        }
        if (count < SPAN) {
            return omega;
        }
        change(Math.pow(residual / before, 1.0 / SPAN));
        before = residual;
        return omega;
    }

    private void change(double rate) {
        count = 0;
        if (rate >= 1) {
            omega = 1 + (omega - 1) / 2;
            count = -SPAN;
        } else if (rate > omega - 1) { // a smaller one says that ω is larger than it need be, not by how much
            double eta = (rate + omega - 1) * (rate + omega - 1) / (rate * omega * omega);
            double best = 2 / (1 + Math.sqrt(Math.max(LEAST_DISTANCE, 1 - eta)));
            if (best > omega + 0.02) {
                omega = best;
                count = -SPAN;
            }
        }
    }
}
