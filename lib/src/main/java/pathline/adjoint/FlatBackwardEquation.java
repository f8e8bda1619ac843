package pathline.adjoint;

import java.util.Optional;
import java.util.function.DoubleFunction;
import pathline.field.FlatGradient;
import pathline.ode.FlatField;

/** A backward equation on plain arrays. */
interface FlatBackwardEquation {

    /**
     * The equation as a field, each evaluation of which overwrites an array of its own by ⟨a, ∂v/∂θ(t, x(t))⟩, if there is one
     * for its time.
     */
    FlatField leaving(DoubleFunction<Optional<float[]>> gradients);

    /** What such arrays are parts of. */
    FlatGradient gathered();
}
