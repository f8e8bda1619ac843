package pathline.adjoint;

import pathline.field.Gradient;
import pathline.ode.FlatField;

/** A backward equation on plain arrays. */
interface FlatBackwardEquation extends FlatField {

    /** Gathers ⟨weight a(t), ∂v/∂θ(t, x(t))⟩ of a state. */
    void gather(double t, float[] state, double weight);

    /** Adds what was gathered to a gradient. */
    void addTo(Gradient into);
}
