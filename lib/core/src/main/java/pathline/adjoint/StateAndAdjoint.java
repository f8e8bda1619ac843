package pathline.adjoint;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleFunction;
import pathline.field.Gradient;
import pathline.ode.OdeSolver;
import pathline.ode.StepControl;

/** The adjoint equation together with dx/dt = v: the state is (x, a), shape (n, 2d), d the numbers of an event. */
record StateAndAdjoint(Derivative<?> field, List<NDArray> states, ErrorNorm norm) implements BackwardEquation {

    /** A tolerance that no error exceeds; its inverse is still a float32. */
    private static final double ANY = 1e30;

    @Override
    public SummedField summed(DoubleFunction<Optional<Integer>> parts, Gradient into, NDManager manager) {
        return field.stateAndAdjoint(parts, into, manager);
    }

    /** x starts from the state that the forward solve found, so its error begins anew at every time of the loss. */
    @Override
    public NDArray join(int k, NDArray a) {
        return Halves.joined(states.get(k), a);
    }

    @Override
    public NDArray adjoint(NDArray state) {
        return Halves.adjoint(state, field.states().shape());
    }

    @Override
    public OdeSolver measuring(OdeSolver solver) {
        if (solver.control() instanceof StepControl.Adaptive control) {
            var shape = field.states().shape();
            int d = Math.toIntExact(shape.size() / shape.get(0));
            return OdeSolver.adaptive(
                    solver.method(), control.tolerances(both(control.rtol(), d, 0), both(control.atol(), d, ANY)));
        }
        return solver;
    }

    /** Tolerances of x and a. Where x does not count, the mean runs over twice the numbers: √2 makes up for it. */
    private double[] both(double[] tolerance, int d, double unwatched) {
        var both = new double[2 * d];
        for (int c = 0; c < d; c++) {
            double entry = tolerance[Math.min(c, tolerance.length - 1)];
            both[c] = norm == ErrorNorm.ADJOINT ? unwatched : entry;
            both[d + c] = norm == ErrorNorm.ADJOINT ? entry / Math.sqrt(2) : entry;
        }
        return Arrays.stream(both).distinct().count() == 1 ? new double[] {both[0]} : both;
    }
}
