package pathline.field;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Optional;
import pathline.array.Held;
import pathline.array.Scratch;
import pathline.check.Require;
import pathline.check.RequireArray;

/**
 * A trainable velocity v(t, x): its value, and its derivative in both directions.
 *
 * <p>With J = dv/dx the d × d Jacobian of one point and θ the parameters,
 *
 * <pre>
 *   value       at(t, x)                     v
 *   jvp         jvp(t, x, dx)                v and J dx
 *   vjp         vjp(t, x, a, into)           Jᵀ a, and ∂⟨a, v⟩/∂θ
 *               vjp(t, x, dx, a, b, into)    the same for ⟨a, v⟩ + ⟨b, J dx⟩
 *   linearize   linearize(t, x)              v, and its jvp and vjp
 *               linearize(t, x, dx)          v and J dx, and the vjp of both
 * </pre>
 *
 * <p>Everything that learns is built from them. The adjoint of a solve takes vjps; the divergence is the jvp of d tangents, or of
 * one per random probe; maximum likelihood takes the vjp of such pairs; flow matching that of the residual v - ut. No graph of
 * operations outlives a linearization, and no gradient is hidden in an array: parameter gradients go where the caller says.
 *
 * <p>{@link #dim}, {@link #parameters} and {@link #linearize(NDArray, NDArray)} make a velocity; the rest is built on them, and
 * overridden where there is a shorter way.
 *
 * <p>A point never sees its neighbours: row i of every result depends on row i of the inputs alone, the parameter
 * gradient being the sum over the rows. Time is a column of shape (n, 1), or (1, 1) for one time shared by all rows,
 * which is cheaper. Results have the type of x and are attached to its manager.
 */
public interface Velocity extends Differentiable, Model {

    /** The dimension d of the states. */
    int dim();

    @Override
    default Optional<? extends Float32Velocity> float32() {
        return Optional.empty();
    }

    /**
     * The velocity of every point, each at its own time.
     *
     * @param t times, shape (n, 1), or (1, 1) for one time shared by all points
     * @param x states, shape (n, d)
     * @return velocities, shape (n, d)
     */
    default NDArray at(NDArray t, NDArray x) {
        return Scratch.keeping(() -> {
            try (var at = linearize(t, x)) {
                return at.value();
            }
        });
    }

    @Override
    default NDArray at(double t, NDArray x) {
        try (var time = time(t, x)) {
            return at(time, x);
        }
    }

    /**
     * The velocity and what its derivatives need, from one forward pass. The caller closes it.
     *
     * @param t times, shape (n, 1) or (1, 1)
     * @param x states, shape (n, d)
     */
    VelocityLinearization linearize(NDArray t, NDArray x);

    @Override
    default VelocityLinearization linearize(double t, NDArray x) {
        var time = time(t, x);
        var at = linearize(time, x);
        var held = new Held();
        held.hold(time);
        held.alsoClose(at::close);
        return VelocityLinearization.of(at.value(), at::vjp, at::jvp, held::close);
    }

    /**
     * The velocity and its derivative along given directions, in one pass, and what the vjp of both needs. The caller closes it.
     *
     * @param t times, shape (n, 1) or (1, 1)
     * @param x states, shape (n, d)
     * @param dx tangents, shape (n, d), (k, n, d) or (k, 1, d), as in {@link #jvp}
     */
    default Jvp linearize(NDArray t, NDArray x, NDArray dx) {
        var at = linearize(t, x);
        var pair = at.jvp(dx);
        return Jvp.of(pair.value(), pair.derivative(), pair::vjp, () -> {
            pair.close();
            at.close();
        });
    }

    /**
     * The velocity and its derivative along given directions, in one pass.
     *
     * @param t times, shape (n, 1) or (1, 1)
     * @param x states, shape (n, d)
     * @param dx one tangent per point, shape (n, d); or k per point, shape (k, n, d); or the same k at every point,
     *     shape (k, 1, d)
     * @return v of shape (n, d), and J dx of shape (n, d) or (k, n, d)
     */
    default Tangent jvp(NDArray t, NDArray x, NDArray dx) {
        try (var scratch = new Scratch();
                var pair = linearize(t, x, dx)) {
            return new Tangent(pair.value(), pair.derivative()).keptBy(scratch);
        }
    }

    /**
     * The gradient of ⟨a, v⟩ = sum of a * v(t, x) over all entries.
     *
     * @param t times, shape (n, 1) or (1, 1)
     * @param x states, shape (n, d)
     * @param a cotangent, shape (n, d)
     * @param into receives the gradient with respect to the parameters, added to what it holds
     * @return the gradient with respect to x, Jᵀ a of each point, shape (n, d)
     */
    default NDArray vjp(NDArray t, NDArray x, NDArray a, Gradient into) {
        return Scratch.keeping(() -> {
            try (var at = linearize(t, x)) {
                return at.vjp(a, into);
            }
        });
    }

    @Override
    default NDArray vjp(double t, NDArray x, NDArray a, Gradient into) {
        try (var time = time(t, x)) {
            return vjp(time, x, a, into);
        }
    }

    /**
     * The gradient of ⟨a, v⟩ + ⟨b, J dx⟩: what differentiates a divergence estimate.
     *
     * @param t times, shape (n, 1) or (1, 1)
     * @param x states, shape (n, d)
     * @param dx tangents, shape (n, d), (k, n, d) or (k, 1, d), which are constants
     * @param a cotangent of the value, shape (n, d)
     * @param b cotangent of the derivative, shape (n, d), or (k, n, d) for k tangents
     * @param into receives the gradient with respect to the parameters, added to what it holds
     * @return the gradient with respect to x, shape (n, d)
     */
    default NDArray vjp(NDArray t, NDArray x, NDArray dx, NDArray a, NDArray b, Gradient into) {
        return Scratch.keeping(() -> {
            try (var pair = linearize(t, x, dx)) {
                return pair.vjp(a, b, into);
            }
        });
    }

    /**
     * The velocity and its trace along tangents that stay the same while the parameters do: what a log-density is solved by.
     *
     * @param dx tangents, shape (k, n, d), or (k, 1, d) for the same at every point
     */
    default TracedVelocity traced(NDArray dx) {
        return TracedVelocity.of(this, dx);
    }

    /** The time t as an array of shape (1, 1), in x's type and attached to x's manager. */
    static NDArray time(double t, NDArray x) {
        RequireArray.real(x, "x");
        double most = x.getDataType() == DataType.FLOAT64 ? Double.MAX_VALUE : Float.MAX_VALUE;
        Require.within(t, -most, most, "t");
        return time(t, x.getDataType(), x.getManager());
    }

    private static NDArray time(double t, DataType type, NDManager manager) {
        var one = new Shape(1, 1);
        return type == DataType.FLOAT64 ? manager.create(new double[] {t}, one) : manager.full(one, (float) t, type);
    }
}
