package pathline.objective;

import ai.djl.ndarray.NDArray;

/** How the distance between states and observations is counted: the mean over all numbers of a function of the residual. */
public enum Misfit {
    /** r², with cotangent 2 r / count. */
    SQUARED {
        @Override
        NDArray values(NDArray residual) {
            return residual.square();
        }

        @Override
        NDArray slopes(NDArray residual) {
            return residual.mul(2);
        }
    },

    /** |r|, with cotangent sign(r) / count: less moved by outliers. */
    ABSOLUTE {
        @Override
        NDArray values(NDArray residual) {
            return residual.abs();
        }

        @Override
        NDArray slopes(NDArray residual) {
            return residual.sign();
        }
    };

    abstract NDArray values(NDArray residual);

    abstract NDArray slopes(NDArray residual);
}
