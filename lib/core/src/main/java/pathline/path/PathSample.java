package pathline.path;

import ai.djl.ndarray.NDArray;
import pathline.array.Points;
import pathline.check.Require;

/**
 * Points between their two ends, with their velocities: what flow matching regresses ut on.
 *
 * @param times t, shape (n, 1), or (1, 1) for one time shared by all
 * @param from x0, the sources, shape (n, d), or (n, ...) for events of another shape
 * @param to x1, the targets, of the same shape
 * @param states xt, where the pairs are at time t
 * @param velocities ut = dxt/dt
 */
public record PathSample(Points times, Points from, Points to, Points states, Points velocities) {

    public PathSample {
        Require.nonNull(times, "times");
        Require.nonNull(from, "from");
        Require.nonNull(to, "to");
        Require.nonNull(states, "states");
        Require.nonNull(velocities, "velocities");
    }

    /** Of arrays, which are not copied. */
    public PathSample(NDArray t, NDArray x0, NDArray x1, NDArray xt, NDArray ut) {
        this(Points.of(t, "t"), Points.of(x0, "x0"), Points.of(x1, "x1"), Points.of(xt, "xt"), Points.of(ut, "ut"));
    }

    /** The times as an array. */
    public NDArray t() {
        return times.array();
    }

    /** The sources as an array. */
    public NDArray x0() {
        return from.array();
    }

    /** The targets as an array. */
    public NDArray x1() {
        return to.array();
    }

    /** The points at time t as an array. */
    public NDArray xt() {
        return states.array();
    }

    /** Their velocities as an array. */
    public NDArray ut() {
        return velocities.array();
    }
}
