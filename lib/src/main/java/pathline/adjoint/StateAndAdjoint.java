package pathline.adjoint;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import pathline.field.CountedForm;
import pathline.field.Differentiable;
import pathline.field.Gradient;
import pathline.ode.OdeSolver;
import pathline.ode.StepControl;

/** The adjoint equation together with dx/dt = v: the state is (x, a), shape (n, 2d). */
record StateAndAdjoint(Differentiable field, Optional<CountedForm> plain, List<NDArray> states, ErrorNorm norm)
        implements BackwardEquation {

    /** A tolerance that no error exceeds; its inverse is still a float32. */
    private static final double ANY = 1e30;

    @Override
    public Optional<FlatStateAndAdjoint> flat() {
        return plain.map(FlatStateAndAdjoint::new);
    }

    @Override
    public NDArray rate(double t, NDArray state, Gradient into) {
        var halves = state.split(2, 1);
        try (var at = field.linearize(t, halves.get(0))) {
            return at.value().concat(at.vjp(halves.get(1), into).muli(-1), 1);
        }
    }

    /** x starts from the state that the forward solve found, so its error begins anew at every time of the loss. */
    @Override
    public NDArray join(int k, NDArray a) {
        return states.get(k).concat(a, 1);
    }

    @Override
    public NDArray adjoint(NDArray state) {
        return state.split(2, 1).get(1);
    }

    @Override
    public OdeSolver measuring(OdeSolver solver) {
        if (solver.control() instanceof StepControl.Adaptive control) {
            int d = Math.toIntExact(states.get(0).getShape().get(1));
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
