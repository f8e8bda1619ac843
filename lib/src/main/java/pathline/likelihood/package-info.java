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
 * <p>A Hutchinson estimate whose noise is fixed is itself the divergence of nothing in particular, but a smooth function:
 * a solver can follow it, and its mean over the noise is the log-density. What redrawing does can be seen by building the
 * field anew at every evaluation, {@code (t, z) -> AugmentedField.of(velocity, divergence.forSolve(x)).at(t, z)}.
 */
package pathline.likelihood;
