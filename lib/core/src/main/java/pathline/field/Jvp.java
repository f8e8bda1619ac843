package pathline.field;

import ai.djl.ndarray.NDArray;
import pathline.check.Require;

/**
 * A velocity at one point and its derivative along tangents, v and J dx, from one forward pass; with the reverse pass of the pair.
 *
 * <p>What the pass leaves for it is freed by {@link #close}; the arrays that are returned are the caller's, attached to x's manager.
 */
public interface Jvp extends AutoCloseable {

    /** v(t, x), shape (n, d). */
    NDArray value();

    /** J dx, shape (n, d), or (k, n, d) for k tangents per point. */
    NDArray derivative();

    /**
     * The gradient of ⟨a, v⟩ + ⟨b, J dx⟩: what differentiates a divergence estimate. The tangents are constants.
     *
     * @param a cotangent of the value, of its shape; left as it is
     * @param b cotangent of the derivative, of its shape; left as it is
     * @param into receives the gradient with respect to the parameters, added to what it holds
     * @return the gradient with respect to x, shape (n, d)
     */
    NDArray vjp(NDArray a, NDArray b, Gradient into);

    @Override
    default void close() {}

    /** The reverse pass of a pair. */
    @FunctionalInterface
    interface Reverse {

        /** @see Jvp#vjp */
        NDArray vjp(NDArray a, NDArray b, Gradient into);
    }

    /** A pair and its reverse pass. Arrays that they share live as long as the scratch or the manager that they were made in. */
    static Jvp of(NDArray value, NDArray derivative, Reverse reverse) {
        return of(value, derivative, reverse, () -> {});
    }

    /** The same, and how to free what they share. */
    static Jvp of(NDArray value, NDArray derivative, Reverse reverse, Runnable close) {
        Require.nonNull(value, "value");
        Require.nonNull(derivative, "derivative");
        Require.nonNull(reverse, "reverse");
        var open = new OpenUntilClosed(Require.nonNull(close, "close"));
        return new Jvp() {
            @Override
            public NDArray value() {
                return value;
            }

            @Override
            public NDArray derivative() {
                return derivative;
            }

            @Override
            public NDArray vjp(NDArray a, NDArray b, Gradient into) {
                open.check();
                return reverse.vjp(a, b, into);
            }

            @Override
            public void close() {
                open.close();
            }
        };
    }
}
