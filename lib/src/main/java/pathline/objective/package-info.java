/**
 * What a velocity is fitted to: the loss whose gradient training follows.
 *
 * <p>An objective works in two parts, for two processor cores. {@link pathline.objective.Objective#draw} draws a batch,
 * from nothing but a random stream: points, their partners, times, noise. The {@link pathline.objective.Batch} it returns
 * meets the velocity later: it computes the loss, and adds its gradient to the parameters' gradient by pulling a cotangent
 * back. While one batch is being learned from, the next ones are drawn.
 *
 * <pre>
 *   Regression      mean |v(t, x) - u|²: what flow matching comes down to
 *   TrajectoryFit   a solve of dx/dt = v passes near observed states: the neural ODE
 * </pre>
 */
package pathline.objective;
