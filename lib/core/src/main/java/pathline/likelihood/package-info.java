/**
 * What a flow does to a density.
 *
 * <p>Where trajectories spread, density thins out. Along a trajectory of dx/dt = v(t, x) the continuity equation
 * dp/dt + div(p v) = 0 becomes d/dt log p = -div v: no Jacobian of the flow and no determinant, only one number gathered
 * on the way. So the log-density of a point is that of where it came from, less the divergence that it met
 * ({@link pathline.likelihood.ChangeOfVariables}).
 *
 * <p>Four steps lead there, each a type:
 *
 * <pre>
 *   Divergence       the recipe: d unit tangents, or a few random ones
 *   Trace            the tangents of one solve, fixed: div v as a function of (t, x)
 *   AugmentedField   the point and what it gathers as one state, for any solver and any backpropagation
 *   Likelihood       a batch's log-densities with the gradient of a loss of them
 * </pre>
 *
 * <p>Hutchinson's estimate with fixed noise is a smooth function of (t, x), which a solver can follow; its mean over the
 * noise is the divergence, and since the log-density is linear in it, what a solve returns is right on average. Redrawn at
 * every evaluation, it is no function at all: the error estimate of a step then measures the noise, and steps shrink until
 * that is below the tolerance. To see it happen, solve
 * {@code (t, z) -> AugmentedField.of(velocity, divergence.forSolve(x)).at(t, z)}.
 */
package pathline.likelihood;
