package pathline.experiment;

import pathline.objective.Objective;

/**
 * What a velocity is fitted to, and what that took to prepare.
 *
 * @param objective what is made small
 * @param seconds of preparation, such as the training of a teacher
 */
record Lesson(Objective objective, double seconds) {

    /** With nothing to prepare. */
    static Lesson of(Objective objective) {
        return new Lesson(objective, 0);
    }
}
