/**
 * Who travels to whom.
 *
 * <p>Conditional flow matching draws a source x0 and a target x1 and lets the point travel between them. Any joint law of
 * the two with the right marginals will do, and which one is used decides how the paths run: independent pairs cross,
 * pairs of least total squared distance do not. {@link pathline.coupling.Assignment} finds the latter exactly,
 * with a proof; {@link pathline.coupling.Costs} says what a pair costs.
 */
package pathline.coupling;
