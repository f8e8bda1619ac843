package pathline.field;

import ai.djl.ndarray.NDArray;
import java.util.Optional;
import pathline.array.Scratch;
import pathline.check.Require;
import pathline.ode.VectorField;

/**
 * A vector field that gradients pass through: dx/dt = v(t, x), with the product of a cotangent and its Jacobian.
 *
 * <p>This is all that differentiating a solve needs. A {@link Velocity} is one; so is a field with more than the
 * velocity in its state, such as the log-density or a cost that grows along the way. One method makes it, so a lambda is one:
 *
 * <pre>
 * Differentiable decay = (t, x) -&gt; Linearization.of(x.mul(-2), (a, into) -&gt; a.mul(-2));
 * </pre>
 */
public interface Differentiable extends VectorField {

    @Override
    default Optional<? extends Float32Differentiable> float32() {
        return Optional.empty();
    }

    /**
     * The value, and what its derivative needs, from one forward pass. The caller closes it.
     *
     * @param t time
     * @param x states, shape (n, d)
     */
    Linearization linearize(double t, NDArray x);

    /** {@inheritDoc} A field overrides it whose value alone costs less than {@link #linearize}. */
    @Override
    default NDArray at(double t, NDArray x) {
        return Scratch.keeping(() -> {
            try (var at = linearize(t, x)) {
                return at.value();
            }
        });
    }

    /**
     * The gradient of ⟨a, v⟩ = sum of a * v(t, x) over all entries.
     *
     * @param t time
     * @param x states, shape (n, d)
     * @param a cotangent, shape (n, d)
     * @param into receives the gradient with respect to the parameters, added to what it holds
     * @return the gradient with respect to x, shape (n, d), attached to x's manager
     */
    default NDArray vjp(double t, NDArray x, NDArray a, Gradient into) {
        Require.nonNull(a, "a");
        Require.nonNull(into, "into");
        return Scratch.keeping(() -> {
            try (var at = linearize(t, x)) {
                return at.vjp(a, into);
            }
        });
    }
}
