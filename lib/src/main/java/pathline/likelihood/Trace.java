package pathline.likelihood;

import ai.djl.ndarray.NDArray;
import java.util.function.UnaryOperator;
import pathline.array.Scratch;
import pathline.check.Require;
import pathline.check.RequireArray;
import pathline.field.FlatDifferentiable;
import pathline.field.FlatTangents;
import pathline.field.FlatVelocity;
import pathline.field.Gradient;
import pathline.field.PulledPair;
import pathline.field.Tangent;
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
        return Scratch.keeping(
                () -> divergence(push(velocity, Velocity.time(t, x), x)).reshape(-1));
    }

    /** v and all J ε_j, in one pass. */
    Tangent push(Velocity velocity, NDArray t, NDArray x) {
        check(x);
        return velocity.push(t, x, tangents);
    }

    /** Passes that push all J ε_j, of which more than the divergence can be made. */
    DivergencePass pushing(Velocity velocity) {
        return new DivergencePass() {
            @Override
            public Tangent push(NDArray t, NDArray x) {
                return Trace.this.push(velocity, t, x);
            }

            @Override
            public PulledPair pull(NDArray t, NDArray x, UnaryOperator<Tangent> cotangents, Gradient into) {
                check(x);
                return velocity.pull(t, x, tangents, cotangents, into);
            }

            @Override
            public NDArray divergence(Tangent pushed) {
                return Trace.this.divergence(pushed);
            }

            @Override
            public NDArray cotangent(NDArray a) {
                return a.mul(weight).mul(tangents);
            }
        };
    }

    /** Passes that give nothing but the divergence, for a solve during which the parameters stay as they are. */
    DivergencePass summing(Velocity velocity) {
        var traced = velocity.traced(tangents);
        return new DivergencePass() {
            @Override
            public Tangent push(NDArray t, NDArray x) {
                check(x);
                return traced.push(t, x);
            }

            @Override
            public PulledPair pull(NDArray t, NDArray x, UnaryOperator<Tangent> cotangents, Gradient into) {
                check(x);
                return traced.pull(t, x, cotangents, into);
            }

            @Override
            public NDArray divergence(Tangent pushed) {
                return pushed.derivative().mul(weight);
            }

            @Override
            public NDArray cotangent(NDArray a) {
                return a.mul(weight);
            }

            @Override
            public void close() {
                traced.close();
            }
        };
    }

    /** The divergence of all J ε_j, shape (n, 1). */
    private NDArray divergence(Tangent pushed) {
        return overTangents(pushed.derivative().mul(tangents));
    }

    /** ‖J‖² of what was pushed, shape (n, 1). */
    NDArray squaredNorm(Tangent pushed) {
        return overTangents(pushed.derivative().square());
    }

    /** The cotangent of all J ε_j that belongs to the cotangent a of ‖J‖²; a has shape (n, 1). */
    NDArray squaredNormCotangent(NDArray a, Tangent pushed) {
        return a.mul(2 * weight).mul(pushed.derivative());
    }

    /** A velocity and its divergence by these tangents, on plain arrays: rows (x, D). */
    FlatDifferentiable plain(FlatVelocity velocity) {
        return velocity.traced(FlatTangents.of(tangents), weight);
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

    private void check(NDArray x) {
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
