package pathline.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import pathline.adjoint.Backpropagation;
import pathline.array.Held;
import pathline.array.Scratch;
import pathline.field.Differentiable;
import pathline.field.Gradient;
import pathline.field.Linearization;
import pathline.field.Velocity;
import pathline.ode.OdeSolver;
import pathline.ode.SaveAt;

/**
 * Pieces of trajectories with their observations: the batch of a {@link TrajectoryFit}.
 *
 * @param solver how the field is solved
 * @param backpropagation how the gradient passes the solve
 * @param misfit how residuals count
 * @param times of the observations on the clock of the solve
 * @param observed states, shape (times, pieces, d)
 * @param delays how much later than that clock each piece was observed, shape (pieces, 1); empty for not at all
 */
record Pieces(
        OdeSolver solver,
        Backpropagation backpropagation,
        Misfit misfit,
        double[] times,
        NDArray observed,
        Optional<NDArray> delays)
        implements Batch<Velocity> {

    Pieces(OdeSolver solver, Backpropagation backpropagation, Misfit misfit, double[] times, NDArray observed) {
        this(solver, backpropagation, misfit, times, observed, Optional.empty());
    }

    Pieces delayed(NDArray by) {
        return new Pieces(solver, backpropagation, misfit, times, observed, Optional.of(by));
    }

    @Override
    public NDArray loss(Velocity velocity, Gradient into) {
        Door.check(velocity, into);
        Differentiable field = delays.isPresent() ? new Delayed(velocity, delays.get()) : velocity;
        int last = times.length - 1;
        var later = Arrays.copyOfRange(times, 1, times.length);
        var x0 = observed.get(0);
        if (!into.wanted()) {
            var solution = solver.solve(field, x0, times[0], times[last], SaveAt.times(later));
            return misfit.values(residual(solution.states())).mean();
        }
        var solved = backpropagation.solve(solver, field, x0, times[0], times[last], later);
        var residual = residual(solved.states());
        var slopes = misfit.slopes(residual).div(residual.size());
        var cotangents = new ArrayList<NDArray>();
        for (int k = 0; k < last; k++) {
            cotangents.add(slopes.get(k));
        }
        solved.vjp(cotangents, into);
        return misfit.values(residual).mean();
    }

    private NDArray residual(List<NDArray> states) {
        return NDArrays.stack(new NDList(states)).sub(observed.get("1:"));
    }

    /** A velocity met by each point at its own time: t on the solver's clock, and its delay. */
    private record Delayed(Velocity velocity, NDArray delays) implements Differentiable {

        @Override
        public NDArray at(double t, NDArray x) {
            return Scratch.keeping(() -> velocity.at(delays.add(t), x));
        }

        @Override
        public Linearization linearize(double t, NDArray x) {
            var times = delays.add(t);
            var at = velocity.linearize(times, x);
            var held = new Held();
            held.hold(times);
            held.alsoClose(at::close);
            return Linearization.of(at.value(), at::vjp, held::close);
        }

        @Override
        public NDArray vjp(double t, NDArray x, NDArray a, Gradient into) {
            return Scratch.keeping(() -> velocity.vjp(delays.add(t), x, a, into));
        }
    }
}
