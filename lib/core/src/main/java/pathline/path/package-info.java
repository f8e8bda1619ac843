/**
 * The route between two points, and what all routes together do.
 *
 * <p>A point x0 of the source and a point x1 of the data are joined by a path of one's choice,
 * <pre>
 * xt = σ(t) x0 + α(t) x1 + γ(t) z,      ut = σ'(t) x0 + α'(t) x1 + γ'(t) z,      z ~ N(0, I).
 * </pre>
 * A {@link pathline.path.Schedule} is the pair (α, σ), a {@link pathline.path.Bridge} the noise γ, and
 * {@link pathline.path.AffinePath} the two together. If x0 is standard normal, the points on the way to one x1 are
 * N(α x1, σ² I): a {@link pathline.path.GaussianPath}. There velocity, score, noise and data are four ways to say the
 * same thing, and {@link pathline.path.Prediction} translates.
 *
 * <p>Many routes cross in one place, each with its own velocity. What moves the law p_t of all of them is the average over the
 * routes that pass through x,
 * <pre>
 * v(t, x) = E[ut | xt = x],      with      ∂p_t/∂t + div(p_t v) = 0,
 * </pre>
 * the {@link pathline.path.MarginalVelocity}. It is known in closed form when both ends are Gaussian, mixtures of
 * Gaussians, or finitely many points; for any other data {@link pathline.path.MonteCarloVelocity} estimates it, and says
 * how well. The scatter of ut around its average is the loss that no velocity can avoid.
 *
 * <p>Paths of different schedules pass through the same laws at other times and on other scales, so a velocity learned
 * on one is a velocity on another: {@link pathline.path.Rescheduled}.
 */
package pathline.path;
