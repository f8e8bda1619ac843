package pathline.objective;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import pathline.array.Scratch;
import pathline.check.Require;
import pathline.check.RequireArray;
import pathline.field.Gradient;
import pathline.field.Model;
import pathline.random.Rng;

/**
 * A loss that training makes small, given by how one batch of it is drawn.
 *
 * <p>One method is enough, so an objective is a lambda. Conditional flow matching along straight lines, whole:
 *
 * <pre>
 * Objective&lt;Velocity&gt; straight = (manager, type, rng) -&gt; {
 *     var x0 = source.sample(manager, type, 256, rng.child("x0"));
 *     var x1 = target.sample(manager, type, 256, rng.child("x1"));
 *     var t = rng.child("t").uniform(manager, type, 256, 1);
 *     var ut = x1.sub(x0);
 *     return new Regression(t, x0.add(ut.mul(t)), ut);
 * };
 * </pre>
 *
 * @param <M> what it fits: a {@link pathline.field.Velocity}, or any other {@link Model}
 */
@FunctionalInterface
public interface Objective<M extends Model> {

    /**
     * Draws one batch.
     *
     * <p>This runs on other threads than training, ahead of it; two batches may be drawn at the same time. So it must depend
     * on its arguments alone: not on the model, not on earlier batches, not on a counter or a generator of its own. The same
     * stream then gives the same batch, whenever and wherever it is drawn. Arrays that it makes are freed when the batch has
     * been used.
     *
     * @param manager owner of the arrays that the batch needs
     * @param type float32 or float64: the type of the model's parameters
     * @param rng the stream of this batch
     */
    Batch<M> draw(NDManager manager, DataType type, Rng rng);

    /**
     * This objective under a name, which stands for the lambdas in it where a training is resumed: they have no name of their
     * own. What in it has a fingerprint, such as its data, counts besides. One that computes otherwise deserves another name.
     */
    default Objective<M> named(String name) {
        return new NamedObjective<>(name, this);
    }

    /** The loss of a model on one batch drawn for the purpose, without a gradient: to compare before and after. */
    default double loss(M model, Rng rng) {
        Require.nonNull(rng, "rng");
        var parameters = Require.nonNull(model, "model").parameters();
        try (var scratch = new Scratch();
                var manager = parameters.flat().getManager().newSubManager()) {
            var batch = Require.nonNull(draw(manager, parameters.type(), rng), "the batch that was drawn");
            var loss = RequireArray.real(batch.loss(model, Gradient.unwanted()), "the loss");
            Require.that(loss.size() == 1, "The loss must be one number, got shape " + loss.getShape());
            return loss.toType(DataType.FLOAT64, false).toDoubleArray()[0];
        }
    }
}
