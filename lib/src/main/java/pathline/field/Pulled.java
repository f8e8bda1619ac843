package pathline.field;

import ai.djl.ndarray.NDArray;
import pathline.check.Require;

/**
 * A velocity and what a cotangent of it becomes, from one forward and one reverse pass.
 *
 * @param value v(t, x), shape (n, d)
 * @param gradient Jᵀ a, the cotangent of x, shape (n, d)
 */
public record Pulled(NDArray value, NDArray gradient) {
    public Pulled {
        Require.nonNull(value, "value");
        Require.nonNull(gradient, "gradient");
    }
}
