package pathline.experiment;

import pathline.field.Velocity;
import pathline.objective.Objective;

/**
 * What a velocity is fitted to, and what that took to prepare.
 *
 * @param objective what is made small
 * @param seconds of preparation, such as the training of a teacher
 */
record Lesson(Objective<Velocity> objective, double seconds) {

    /** With nothing to prepare. */
    static Lesson of(Objective<Velocity> objective) {
        return new Lesson(objective, 0);
    }
}
