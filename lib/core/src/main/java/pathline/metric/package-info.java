/**
 * How good it is: orders of convergence, distances between samples, straightness of flows.
 *
 * <p>A metric is a static method from samples or solutions to a number, and says its convention (a distance or its
 * square, a sum or a mean over coordinates) in its first sentence.
 *
 * <p>Samples are compared by {@link pathline.metric.Wasserstein} (how far points must move),
 * {@link pathline.metric.EnergyDistance} (no parameter, n² distances), {@link pathline.metric.Mmd} (at the scale of its
 * bandwidths, with a standard error) and, number by number, {@link pathline.metric.KolmogorovSmirnov} (with a p-value).
 *
 * <p>{@link pathline.metric.Straightness} says how straight a flow runs: path energy and its excess over W2², turning, and
 * what one step of Euler's method would miss. {@link pathline.metric.GradientNoise} says how much of a training step is chance.
 */
package pathline.metric;
