package pathline.adjoint;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.DoubleFunction;
import java.util.function.Function;
import java.util.function.IntFunction;
import pathline.array.Scratch;
import pathline.field.Gradient;
import pathline.ode.Form;
import pathline.ode.WeightedSum;

/**
 * A backward equation as a field whose evaluations leave ⟨a, ∂v/∂θ⟩ in numbered parts of a sum.
 *
 * @param form the field in the form that suits a start
 * @param add adds parts to the sum, each times its factor
 * @param settle adds the sum to the gradient, if that is not done yet
 */
record SummedField(Function<NDArray, Form<?>> form, BiConsumer<List<Integer>, double[]> add, Runnable settle) {

    /** The rate of a state on the engine's arrays; ⟨a, ∂v/∂θ⟩ is added to the gradient, if wanted. */
    interface Rate {
        NDArray at(double t, NDArray state, Gradient into);
    }

    /** An equation on the engine's arrays: every part is a gradient of its own, on this manager. */
    static SummedField onEngine(Rate rate, DoubleFunction<Optional<Integer>> parts, Gradient into, NDManager manager) {
        var gradients = new TreeMap<Integer, Gradient>();
        IntFunction<Gradient> own = part -> gradients.computeIfAbsent(part, absent -> into.another(manager));
        DoubleFunction<Gradient> next = t -> parts.apply(t)
                .map(part -> {
                    var gradient = own.apply(part);
                    gradient.clear();
                    return gradient;
                })
                .orElse(Gradient.unwanted());
        return new SummedField(
                start -> Form.onEngine((t, state) -> rate.at(t, state, next.apply(t)), start),
                (read, factors) -> {
                    try (var scratch = new Scratch()) {
                        var terms = read.stream()
                                .map(part -> own.apply(part).flat())
                                .toList();
                        if (!WeightedSum.isEmpty(factors)) {
                            into.flat().addi(WeightedSum.of(1, factors, terms));
                        }
                    }
                },
                () -> {});
    }
}
