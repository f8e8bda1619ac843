package pathline.field;

/** A velocity on plain arrays: value, trace and vjp, as {@link Velocity} has them on the engine's. */
public interface Float32Velocity extends Float32Differentiable {

    /**
     * The value, and ⟨a, ∂v/∂θ⟩ added to what is gathered, for cotangents that are made of the value, point by point: what a
     * regression does with a batch.
     *
     * @param t the time of every point
     * @param x states, n rows of d numbers
     * @param cotangents is asked for every point once, on any thread
     * @param v receives the velocities
     * @param a receives the cotangents
     */
    void regress(float[] t, float[] x, PointCotangents cotangents, float[] v, float[] a);

    /**
     * The velocity together with its trace along these tangents, for a solve: rows (x, D) of d + 1 numbers, whose rate is
     * (v, w tr), tr being the sum of dxᵀ J dx. D does not act back: the gradient by it is zero.
     *
     * <p>What it gathers is gathered with this velocity's own, and closing it closes this.
     *
     * @param weight w
     */
    Float32Differentiable traced(Float32Tangents dx, double weight);
}
