package pathline.ode;

import ai.djl.ndarray.NDArray;
import java.util.Optional;

/**
 * The right-hand side of dx/dt = v(t, x).
 *
 * <p>A lambda is enough: {@code VectorField decay = (t, x) -> x.mul(-2)}. The state x has shape (n, d), n points moved
 * by one field, or holds n events of another shape, such as (n, c, h, w); the velocity has the same shape and type. A field reads x and leaves it as it is. Arrays made on the way
 * are freed by the solver; what is returned is copied, so it may be a constant, or an array that the field keeps.
 */
@FunctionalInterface
public interface VectorField {

    /**
     * The velocity of every point at time t.
     *
     * @param t time
     * @param x states, n events of one shape
     * @return velocities, in the shape and type of x
     */
    NDArray at(double t, NDArray x);

    /**
     * The same field on Java arrays of floats, if it has such a form here: solves of states (n, d) that start in float32 then
     * take it. The caller closes it.
     */
    default Optional<? extends Float32Field> float32() {
        return Optional.empty();
    }

    /**
     * A field written for one point: {@code pointwise((t, x) -> new double[] {x[1], -Math.sin(x[0])})}.
     *
     * <p>Solves that start in float64 run on plain Java arrays from end to end, which suits a small system far better
     * than array operations do.
     */
    static VectorField pointwise(Pointwise velocity) {
        return new PointwiseField(velocity);
    }

    /** The velocity of a single point of d coordinates, or of an event of d numbers in row-major order: an array of length d. */
    @FunctionalInterface
    interface Pointwise {
        double[] at(double t, double[] x);
    }
}
