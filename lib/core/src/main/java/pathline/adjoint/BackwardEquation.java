package pathline.adjoint;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Optional;
import java.util.function.DoubleFunction;
import pathline.field.Gradient;
import pathline.ode.OdeSolver;

/** The adjoint equation da/dt = -J(t, x(t))ᵀ a, in the state that it is solved in. */
interface BackwardEquation {

    /**
     * The equation as a field.
     *
     * @param parts the part of the gradient's sum that an evaluation writes, by its time; empty if nothing reads it
     * @param into receives the sum
     * @param manager of the parts
     */
    SummedField summed(DoubleFunction<Optional<Integer>> parts, Gradient into, NDManager manager);

    /** The state of the backward solve at the k-th time, where the adjoint is a. */
    NDArray join(int k, NDArray a);

    /** a(t). */
    NDArray adjoint(NDArray state);

    /** The solver whose steps are chosen by the errors that are to count. */
    OdeSolver measuring(OdeSolver solver);
}
