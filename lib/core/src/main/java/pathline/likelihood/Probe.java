package pathline.likelihood;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import pathline.random.Rng;

/**
 * The law of a random tangent ε with mean 0 and covariance I, for which the mean of εᵀJε is tr J.
 *
 * <p>With S = (J + Jᵀ)/2, the variance of εᵀJε is given with each law. Signs are never the worse choice.
 */
public enum Probe {

    /** Standard normal coordinates: variance 2 ‖S‖² (Frobenius). */
    GAUSSIAN {
        @Override
        NDArray draw(NDManager manager, DataType type, Rng rng, long... shape) {
            return rng.normal(manager, type, shape);
        }
    },

    /** Signs +1 and -1, equally likely: variance 2 (‖S‖² - sum of S_ii²), so that a diagonal J has none. */
    RADEMACHER {
        @Override
        NDArray draw(NDManager manager, DataType type, Rng rng, long... shape) {
            return rng.signs(manager, type, shape);
        }
    };

    abstract NDArray draw(NDManager manager, DataType type, Rng rng, long... shape);
}
