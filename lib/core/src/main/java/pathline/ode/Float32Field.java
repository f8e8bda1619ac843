package pathline.ode;

/**
 * A vector field on Java arrays of floats: the same v(t, x) as the {@link VectorField} that offered it, in float32 on the processor.
 *
 * <p>States are rows of d numbers, one after the other, in a Java array. A solve of small states then makes no array of the
 * engine but its results, each of which costs as much as the arithmetic of hundreds of numbers. It may hold buffers and
 * copies of parameters: it belongs to one thread, sees the parameters as they were when it was made, and is closed when the
 * solve is over.
 */
public interface Float32Field extends AutoCloseable {

    /** The number d of coordinates of a state. */
    int width();

    /**
     * The velocity of every point at time t.
     *
     * @param x states, n rows of d numbers; left as they are
     * @param v receives the velocities, likewise; another array than x
     */
    void at(double t, float[] x, float[] v);

    @Override
    default void close() {}
}
