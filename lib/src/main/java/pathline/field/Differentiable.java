package pathline.field;

import ai.djl.ndarray.NDArray;
import java.util.Optional;
import java.util.function.UnaryOperator;
import pathline.array.Scratch;
import pathline.check.Require;
import pathline.ode.VectorField;

/**
 * A vector field that gradients pass through: the value of dx/dt = v(t, x), and the pull of a cotangent.
 *
 * <p>This is all that differentiating a solve needs. A {@link Velocity} is one; so is a field with more than the
 * velocity in its state, such as the log-density or a cost that grows along the way.
 */
public interface Differentiable extends VectorField {

    @Override
    default Optional<? extends FlatDifferentiable> flat() {
        return Optional.empty();
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
    NDArray pull(double t, NDArray x, NDArray a, Gradient into);

    /**
     * The value, and the gradient of ⟨a, v⟩ for a cotangent that may depend on the value.
     *
     * @param t time
     * @param x states, shape (n, d)
     * @param cotangent maps v to a, both of shape (n, d); it leaves v alone, and other arrays that it makes are freed
     * @param into receives the gradient with respect to the parameters, added to what it holds
     */
    default Pulled pull(double t, NDArray x, UnaryOperator<NDArray> cotangent, Gradient into) {
        Require.nonNull(x, "x");
        Require.nonNull(cotangent, "cotangent");
        try (var scratch = new Scratch()) {
            var value = scratch.keep(at(t, x));
            return new Pulled(value, scratch.keep(pull(t, x, cotangent.apply(value), into)));
        }
    }
}
