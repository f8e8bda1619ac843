package pathline.likelihood;

import ai.djl.ndarray.NDArray;
import pathline.array.Scratch;
import pathline.check.Require;
import pathline.check.RequireArray;
import pathline.field.Float32Differentiable;
import pathline.field.Float32Tangents;
import pathline.field.Float32Velocity;
import pathline.field.Jvp;
import pathline.field.Tangent;
import pathline.field.TracedVelocity;
import pathline.field.Velocity;

/**
 * The divergence by fixed tangents ε_1, ..., ε_k: div v ≈ w sum over j of ε_jᵀ J ε_j, a function of (t, x) like any other.
 *
 * <p>The unit vectors with w = 1 make it exact; random tangents with w = 1/k make it Hutchinson's estimate. The same
 * pass serves the squared Frobenius norm, ‖J‖² ≈ w sum over j of |J ε_j|².
 *
 * @see Divergence#forSolve
 */
public final class Trace {

    private final NDArray tangents;
    private final double weight;

    /** Tangents of shape (k, n, d), or (k, 1, d) for the same at every point. */
    Trace(NDArray tangents, double weight) {
        this.tangents = tangents;
        this.weight = weight;
    }

    /** The number k of tangents per point: what a pass costs. */
    public int tangents() {
        return Math.toIntExact(tangents.getShape().get(0));
    }

    /**
     * The divergence at every point at time t.
     *
     * @param x states, shape (n, d); for random tangents the n points that they were drawn for, wherever those are now
     * @return shape (n), attached to x's manager
     */
    public NDArray at(Velocity velocity, double t, NDArray x) {
        Require.nonNull(velocity, "velocity");
        Require.finite(t, "t");
        check(x);
        return Scratch.keeping(() ->
                divergence(jvp(velocity, Velocity.time(t, x), x).derivative()).reshape(-1));
    }

    /** v and all J ε_j, in one pass. */
    Tangent jvp(Velocity velocity, NDArray t, NDArray x) {
        check(x);
        return velocity.jvp(t, x, tangents);
    }

    /** v, and of a velocity with a short way the trace; what else is made of J ε_j needs {@link #linearize}. */
    TracedVelocity of(Velocity velocity) {
        return velocity.traced(tangents);
    }

    /** v and all J ε_j, with their vjp. */
    Jvp linearize(Velocity velocity, NDArray t, NDArray x) {
        check(x);
        return velocity.linearize(t, x, tangents);
    }

    /** The divergence of the trace of a {@link TracedVelocity}. */
    NDArray weighed(NDArray trace) {
        return trace.mul(weight);
    }

    /** The cotangent of all J ε_j that belongs to the cotangent a of the divergence, of shape (n, 1). */
    NDArray cotangent(NDArray a) {
        return a.mul(weight).mul(tangents);
    }

    /** The divergence of all J ε_j, shape (n, 1). */
    NDArray divergence(NDArray derivative) {
        return overTangents(derivative.mul(tangents));
    }

    /** ‖J‖² of all J ε_j, shape (n, 1). */
    NDArray squaredNorm(NDArray derivative) {
        return overTangents(derivative.square());
    }

    /** The cotangent of all J ε_j that belongs to the cotangent a of ‖J‖²; a has shape (n, 1). */
    NDArray squaredNormCotangent(NDArray a, NDArray derivative) {
        return a.mul(2 * weight).mul(derivative);
    }

    /** A velocity and its divergence by these tangents, on plain arrays: rows (x, D). */
    Float32Differentiable plain(Float32Velocity velocity) {
        return velocity.traced(Float32Tangents.of(tangents), weight);
    }

    /** Frees the tangents. */
    void release() {
        tangents.close();
    }

    static void checkPoints(NDArray x) {
        checkPoints(x, "x");
    }

    static void checkPoints(NDArray x, String name) {
        RequireArray.real(x, name);
        if (x.getShape().dimension() != 2) {
            throw new IllegalArgumentException(name + " must have shape (n, d): n points of d coordinates, got "
                    + x.getShape() + "; reshape it first");
        }
        Require.that(
                x.size() > 0, name + " has shape " + x.getShape() + "; expected at least one point and one coordinate");
    }

    private NDArray overTangents(NDArray parts) {
        return parts.sum(new int[] {0, 2}).reshape(-1, 1).muli(weight);
    }

    void check(NDArray x) {
        checkPoints(x);
        long rows = tangents.getShape().get(1);
        boolean fits = rows == 1 || rows == x.getShape().get(0);
        if (!fits || tangents.getShape().get(2) != x.getShape().get(1) || tangents.getDataType() != x.getDataType()) {
            throw new IllegalArgumentException("These tangents were made for " + tangents.getDataType() + " points"
                    + " with tangents of shape " + tangents.getShape() + ", got " + x.getDataType()
                    + " points of shape "
                    + x.getShape() + "; make others with divergence.forSolve(x)");
        }
    }

    @Override
    public String toString() {
        return "Trace[" + tangents() + " tangents per point, weight " + weight + "]";
    }
}
