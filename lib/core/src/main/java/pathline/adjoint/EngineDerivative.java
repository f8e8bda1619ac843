package pathline.adjoint;

import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleFunction;
import pathline.field.Differentiable;
import pathline.field.Gradient;
import pathline.ode.Form;
import pathline.ode.States;

/** A field that computes on the engine's arrays, for states of either form. */
record EngineDerivative<S>(Differentiable differentiable, Form<S> form) implements Derivative<S> {

    @Override
    public States<S> states() {
        return form.states();
    }

    @Override
    public S at(double t, S x) {
        return form.field().at(t, x);
    }

    @Override
    public S watched(double t, S x) {
        return form.field().watched(t, x);
    }

    @Override
    public S vjp(double t, S x, S a, Gradient into) {
        return states().byEngine(List.of(x, a), given -> differentiable.vjp(t, given.get(0), given.get(1), into));
    }

    /** Value and vjp come from one forward pass. */
    @Override
    public SummedField stateAndAdjoint(DoubleFunction<Optional<Integer>> parts, Gradient into, NDManager manager) {
        var shape = states().shape();
        SummedField.Rate rate = (t, state, sum) -> {
            var halves = state.split(2, 1);
            var x = Halves.shaped(halves.get(0), shape);
            var a = Halves.shaped(halves.get(1), shape);
            try (var at = differentiable.linearize(t, x)) {
                return Halves.joined(at.value(), at.vjp(a, sum).muli(-1));
            }
        };
        return SummedField.onEngine(rate, parts, into, manager);
    }
}
