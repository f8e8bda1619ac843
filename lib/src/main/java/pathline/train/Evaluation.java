package pathline.train;

import java.util.function.ToDoubleFunction;
import pathline.check.Require;
import pathline.field.Velocity;

/**
 * A number to watch while a velocity is trained.
 *
 * @param name what the tables call it
 * @param every after how many steps it is computed, again and again
 * @param value computes it
 */
public record Evaluation(String name, int every, ToDoubleFunction<Velocity> value) {

    public Evaluation {
        Require.nonNull(name, "name");
        Require.that(
                !name.isBlank() && name.lines().count() == 1,
                "name is \"" + name + "\"; expected a word or more in one line");
        Require.atLeast(every, 1, "every");
        Require.nonNull(value, "value");
    }
}
