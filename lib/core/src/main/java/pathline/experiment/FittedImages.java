package pathline.experiment;

import ai.djl.ndarray.NDArray;
import java.util.function.UnaryOperator;

/**
 * A density of images that was fitted.
 *
 * @param logDensity log p of images with their noise, in nats: shape (n, d), numbers in [0, 256], to shape (n)
 * @param parameters how many numbers were learned
 * @param steps of training
 * @param seconds of training
 */
record FittedImages(UnaryOperator<NDArray> logDensity, long parameters, int steps, double seconds) {}
