package pathline.adjoint;

import ai.djl.ndarray.NDManager;
import java.util.Optional;
import java.util.function.DoubleFunction;
import pathline.field.Gradient;
import pathline.ode.StateField;
import pathline.ode.States;

/**
 * A differentiable field on states of one form: its value, its vjp, and the gradient of its parameters. It is chosen once for a
 * solve and its way back, with the form.
 *
 * @param <S> a state, a slope or a cotangent
 */
interface Derivative<S> extends StateField<S> {

    /** Sums, norms and ownership of the states. */
    States<S> states();

    /** Jᵀ a; ⟨a, ∂v/∂θ⟩ is added to the gradient here or by {@link #settle}. */
    S vjp(double t, S x, S a, Gradient into);

    /** Adds what the field has summed by itself to the gradient. */
    default void settle(Gradient into) {}

    /**
     * The field of (x, a), rows of 2d numbers: dx/dt = v, da/dt = -Jᵀ a.
     *
     * @param parts the part of the sum that an evaluation writes, by its time; empty if nothing reads it
     * @param into receives the sum in the end
     * @param manager of the parts
     */
    SummedField stateAndAdjoint(DoubleFunction<Optional<Integer>> parts, Gradient into, NDManager manager);
}
