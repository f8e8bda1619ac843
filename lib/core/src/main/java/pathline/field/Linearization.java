package pathline.field;

import ai.djl.ndarray.NDArray;
import java.util.function.BiFunction;
import pathline.check.Require;

/**
 * A field at one point: its value, and its derivative as a linear map, both from one forward pass.
 *
 * <pre>
 * try (var at = field.linearize(t, x)) {
 *     var residual = at.value().sub(target);
 *     at.vjp(residual, gradient);                   // of |v - target|² / 2
 * }
 * </pre>
 *
 * <p>What the pass leaves for the derivative is freed by {@link #close}; the value and the gradients are the caller's, attached to
 * x's manager. Until it is closed, t, x and the value stay open, and they and the parameters unchanged.
 */
public interface Linearization extends AutoCloseable {

    /** v(t, x), in the shape of x; always the same array. */
    NDArray value();

    /**
     * The gradient of ⟨a, v⟩ = sum of a * v(t, x) over all entries.
     *
     * @param a cotangent, in the shape of x; left as it is
     * @param into receives the gradient with respect to the parameters, added to what it holds
     * @return the gradient with respect to x, Jᵀ a of each point
     */
    NDArray vjp(NDArray a, Gradient into);

    @Override
    default void close() {}

    /**
     * A value and what {@link #vjp} does. Arrays that both share live as long as the scratch or the manager that they were made
     * in.
     */
    static Linearization of(NDArray value, BiFunction<NDArray, Gradient, NDArray> vjp) {
        return of(value, vjp, () -> {});
    }

    /** The same, and how to free what both share. */
    static Linearization of(NDArray value, BiFunction<NDArray, Gradient, NDArray> vjp, Runnable close) {
        Require.nonNull(value, "value");
        Require.nonNull(vjp, "vjp");
        var open = new OpenUntilClosed(Require.nonNull(close, "close"));
        return new Linearization() {
            @Override
            public NDArray value() {
                return value;
            }

            @Override
            public NDArray vjp(NDArray a, Gradient into) {
                open.check();
                return vjp.apply(a, into);
            }

            @Override
            public void close() {
                open.close();
            }
        };
    }
}
