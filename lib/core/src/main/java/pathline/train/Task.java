package pathline.train;

import java.util.function.LongSupplier;
import pathline.check.Require;
import pathline.field.Model;
import pathline.field.Velocity;
import pathline.objective.Objective;

/**
 * What one training fits and to what, with a count of the evaluations that its losses take.
 *
 * @param model what is fitted
 * @param objective what it is fitted to, as it was given
 * @param counted the same, whose losses are counted
 * @param forward evaluations so far
 * @param backward derivatives back so far
 */
record Task<M extends Model>(
        M model, Objective<?> objective, Objective<M> counted, LongSupplier forward, LongSupplier backward) {

    /** Of a velocity: each of its evaluations counts. The batches see a velocity that passes its calls on. */
    static <V extends Velocity> Task<V> ofVelocity(V velocity, Objective<? super Velocity> objective) {
        var seen = new CountedVelocity(Require.nonNull(velocity, "velocity"));
        Require.nonNull(objective, "objective");
        Objective<V> counted = (manager, type, rng) -> {
            var batch = Require.nonNull(objective.draw(manager, type, rng), "the batch that was drawn");
            return (model, into) -> batch.loss(seen, into);
        };
        return new Task<>(velocity, objective, counted, seen::forward, seen::backward);
    }

    /** Of another model, into which the training cannot look: each loss counts as one evaluation and one derivative. */
    static <M extends Model> Task<M> of(M model, Objective<? super M> objective) {
        Require.nonNull(model, "model");
        Require.nonNull(objective, "objective");
        var losses = new long[1];
        Objective<M> counted = (manager, type, rng) -> {
            var batch = Require.nonNull(objective.draw(manager, type, rng), "the batch that was drawn");
            return (fitted, into) -> {
                losses[0]++;
                return batch.loss(fitted, into);
            };
        };
        return new Task<>(model, objective, counted, () -> losses[0], () -> losses[0]);
    }
}
