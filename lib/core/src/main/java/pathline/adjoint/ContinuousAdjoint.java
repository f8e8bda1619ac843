package pathline.adjoint;

import ai.djl.ndarray.NDArray;
import java.util.Optional;
import pathline.check.Require;
import pathline.field.Differentiable;
import pathline.ode.OdeSolver;

/**
 * The continuous adjoint: a differential equation for a(t) = dL/dx(t), solved backward in time together with x itself.
 *
 * <pre>
 *   da/dt = -J(t, x)ᵀ a,     dx/dt = v(t, x),     dL/dθ = ∫ ⟨a, ∂v/∂θ(t, x)⟩ dt from t0 to t1
 * </pre>
 *
 * <p>a starts as the cotangent of the last state, and jumps by the cotangent of every state it meets (Pontryagin et al.
 * 1962; Chen et al. 2018, "Neural ordinary differential equations"). Nothing is kept but (x, a), however many steps are
 * taken; the price is that x is solved anew, backward from the state that the forward solve found. Where the flow
 * contracts, that solve runs uphill: an error of size ε grows as the distances had shrunk, and the gradient is then
 * wrong by a finite amount, or the solve fails. {@link InterpolatedAdjoint} has no such solve. At each time of the loss x
 * is set to the state found there, which bounds the growth.
 *
 * <p>The integral for dL/dθ is not carried in the state but summed along accepted steps, with the weights of the method: one
 * vjp a stage gives the rate of a and the stage's share, and a step's shares are kept until it is known to be accepted.
 * {@link ErrorNorm} says what that means for the choice of steps.
 *
 * @param solver the solver of the adjoint equation; the forward solve's if empty. A given grid may run either way
 * @param norm whose error chooses adaptive steps
 */
public record ContinuousAdjoint(Optional<OdeSolver> solver, ErrorNorm norm) implements Backpropagation {

    public ContinuousAdjoint {
        Require.nonNull(solver, "solver");
        Require.nonNull(norm, "norm");
    }

    static ContinuousAdjoint standard() {
        return new ContinuousAdjoint(Optional.empty(), ErrorNorm.STATE_AND_ADJOINT);
    }

    /** The same with a solver of its own for the way back. */
    public ContinuousAdjoint with(OdeSolver backward) {
        return new ContinuousAdjoint(Optional.of(Require.nonNull(backward, "backward")), norm);
    }

    /** The same with steps chosen by another error. */
    public ContinuousAdjoint with(ErrorNorm other) {
        return new ContinuousAdjoint(solver, other);
    }

    @Override
    public Solved solve(OdeSolver forward, Differentiable field, NDArray x0, double t0, double t1, double... times) {
        Require.nonNull(forward, "forward");
        var backward = solver.orElse(forward);
        Problem.tableau(backward, "The sum for the parameters' gradient");
        var problem = new Problem(forward, field, x0, t0, t1, times);
        var derivative = problem.derivative();
        var solution = problem.forward(derivative, step -> {});
        var states = solution.states();
        var equation = new StateAndAdjoint(derivative, problem.copies(states), norm);
        return problem.solved(solution, states, new BackwardSolve(problem, equation, backward)::vjp);
    }

    @Override
    public String toString() {
        return "continuous adjoint" + (norm == ErrorNorm.ADJOINT ? ", error of a alone" : "");
    }
}
