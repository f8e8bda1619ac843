package pathline.adjoint;

import ai.djl.ndarray.NDArray;
import pathline.field.Differentiable;
import pathline.ode.OdeSolver;

/**
 * How a gradient passes a solve of dx/dt = v(t, x; θ), from the states it returned to x0 and θ.
 *
 * <pre>
 * var solved = Backpropagation.throughSteps().solve(solver, velocity, x0, 0, 1);
 * NDArray cotangent = solved.end().sub(target);              // dL/dx(1) for L = |x(1) - target|² / 2
 * NDArray toStart = solved.vjp(cotangent, gradient);        // dL/dx0; dL/dθ is added to gradient
 * </pre>
 *
 * <p>Which one to choose:
 *
 * <pre>
 *                  the gradient of        memory                   on the way back
 *   through steps  the steps as taken     steps x stages           a vjp a stage
 *   checkpointed   the same, to the bit   the states granted       a vjp a stage, and steps made once more or oftener
 *   continuous     the flow               (x, a)                   one value and vjp a stage
 *   interpolated   the flow               steps x stages           a vjp a stage
 * </pre>
 *
 * <p>The first two differentiate what was computed: they are exact at every tolerance. The others discretise the
 * adjoint equation on their own: they are as exact as their tolerance.
 */
public sealed interface Backpropagation permits ThroughSteps, Checkpointed, ContinuousAdjoint, InterpolatedAdjoint {

    /**
     * Solves from t0 to t1, and keeps what the way back will need.
     *
     * @param solver method and steps; none of its events may stop the solve
     * @param x0 start, n events of one shape, left as it is
     * @param times the times whose states are wanted, in the order of travel; only t1 if none is given. They cost no
     *     evaluation and move no step: states between steps come from dense output
     * @throws pathline.ode.SolveException if t1 cannot be reached
     */
    Solved solve(OdeSolver solver, Differentiable field, NDArray x0, double t0, double t1, double... times);

    /** The discrete adjoint of the steps that were taken; see {@link ThroughSteps}. */
    static ThroughSteps throughSteps() {
        return new ThroughSteps();
    }

    /** The discrete adjoint with a bound on the states that are kept; see {@link Checkpointed}. */
    static Checkpointed checkpointed(int states) {
        return new Checkpointed(states);
    }

    /** The adjoint equation, solved backward together with x; see {@link ContinuousAdjoint}. */
    static ContinuousAdjoint continuousAdjoint() {
        return ContinuousAdjoint.standard();
    }

    /** The adjoint equation, solved backward along the stored x(t); see {@link InterpolatedAdjoint}. */
    static InterpolatedAdjoint interpolatedAdjoint() {
        return InterpolatedAdjoint.standard();
    }
}
