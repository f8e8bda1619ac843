package pathline.adjoint;

import ai.djl.ndarray.NDArray;
import java.util.Optional;
import java.util.function.DoubleFunction;
import pathline.field.Gradient;
import pathline.ode.OdeSolver;
import pathline.ode.VectorField;

/** The adjoint equation da/dt = -J(t, x(t))ᵀ a, in the state that it is solved in. */
interface BackwardEquation {

    /** The state's rate of change; ⟨a, ∂v/∂θ(t, x(t))⟩ is added to a gradient, if wanted. */
    NDArray rate(double t, NDArray state, Gradient into);

    /** The equation as a field, each evaluation of which adds to a gradient of its own, if there is one for its time. */
    default VectorField leaving(DoubleFunction<Optional<Gradient>> gradients) {
        return (t, state) -> rate(t, state, gradients.apply(t).orElse(Gradient.unwanted()));
    }

    /** The same on plain arrays, if x has that form. */
    default Optional<? extends FlatBackwardEquation> flat() {
        return Optional.empty();
    }

    /** The state of the backward solve at the k-th time, where the adjoint is a. */
    NDArray join(int k, NDArray a);

    /** a(t). */
    NDArray adjoint(NDArray state);

    /** The solver whose steps are chosen by the errors that are to count. */
    OdeSolver measuring(OdeSolver solver);
}
