package pathline.field;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Optional;
import java.util.function.UnaryOperator;
import pathline.array.Scratch;
import pathline.check.Require;
import pathline.check.RequireArray;

/**
 * A trainable velocity v(t, x), made of three abilities: value, push and pull.
 *
 * <p>With J = dv/dx the d × d Jacobian of one point and θ the parameters,
 *
 * <pre>
 *   value   at(t, x)                    v
 *   push    push(t, x, dx)              v and J dx                       a tangent travels forward
 *   pull    pull(t, x, a, into)         Jᵀ a, and ∂⟨a, v⟩/∂θ             a cotangent travels back
 *           pull(t, x, dx, a, b, into)  the same for ⟨a, v⟩ + ⟨b, J dx⟩
 * </pre>
 *
 * <p>Everything that learns is built from them. The adjoint of a solve pulls; the divergence pushes d tangents, or one
 * per random probe; maximum likelihood pulls the pushed pair; flow matching pulls the residual v - ut. No graph of
 * operations outlives a call, and no gradient is hidden in an array: parameter gradients go where the caller says.
 *
 * <p>A point never sees its neighbours: row i of every result depends on row i of the inputs alone, the parameter
 * gradient being the sum over the rows. Time is a column of shape (n, 1), or (1, 1) for one time shared by all rows,
 * which is cheaper. Results have the type of x and are attached to its manager.
 */
public interface Velocity extends Differentiable, Model {

    /** The dimension d of the states. */
    int dim();

    @Override
    default Optional<? extends FlatVelocity> flat() {
        return Optional.empty();
    }

    /**
     * The velocity of every point, each at its own time.
     *
     * @param t times, shape (n, 1), or (1, 1) for one time shared by all points
     * @param x states, shape (n, d)
     * @return velocities, shape (n, d)
     */
    NDArray at(NDArray t, NDArray x);

    @Override
    default NDArray at(double t, NDArray x) {
        try (var time = time(t, x)) {
            return at(time, x);
        }
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
    Tangent push(NDArray t, NDArray x, NDArray dx);

    /**
     * The gradient of ⟨a, v⟩ = sum of a * v(t, x) over all entries.
     *
     * @param t times, shape (n, 1) or (1, 1)
     * @param x states, shape (n, d)
     * @param a cotangent, shape (n, d)
     * @param into receives the gradient with respect to the parameters, added to what it holds
     * @return the gradient with respect to x, Jᵀ a of each point, shape (n, d)
     */
    NDArray pull(NDArray t, NDArray x, NDArray a, Gradient into);

    @Override
    default NDArray pull(double t, NDArray x, NDArray a, Gradient into) {
        try (var time = time(t, x)) {
            return pull(time, x, a, into);
        }
    }

    @Override
    default Pulled pull(double t, NDArray x, UnaryOperator<NDArray> cotangent, Gradient into) {
        try (var time = time(t, x)) {
            return pull(time, x, cotangent, into);
        }
    }

    /**
     * The value, and the gradient of ⟨a, v⟩ for a cotangent that depends on the value: one forward pass for both.
     *
     * <p>A loss of the velocity is differentiated this way. For the mean over n points of |v - ut|²:
     *
     * <pre>
     * velocity.pull(t, xt, v -&gt; v.sub(ut).mul(2.0 / n), into)
     * </pre>
     *
     * @param t times, shape (n, 1) or (1, 1)
     * @param x states, shape (n, d)
     * @param cotangent maps v to a, both of shape (n, d); it leaves v alone, and other arrays that it makes are freed
     * @param into receives the gradient with respect to the parameters, added to what it holds
     */
    default Pulled pull(NDArray t, NDArray x, UnaryOperator<NDArray> cotangent, Gradient into) {
        Require.nonNull(cotangent, "cotangent");
        try (var scratch = new Scratch()) {
            var value = scratch.keep(at(t, x));
            return new Pulled(value, scratch.keep(pull(t, x, cotangent.apply(value), into)));
        }
    }

    /**
     * The gradient of ⟨a, v⟩ + ⟨b, J dx⟩, the pushed pair: what differentiates a divergence estimate.
     *
     * @param t times, shape (n, 1) or (1, 1)
     * @param x states, shape (n, d)
     * @param dx tangents, shape (n, d), (k, n, d) or (k, 1, d), held constant
     * @param a cotangent of the value, shape (n, d)
     * @param b cotangent of the derivative, shape (n, d), or (k, n, d) for k tangents
     * @param into receives the gradient with respect to the parameters, added to what it holds
     * @return the gradient with respect to x, shape (n, d)
     */
    NDArray pull(NDArray t, NDArray x, NDArray dx, NDArray a, NDArray b, Gradient into);

    /**
     * The pushed pair, and the gradient of ⟨a, v⟩ + ⟨b, J dx⟩ for cotangents that may depend on the pair.
     *
     * @param t times, shape (n, 1) or (1, 1)
     * @param x states, shape (n, d)
     * @param dx tangents, shape (n, d), (k, n, d) or (k, 1, d), held constant
     * @param cotangents maps v and J dx to a and b of the same shapes; it leaves them alone, and other arrays that it makes
     *     are freed
     * @param into receives the gradient with respect to the parameters, added to what it holds
     */
    default PulledPair pull(NDArray t, NDArray x, NDArray dx, UnaryOperator<Tangent> cotangents, Gradient into) {
        return PulledPair.of(
                () -> push(t, x, dx), cotangents, back -> pull(t, x, dx, back.value(), back.derivative(), into));
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
