package pathline.path;

import ai.djl.ndarray.NDArray;
import pathline.check.Require;

/**
 * A Monte Carlo estimate and how far to trust it.
 *
 * @param value the estimate, shape (n, d)
 * @param standardError the standard error of each number, shape (n, d)
 * @param effectiveDraws how many equally weighted draws the weighted ones are worth, shape (n); near 1 neither of the
 *     other two means much
 */
public record MonteCarloEstimate(NDArray value, NDArray standardError, NDArray effectiveDraws) {
    public MonteCarloEstimate {
        Require.nonNull(value, "value");
        Require.nonNull(standardError, "standardError");
        Require.nonNull(effectiveDraws, "effectiveDraws");
    }
}
