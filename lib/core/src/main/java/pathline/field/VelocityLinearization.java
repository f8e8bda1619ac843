package pathline.field;

import ai.djl.ndarray.NDArray;
import java.util.function.BiFunction;
import java.util.function.Function;
import pathline.check.Require;

/** A velocity at one point, with its derivative in both directions. */
public interface VelocityLinearization extends Linearization {

    /**
     * The derivative along given directions, J dx, which can be differentiated in turn. It is closed by the caller, and before
     * this.
     *
     * @param dx one tangent per point, shape (n, d); or k per point, shape (k, n, d); or the same k at every point,
     *     shape (k, 1, d)
     */
    Jvp jvp(NDArray dx);

    /**
     * A value and both derivatives. Arrays that they share live as long as the scratch or the manager that they were made in.
     */
    static VelocityLinearization of(
            NDArray value, BiFunction<NDArray, Gradient, NDArray> vjp, Function<NDArray, Jvp> jvp) {
        return of(value, vjp, jvp, () -> {});
    }

    /** The same, and how to free what they share. */
    static VelocityLinearization of(
            NDArray value, BiFunction<NDArray, Gradient, NDArray> vjp, Function<NDArray, Jvp> jvp, Runnable close) {
        Require.nonNull(value, "value");
        Require.nonNull(vjp, "vjp");
        Require.nonNull(jvp, "jvp");
        var open = new OpenUntilClosed(Require.nonNull(close, "close"));
        return new VelocityLinearization() {
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
            public Jvp jvp(NDArray dx) {
                open.check();
                return jvp.apply(dx);
            }

            @Override
            public void close() {
                open.close();
            }
        };
    }
}
