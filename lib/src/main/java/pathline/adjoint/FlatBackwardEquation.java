package pathline.adjoint;

import java.util.function.Supplier;
import pathline.field.Gradient;
import pathline.ode.FlatField;

/** A backward equation on plain arrays. */
interface FlatBackwardEquation {

    /** How many numbers ∂v/∂θ has for a number of v. */
    int parameters();

    /** The equation as a field. */
    FlatField alone();

    /** The equation as a field, each evaluation of which overwrites an array of its own by ⟨a, ∂v/∂θ(t, x(t))⟩. */
    FlatField leaving(Supplier<float[]> gradients);

    /** Adds such numbers to a gradient. */
    void add(float[] gathered, Gradient into);
}
