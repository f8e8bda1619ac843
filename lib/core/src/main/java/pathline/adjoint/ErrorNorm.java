package pathline.adjoint;

/**
 * Whose error chooses the steps of a {@link ContinuousAdjoint}.
 *
 * <p>Chen et al. (2018) carry three things backward: x, the adjoint a, and the growing integral dL/dθ, and let the error
 * of all three choose the steps. Kidger, Chen and Lyons ("Hey, that's not an ODE", ICML 2021) observe that the integral
 * feeds back into nothing, so its error need not be controlled, and leave it out of the norm (which is then a seminorm):
 * fewer steps at the same tolerance. Here the integral is a sum along accepted steps and no part of the state, so their
 * seminorm is what {@link #STATE_AND_ADJOINT} measures, and the steps are the ones it would choose. The norm over all
 * three, which costs more and gains nothing, is not offered.
 */
public enum ErrorNorm {

    /** The root mean square over x and a: Kidger's seminorm. */
    STATE_AND_ADJOINT,

    /**
     * The root mean square over a alone.
     *
     * <p>It goes one further: x, solved anew, is watched only through its effect on a. Fewer steps where x is the harder
     * of the two; blind where a does not see x go astray, as in a field with a constant Jacobian.
     */
    ADJOINT
}
