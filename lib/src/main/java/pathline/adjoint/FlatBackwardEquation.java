package pathline.adjoint;

import java.util.Optional;
import java.util.function.DoubleFunction;
import pathline.field.FlatGradient;
import pathline.ode.FlatField;

/** A backward equation on plain arrays. */
interface FlatBackwardEquation {

    /** The equation as a field, each evaluation of which gathers ⟨a, ∂v/∂θ(t, x(t))⟩ in a part, if there is one for its time. */
    FlatField leaving(DoubleFunction<Optional<Integer>> parts);

    /** What is gathered. */
    FlatGradient gathered();
}
