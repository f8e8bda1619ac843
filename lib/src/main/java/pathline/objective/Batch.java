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
     * <p>For a velocity, the gradient of a loss L(v(t, x)) is the pull of the cotangent dL/dv:
     *
     * <pre>
     * var v = velocity.at(t, x);
     * velocity.pull(t, x, v.sub(u).mul(2.0 / n), into);          // L = |v - u|² / n
     * return v.sub(u).square().sum().div(n);
     * </pre>
     *
     * @param model what is being fitted
     * @param into receives the gradient of the loss, added to what it holds; {@link Gradient#unwanted} for the loss alone
     * @return the loss, one number
     */
    NDArray loss(M model, Gradient into);
}
