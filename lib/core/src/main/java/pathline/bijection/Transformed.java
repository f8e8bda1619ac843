package pathline.bijection;

import ai.djl.ndarray.NDArray;

/**
 * Coordinates that a {@link Transformer} has moved.
 *
 * @param values where they went, shape (n, k)
 * @param logSlope the logarithm of the derivative of each by itself, shape (n, k)
 */
public record Transformed(NDArray values, NDArray logSlope) {}
