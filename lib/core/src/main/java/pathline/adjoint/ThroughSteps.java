package pathline.adjoint;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import pathline.field.Differentiable;
import pathline.field.Gradient;
import pathline.ode.ButcherTableau;
import pathline.ode.OdeSolver;
import pathline.ode.Solution;

/**
 * The discrete adjoint: the derivative of the very steps that the solve took.
 *
 * <p>With λ_n the cotangent of x_n, each Runge-Kutta step is run backward,
 *
 * <pre>
 *   κ_i = h (b_i λ_{n+1} + sum_{l=i+1..s} a_li ξ_l),     ξ_i = J(X_i)ᵀ κ_i     for i = s, ..., 1
 *   λ_n = λ_{n+1} + sum_i ξ_i,                        dL/dθ = sum of ⟨κ_i, ∂v/∂θ(X_i)⟩ over stages and steps
 * </pre>
 *
 * <p>It is what differentiating the computation would give, to rounding, at any tolerance; the lengths of adaptive steps
 * count as constants. As the steps approach the flow, λ approaches the solution of the adjoint equation, and to the order of
 * the method (Sandu, <i>On the properties of Runge-Kutta discrete adjoints</i>, ICCS 2006). A state between two steps is the value of the dense output there, and its cotangent enters by the
 * same polynomial, so the steps do not depend on where the loss looks.
 *
 * <p>Kept is what the stage states are made of: a state and up to s - 1 slopes a step, steps x stages arrays of shape
 * (n, d), whatever the field looks like inside. Each stage costs one vjp on the way back, and a stage whose weight is zero none.
 */
public record ThroughSteps() implements Backpropagation {

    @Override
    public Solved solve(OdeSolver solver, Differentiable field, NDArray x0, double t0, double t1, double... times) {
        ButcherTableau tableau = Problem.tableau(solver, "The gradient through the steps");
        var problem = new Problem(solver, field, x0, t0, t1, times);
        var stages = Stages.of(tableau);
        return solve(problem, stages, problem.derivative());
    }

    private static <S> Solved solve(Problem problem, Stages stages, Derivative<S> field) {
        var tape = new Tape<>(problem, stages, field);
        var solution = problem.forward(field, tape::add);
        return problem.solved(solution, solution.states(), (a, into) -> tape.vjp(solution, a, into));
    }

    @Override
    public String toString() {
        return "through the steps";
    }

    /** Of every step its start, and the slopes that its stage states are made of. */
    private static final class Tape<S> {

        private final Problem problem;
        private final Stages stages;
        private final Derivative<S> field;
        private final List<S> starts = new ArrayList<>();
        private final List<List<S>> slopes = new ArrayList<>();

        Tape(Problem problem, Stages stages, Derivative<S> field) {
            this.problem = problem;
            this.stages = stages;
            this.field = field;
        }

        void add(Solution.Segment<S> step) {
            starts.add(problem.store().keep(field.states(), step.x()));
            slopes.add(step.slopes().subList(0, reach(step.t(), step.h(), step.slopes())).stream()
                    .map(slope -> problem.store().keep(field.states(), slope))
                    .toList());
        }

        /** Dense output may weigh slopes that the step itself does not. */
        private int reach(double t, double h, List<S> made) {
            boolean read =
                    Arrays.stream(problem.times()).anyMatch(time -> (time - t) * h > 0 && (t + h - time) * h > 0);
            return read ? made.size() : stages.reach(Stages.reach(stages.b()));
        }

        NDArray vjp(Solution solution, List<NDArray> cotangents, Gradient into) {
            var adjoint = new DiscreteAdjoint<>(problem, stages, field, solution, cotangents, into);
            for (int n = adjoint.count() - 1; n >= 0; n--) {
                adjoint.back(n, starts.get(n), slopes.get(n));
                problem.store().release(field.states(), starts.get(n));
                slopes.get(n).forEach(slope -> problem.store().release(field.states(), slope));
            }
            return adjoint.start();
        }
    }
}
