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

    /**
     * The velocity together with its trace along these tangents, for a solve: rows (x, D) of d + 1 numbers, whose rate is
     * (v, w tr), tr being the sum of dxᵀ J dx. D does not act back: the gradient by it is zero.
     *
     * <p>What it gathers is gathered with this velocity's own, and closing it closes this.
     *
     * @param weight w
     */
    FlatDifferentiable traced(FlatTangents dx, double weight);
}
