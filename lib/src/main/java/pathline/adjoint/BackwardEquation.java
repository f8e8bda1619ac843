package pathline.adjoint;

import ai.djl.ndarray.NDArray;
import java.util.Optional;
import pathline.ode.OdeSolver;
import pathline.ode.VectorField;

/** The adjoint equation da/dt = -J(t, x(t))ᵀ a, in the state that it is solved in. */
interface BackwardEquation extends VectorField {

    @Override
    default Optional<? extends FlatBackwardEquation> flat() {
        return Optional.empty();
    }

    /** The state of the backward solve at the k-th time, where the adjoint is a. */
    NDArray join(int k, NDArray a);

    /** x(t). */
    NDArray position(double t, NDArray state);

    /** a(t). */
    NDArray adjoint(NDArray state);

    /** The solver whose steps are chosen by the errors that are to count. */
    OdeSolver measuring(OdeSolver solver);
}
