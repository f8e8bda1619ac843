package pathline.train;

import ai.djl.ndarray.NDArray;

/**
 * What {@link Adam} remembers: running averages of the gradient and of its square.
 *
 * @param mean m, as long as the parameters
 * @param square s, likewise
 */
record Moments(NDArray mean, NDArray square) {}
