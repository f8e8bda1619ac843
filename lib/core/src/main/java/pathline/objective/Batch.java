package pathline.objective;

import ai.djl.ndarray.NDArray;
import pathline.field.Gradient;
import pathline.field.Model;

/**
 * Everything that chance decides in one step of training; what is left to do is arithmetic with the model.
 *
 * @param <M> what is fitted: a {@link pathline.field.Velocity}, or another model
 */
@FunctionalInterface
public interface Batch<M extends Model> {

    /**
     * The loss on this batch, and its gradient.
     *
     * <p>For a velocity, the gradient of a loss L(v(t, x)) is the vjp of the cotangent dL/dv:
     *
     * <pre>
     * try (var at = velocity.linearize(t, x)) {
     *     var residual = at.value().sub(u);
     *     at.vjp(residual.mul(2.0 / n), into);                   // L = |v - u|² / n
     *     return residual.square().sum().div(n);
     * }
     * </pre>
     *
     * @param model what is being fitted
     * @param into receives the gradient of the loss, added to what it holds; {@link Gradient#unwanted} for the loss alone
     * @return the loss, one number
     */
    NDArray loss(M model, Gradient into);
}
