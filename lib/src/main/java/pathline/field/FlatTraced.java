package pathline.field;

/** A velocity together with its trace on plain arrays: {@link TracedVelocity} without the engine. */
public interface FlatTraced {

    /**
     * The velocity and the trace, the sum of dxᵀ J dx over the tangents.
     *
     * @param x states, n rows of d numbers
     * @param v receives the velocities, likewise
     * @param trace receives n traces
     */
    void push(double t, float[] x, float[] v, float[] trace);

    /**
     * The same, and the gradient of ⟨a, v⟩ + ⟨b, tr⟩ with respect to x.
     *
     * @param a cotangents of v, n rows of d numbers
     * @param b cotangents of the n traces
     * @param toX receives the gradient, n rows of d numbers
     */
    void pull(double t, float[] x, float[] a, float[] b, float[] v, float[] trace, float[] toX);

    /** The gradient alone; that with respect to the parameters is added to what the velocity has gathered. */
    void gather(double t, float[] x, float[] a, float[] b, float[] toX);

    /** The velocity and the trace besides. */
    void gather(double t, float[] x, float[] a, float[] b, float[] v, float[] trace, float[] toX);
}
