package pathline.field;

import ai.djl.ndarray.NDArray;
import pathline.array.Scratch;
import pathline.check.Require;

/**
 * A velocity and its directional derivative, computed in one pass.
 *
 * @param value v(t, x), shape (n, d)
 * @param derivative the Jacobian times the tangent, (dv/dx) dx: shape (n, d) for one tangent per point, (k, n, d) for k
 */
public record Tangent(NDArray value, NDArray derivative) {

    public Tangent {
        Require.nonNull(value, "value");
        Require.nonNull(derivative, "derivative");
    }

    /** Lets both outlive a scratch. */
    Tangent keptBy(Scratch scratch) {
        scratch.keep(value);
        scratch.keep(derivative);
        return this;
    }
}
