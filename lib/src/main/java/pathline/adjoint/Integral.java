package pathline.adjoint;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.DoubleFunction;
import pathline.field.Gradient;
import pathline.ode.ButcherTableau;
import pathline.ode.OdeSolver;
import pathline.ode.SaveAt;
import pathline.ode.Solution;
import pathline.ode.WeightedSum;

/**
 * dL/dθ = ∫ ⟨a, ∂v/∂θ⟩ dt, summed while the backward equation is solved.
 *
 * <p>Every accepted step from t to t + h, h against the solve's direction, adds -h sum_i b_i ⟨a_i, ∂v/∂θ(X_i)⟩ over its own
 * stages: just what the method would make of the integral as one more coordinate of the state, without carrying it. An
 * evaluation of the equation leaves its ⟨a_i, ∂v/∂θ⟩ in a {@link Quadrature}, unless its b_i is zero: as many gradients as the
 * method has stages that count are held while the solve runs.
 */
interface Integral {

    /**
     * Solves a stretch, and adds its share.
     *
     * @param start the state that it starts from
     * @param unit in which a is measured
     */
    Solution solve(OdeSolver leg, NDArray start, double from, double to, double unit);

    /** Hands over what was summed. */
    default void end() {}

    /**
     * The integral along solves of an equation.
     *
     * @param tableau of the solves' method
     * @param into receives it, if wanted
     * @param manager of what is held meanwhile
     */
    static Integral of(BackwardEquation equation, ButcherTableau tableau, Gradient into, NDManager manager) {
        var flat = equation.flat();
        if (flat.isPresent() && into.wanted()) {
            return onPlainArrays(flat.get(), tableau, into);
        }
        if (flat.isPresent()) {
            var alone = flat.get().leaving(t -> Optional.empty());
            return (leg, start, from, to, unit) -> leg.solve(alone, start, from, to, SaveAt.end(), step -> {});
        }
        if (into.wanted()) {
            return onArrays(equation, tableau, into, manager);
        }
        var alone = equation.leaving(t -> Optional.empty());
        return (leg, start, from, to, unit) -> leg.solve(alone, start, from, to, SaveAt.end());
    }

    private static Integral onPlainArrays(FlatBackwardEquation equation, ButcherTableau tableau, Gradient into) {
        var gathered = equation.gathered();
        var stages = new Quadrature<>(tableau, part -> part);
        var leaving = equation.leaving(stages::next);
        return new Integral() {
            @Override
            public Solution solve(OdeSolver leg, NDArray start, double from, double to, double unit) {
                stages.begin(leg, to);
                return leg.solve(leaving, start, from, to, SaveAt.end(), step -> {
                    var shares = stages.accepted();
                    var factors = Arrays.stream(shares.weights())
                            .map(weight -> -step.h() * unit * weight)
                            .toArray();
                    gathered.add(shares.parts(), factors);
                });
            }

            @Override
            public void end() {
                gathered.addTo(into);
            }
        };
    }

    private static Integral onArrays(
            BackwardEquation equation, ButcherTableau tableau, Gradient into, NDManager manager) {
        var stages = new Quadrature<>(tableau, i -> into.another(manager));
        DoubleFunction<Optional<Gradient>> next = t -> {
            var gradient = stages.next(t);
            gradient.ifPresent(Gradient::clear);
            return gradient;
        };
        var leaving = equation.leaving(next);
        return (leg, start, from, to, unit) -> {
            stages.begin(leg, to);
            return leg.solve(leaving, start, from, to, SaveAt.end(), step -> {
                var shares = stages.accepted();
                var parts = shares.parts().stream().map(Gradient::flat).toList();
                into.flat().addi(WeightedSum.of(-step.h() * unit, shares.weights(), parts));
            });
        };
    }
}
