package pathline.train;

import java.util.function.ToDoubleFunction;
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
        if (every < 1) {
            throw new IllegalArgumentException("An evaluation is made every 1 step or more, got " + every);
        }
    }
}
