package pathline.adjoint;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Optional;
import java.util.function.DoubleFunction;
import pathline.field.Differentiable;
import pathline.field.Gradient;
import pathline.ode.OdeSolver;
import pathline.ode.Solution;

/** The adjoint equation along the stored x(t): the state is a. */
record AdjointAlong(Differentiable field, Solution forward, double t0, double t1) implements BackwardEquation {

    /** A stage's time may miss the ends of the solve by a rounding. */
    @Override
    public SummedField summed(DoubleFunction<Optional<Integer>> parts, Gradient into, NDManager manager) {
        return SummedField.onEngine(
                (t, a, sum) -> {
                    var x = forward.at(Math.max(Math.min(t0, t1), Math.min(Math.max(t0, t1), t)));
                    return field.vjp(t, x, a, sum).muli(-1);
                },
                parts,
                into,
                manager);
    }

    @Override
    public NDArray join(int k, NDArray a) {
        return a;
    }

    @Override
    public NDArray adjoint(NDArray a) {
        return a;
    }

    @Override
    public OdeSolver measuring(OdeSolver solver) {
        return solver;
    }
}
