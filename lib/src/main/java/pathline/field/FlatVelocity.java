package pathline.field;

import java.util.function.UnaryOperator;

/** A velocity on plain arrays: value, push and pull, as {@link Velocity} has them on the engine's. */
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
     * The velocity and its derivative along given directions.
     *
     * @param x states, n rows of d numbers
     * @param dx the tangents
     * @param v receives the velocities
     * @param derivative receives J dx, n rows for every tangent
     */
    void push(double t, float[] x, FlatTangents dx, float[] v, float[] derivative);

    /**
     * The same, and the gradient of ⟨a, v⟩ + ⟨b, J dx⟩ with respect to x.
     *
     * @param a cotangents of v, n rows of d numbers
     * @param b cotangents of J dx, n rows for every tangent
     * @param toX receives the gradient, n rows
     */
    void pull(double t, float[] x, FlatTangents dx, float[] a, float[] b, float[] v, float[] derivative, float[] toX);

    /** The gradient alone; that with respect to the parameters is added to what is gathered. */
    void gather(double t, float[] x, FlatTangents dx, float[] a, float[] b, float[] toX);

    /** The value and the derivative besides. */
    void gather(double t, float[] x, FlatTangents dx, float[] a, float[] b, float[] v, float[] derivative, float[] toX);
}
