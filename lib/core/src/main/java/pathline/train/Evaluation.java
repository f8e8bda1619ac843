package pathline.train;

import pathline.check.Require;
import pathline.field.Model;

/**
 * A number to watch while a model is trained.
 *
 * @param name what the tables call it
 * @param every after how many steps it is computed, again and again
 * @param type what it is computed of; a trainer refuses to fit a model of another type
 * @param value computes it
 * @param <M> that type
 */
public record Evaluation<M extends Model>(String name, int every, Class<M> type, Value<? super M> value) {

    /** Computes the number. */
    @FunctionalInterface
    public interface Value<M> {

        /** Of a model after so many steps of training. */
        double of(M model, int step);
    }

    public Evaluation {
        Require.nonNull(name, "name");
        Require.that(
                !name.isBlank() && name.lines().count() == 1,
                "name is \"" + name + "\"; expected a word or more in one line");
        Require.atLeast(every, 1, "every");
        Require.nonNull(type, "type");
        Require.nonNull(value, "value");
    }

    /** Refuses a model that this cannot be computed of. */
    void check(Model model) {
        if (!type.isInstance(model)) {
            throw new IllegalArgumentException(
                    "The evaluation \"" + name + "\" is computed of a " + type.getSimpleName()
                            + ", but the model is a " + model.getClass().getSimpleName()
                            + "; give the evaluation its type, evaluate(name, every, "
                            + model.getClass().getSimpleName() + ".class, model -> ...)");
        }
    }

    double of(Model model, int step) {
        return value.of(type.cast(model), step);
    }
}
