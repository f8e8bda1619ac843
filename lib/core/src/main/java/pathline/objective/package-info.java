/**
 * What a model is fitted to: the loss whose gradient training follows.
 *
 * <p>An objective works in two parts, for two processor cores. {@link pathline.objective.Objective#draw} draws a batch,
 * from nothing but a random stream: points, their partners, times, noise. The {@link pathline.objective.Batch} it returns
 * gets the model later: it computes the loss, and adds its gradient to that of the parameters. While one batch is being learned from, the next ones are drawn.
 *
 * <pre>
 *   Regression                mean |v(t, x) - u|²: what flow matching comes down to
 *   ConditionalFlowMatching   u is the velocity of one route between a source and a target
 *   PairedFlowMatching        the same for pairs that are given: reflow, and distillation to one step
 *   MarginalFlowMatching      u is the mean over all routes through x, where that is known
 *   ScoreMatching             v is the score of a path with noise on the way, for a random way to its laws
 *   LabelledFlowMatching      the first, with v told the class of the target
 *   MaximumLikelihood         data become likely under the flow's density: solved there and back in every step
 *   TrajectoryFit             a solve of dx/dt = v passes near observed states: the neural ODE
 *   Classification            the flow moves points to where their label can be read
 * </pre>
 */
package pathline.objective;
