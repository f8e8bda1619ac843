/**
 * How good it is: orders of convergence, distances between samples, straightness of flows.
 *
 * <p>A metric is a static method from samples or solutions to a number, and says its convention (a distance or its
 * square, a sum or a mean over coordinates) in its first sentence.
 */
package pathline.metric;
