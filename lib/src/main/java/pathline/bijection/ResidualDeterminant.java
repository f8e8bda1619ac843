package pathline.bijection;

import ai.djl.ndarray.NDArray;

/** How log |det (I + J)| of a {@link ResidualLayer} is computed. */
public interface ResidualDeterminant {

    /**
     * log |det (I + J)| at each point, or an estimate of it, shape (n); recorded by the engine where a gradient is wanted.
     *
     * @param jacobian J at n points
     * @param x the points, shape (n, d)
     */
    NDArray logs(ResidualJacobian jacobian, NDArray x);
}
