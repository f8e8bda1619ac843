package pathline.field;

import java.util.function.UnaryOperator;

/** A velocity on plain arrays: value, trace and pull, as {@link Velocity} has them on the engine's. */
public interface FlatVelocity extends FlatDifferentiable {

    /**
     * The value, the gradient of ⟨a, v⟩ with respect to x for cotangents that depend on the value, and ⟨a, ∂v/∂θ⟩ added to
     * what is gathered: what a regression does with a batch.
     *
     * @param t the time of every point
     * @param x states, n rows of d numbers
     * @param cotangent maps all velocities to all cotangents
     * @param v receives the velocities
     * @param toX receives the gradient
     */
    void gather(float[] t, float[] x, UnaryOperator<float[]> cotangent, float[] v, float[] toX);

    /** The velocity and its trace along these tangents. */
    FlatTraced traced(FlatTangents dx);
}
