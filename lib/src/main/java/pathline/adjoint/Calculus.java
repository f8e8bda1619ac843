package pathline.adjoint;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import pathline.field.Gradient;

/**
 * What the way back does with states, slopes and cotangents, so that one recursion serves arrays of the engine and plain
 * ones.
 *
 * @param <S> a state, a slope or a cotangent: n points of d coordinates
 */
interface Calculus<S> {

    /** h sum_j w_j s_j, where at least one weight is not zero. */
    S sum(double h, double[] w, List<S> arrays);

    /** x + h sum_j w_j k_j; x itself if all weights are zero. */
    S ahead(S x, double h, double[] w, List<S> slopes);

    /** v(t, x). */
    S velocity(double t, S x);

    /** Jᵀ a; the parameters' share goes into the gradient. */
    S vjp(double t, S x, S a, Gradient into);

    /** Keeps a state until it is released. */
    S keep(S x);

    /** Frees what was kept. */
    void release(S x);

    /** What {@code body} finds; all else that it makes is freed. */
    S made(Supplier<S> body);

    /** Frees what was made. */
    void discard(S x);

    /** An adjoint on its way back, zero at first, in the form of this state. */
    Running<S> running(S like);

    /** A cotangent that came from outside. */
    S of(NDArray cotangent);

    /** The end of the way: the adjoint at the start, and whatever was held back of the gradient. */
    NDArray settle(S atStart, Gradient into);

    /** The adjoint on its way back: one at a time. */
    interface Running<S> {

        S value();

        /** Carries the adjoint over a stretch of time. */
        void carry(UnaryOperator<S> stretch);

        /** Adds the cotangents of states that were read here. */
        void jump(List<S> cotangents);
    }
}
