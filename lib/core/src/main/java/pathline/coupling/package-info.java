/**
 * Which source is paired with which target.
 *
 * <p>Conditional flow matching draws a source x0 and a target x1 and moves a point from one to the other. Any joint
 * law of the two with the right marginals will do, and which one is used decides how the paths run. Independent pairs
 * cross, and where they cross the velocity to be learned is an average of many; pairs of least total squared distance do
 * not, so their velocity is nearly one value per place, and its paths are nearly straight.
 *
 * <p>A {@link pathline.coupling.Coupling} puts two batches into {@link pathline.coupling.Pairs}, which remember where each
 * point came from, so that labels can be carried over:
 *
 * <table>
 * <caption>The couplings</caption>
 * <tr><th>coupling</th><th>pairs</th><th>keeps</th></tr>
 * <tr><td>{@code independent()}</td><td>row k with row k</td><td>the batch</td></tr>
 * <tr><td>{@code minibatchOt()}</td><td>the permutation of least Σ |x1 - x0|², or of any cost</td><td>the batch</td></tr>
 * <tr><td>{@code minibatchOtWithReplacement()}</td><td>draws from that permutation</td><td>63 % of it</td></tr>
 * <tr><td>{@code sinkhorn(epsilon)}</td><td>a target drawn for each source from the entropic plan</td>
 *     <td>the sources, and the targets in the mean</td></tr>
 * <tr><td>{@code unbalanced(epsilon, rho)}</td><td>draws from a plan that may leave far points</td>
 *     <td>what pays</td></tr>
 * <tr><td>{@code partial(mass)}</td><td>the cheapest pairs of that many</td><td>the share asked for</td></tr>
 * <tr><td>{@code stable()}, {@code greedy()}</td><td>nearest pairs first; nearest target left</td>
 *     <td>the batch</td></tr>
 * </table>
 *
 * <p>A plan of few points is not the plan of the laws: in the plane, pairs of 256 cost 2 to 6 % more than the optimum in the
 * lessons' examples, pairs of 1 024 about 1 %. Where the points of training are a set that is known, or may be, one plan of
 * all of it costs less than a plan a step and is nearer to the optimum: 10 000 points are paired in some seconds, once, and
 * training draws its batches from these pairs,
 * <pre>
 * Pairs pairs = Coupling.minibatchOt().pair(allSources, allTargets, rng);
 * trainer.fit(net, PairedFlowMatching.of(pairs, 512), rng);
 * </pre>
 *
 * <p>Points with labels are paired by a {@link pathline.coupling.LabelledCoupling}: within each label, or at a price for
 * changing it.
 *
 * <p>Behind them, {@link pathline.coupling.Costs} says what a pair costs, {@link pathline.coupling.Assignment} finds the best
 * permutation together with the dual potentials that prove it best, and {@link pathline.coupling.Sinkhorn} the entropic
 * {@link pathline.coupling.TransportPlan}. A plan that did not converge, or lost mass that it was to keep, is a
 * {@link pathline.coupling.TransportException} and never returned.
 */
package pathline.coupling;
