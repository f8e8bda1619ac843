/**
 * The finished generative model: a source, and the bijection that moves it.
 *
 * <p>A {@link pathline.flow.Flow} is a law of its own. Points are drawn by drawing from the source and mapping them forward,
 * for a continuous flow by following a velocity; a point's density is that of where it came from, less the log-determinant
 * of the map. So it can stand wherever a {@link pathline.distribution.Density} can: in a metric, in a figure, in training, and
 * as the source of another flow, which makes several blocks in a row.
 *
 * <pre>
 *   Flow             sample, push, pull, logDensity, score, trajectories
 *   StochasticFlow   the same laws by a random way: Euler-Maruyama with the score
 *   Reflow           straighter flows from the pairs that a flow makes, or one that needs a single step
 *   Nll              how well it explains data: nats or bits per dimension, with the standard error
 *   RoundTrip        how far points miss themselves, carried back and forth
 * </pre>
 */
package pathline.flow;
