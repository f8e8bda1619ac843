package pathline.likelihood;

import ai.djl.ndarray.NDArray;
import pathline.field.Tangent;

/**
 * What a flow may be charged for along its way, so that it stays easy to solve; integrated over time, per point.
 *
 * <p>Finlay, Jacobsen, Nurbekyan and Oberman 2020, "How to train your neural ODE" (RNODE).
 */
public enum Regulariser {

    /** |v(t, x)|², the kinetic energy (without the factor 1/2). */
    KINETIC_ENERGY {
        @Override
        NDArray rate(Trace trace, Tangent pair) {
            return pair.value().square().sum(new int[] {1}, true);
        }
    },

    /**
     * ‖dv/dx‖², the squared Frobenius norm of the Jacobian, by the tangents of the divergence: the mean of |J ε|², whose
     * expectation over random ε is that of the paper's |εᵀ J|².
     */
    JACOBIAN_FROBENIUS {
        @Override
        NDArray rate(Trace trace, Tangent pair) {
            return trace.squaredNorm(pair.derivative());
        }
    };

    /** What is charged at this moment, shape (n, 1). */
    abstract NDArray rate(Trace trace, Tangent pair);
}
