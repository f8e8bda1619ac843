package pathline.adjoint;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.Optional;
import pathline.field.Gradient;
import pathline.ode.ButcherTableau;
import pathline.ode.Form;
import pathline.ode.OdeSolver;
import pathline.ode.SaveAt;
import pathline.ode.Solution;

/**
 * dL/dθ = ∫ ⟨a, ∂v/∂θ⟩ dt, summed while the backward equation is solved.
 *
 * <p>Every accepted step from t to t + h, h against the solve's direction, adds -h sum_i b_i ⟨a_i, ∂v/∂θ(X_i)⟩ over its own
 * stages: just what the method would make of the integral as one more coordinate of the state, without carrying it. An
 * evaluation of the equation leaves its ⟨a_i, ∂v/∂θ⟩ in a {@link StageQuadrature}, unless its b_i is zero: as many gradients as the
 * method has stages that count are kept while the solve runs.
 */
final class ParameterIntegral {

    private final StageQuadrature<Integer> stages;
    private final boolean wanted;
    private final SummedField equation;

    /**
     * The integral along solves of an equation.
     *
     * @param tableau of the solves' method
     * @param into receives it, if wanted
     * @param manager of what is kept meanwhile
     */
    ParameterIntegral(BackwardEquation equation, ButcherTableau tableau, Gradient into, NDManager manager) {
        this.stages = new StageQuadrature<>(tableau, part -> part);
        this.wanted = into.wanted();
        this.equation = equation.summed(t -> wanted ? stages.next(t) : Optional.empty(), into, manager);
    }

    /**
     * Solves a stretch, and adds its share.
     *
     * @param start the state that it starts from
     * @param unit in which a is measured
     */
    Solution solve(OdeSolver leg, NDArray start, double from, double to, double unit) {
        stages.begin(leg, to);
        return solve(equation.form().apply(start), leg, start, from, to, unit);
    }

    private <S> Solution solve(Form<S> form, OdeSolver leg, NDArray start, double from, double to, double unit) {
        return leg.solve(form, start, from, to, SaveAt.end(), step -> {
            if (wanted) {
                var shares = stages.accepted();
                var factors = Arrays.stream(shares.weights())
                        .map(weight -> -step.h() * unit * weight)
                        .toArray();
                equation.add().accept(shares.parts(), factors);
            }
        });
    }

    /** Hands over what was summed. */
    void end() {
        if (wanted) {
            equation.settle().run();
        }
    }
}
