package pathline.field;

import pathline.ode.Float32Field;

/**
 * A differentiable field on plain arrays: what {@link Differentiable} is on the engine's.
 *
 * <p>The gradient with respect to the parameters is gathered over many calls, and handed over once.
 */
public interface Float32Differentiable extends Float32Field {

    /**
     * The value, and the gradient of ⟨a, v⟩ with respect to x: Jᵀ a of each point.
     *
     * @param x states, n rows of d numbers
     * @param a cotangents, likewise
     * @param v receives the velocities
     * @param toX receives Jᵀ a; another array than the rest
     */
    void vjp(double t, float[] x, float[] a, float[] v, float[] toX);

    /** The gradient of ⟨a, v⟩ alone, and ⟨a, ∂v/∂θ⟩ is added to what is gathered. */
    void gatherVjp(double t, float[] x, float[] a, float[] toX);

    /** The value besides. */
    void gatherVjp(double t, float[] x, float[] a, float[] v, float[] toX);

    /** What was gathered. */
    Float32Gradient gathered();
}
