package pathline.adjoint;

import ai.djl.ndarray.NDArray;
import java.util.Optional;
import pathline.check.Require;
import pathline.field.Differentiable;
import pathline.ode.OdeSolver;

/**
 * The adjoint equation solved backward along the x(t) that the forward solve has found.
 *
 * <pre>
 *   da/dt = -J(t, x(t))ᵀ a,     dL/dθ = ∫ ⟨a, ∂v/∂θ(t, x(t))⟩ dt from t0 to t1,     x(t) from dense output
 * </pre>
 *
 * <p>In place of solving x anew, as {@link ContinuousAdjoint} does, it reads x(t) off the forward solve's interpolant:
 * memory for every step, in return for stability. Where the flow contracts, so does the adjoint on its way back, and
 * nothing runs uphill. The steps of a are its own, and its error is as small as the tolerance and the interpolant make it
 * (Daulbaev et al. 2020, "Interpolation technique to speed up gradients propagation in neural ODEs").
 *
 * @param solver the solver of the adjoint equation; the forward solve's if empty. A given grid may run either way
 */
public record InterpolatedAdjoint(Optional<OdeSolver> solver) implements Backpropagation {

    public InterpolatedAdjoint {
        Require.nonNull(solver, "solver");
    }

    static InterpolatedAdjoint standard() {
        return new InterpolatedAdjoint(Optional.empty());
    }

    /** The same with a solver of its own for the way back. */
    public InterpolatedAdjoint with(OdeSolver backward) {
        return new InterpolatedAdjoint(Optional.of(Require.nonNull(backward, "backward")));
    }

    @Override
    public Solved solve(OdeSolver forward, Differentiable field, NDArray x0, double t0, double t1, double... times) {
        Require.nonNull(forward, "forward");
        var backward = solver.orElse(forward);
        Problem.tableau(backward, "The sum for the parameters' gradient");
        var problem = new Problem(forward, field, x0, t0, t1, times);
        var solution = problem.forwardDense();
        problem.store().countAll();
        var equation = new AdjointAlong(problem.field(), solution, t0, t1);
        return problem.solved(solution, problem.read(solution), new BackwardSolve(problem, equation, backward)::vjp);
    }

    @Override
    public String toString() {
        return "interpolated adjoint";
    }
}
