package pathline.adjoint;

import java.util.function.Supplier;
import pathline.field.FlatGradient;
import pathline.ode.FlatField;

/** A backward equation on plain arrays. */
interface FlatBackwardEquation {

    /** The equation as a field. */
    FlatField alone();

    /** The equation as a field, each evaluation of which overwrites an array of its own by ⟨a, ∂v/∂θ(t, x(t))⟩. */
    FlatField leaving(Supplier<float[]> gradients);

    /** What such arrays are parts of. */
    FlatGradient gathered();
}
