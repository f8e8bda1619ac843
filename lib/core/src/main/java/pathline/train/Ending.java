package pathline.train;

/** Why a training ended, and what to do about it where it ended too early. */
public enum Ending {
    ALL_STEPS(""),
    EARLY_STOP(""),
    NOT_FINITE("The loss or its gradient stopped being finite; the parameters are those before that step. Lower the"
            + " learning rate, begin with a warm-up, or clip the gradient."),
    OVERFLOW(
            "The step would have made a parameter, or one of the optimiser's averages, infinite or NaN; the parameters are"
                    + " those before that step. Lower the learning rate, clip the gradient, or divide the loss."),
    RATE("The learning rate is no finite number of 0 or more; the parameters are those before that step."
            + " LearningRate.at(step) counts steps from 0."),
    EXPLODED("The loss grew to " + Trainer.EXPLOSION
            + " times what it was at first. Lower the learning rate, begin with a" + " warm-up, or clip the gradient."),
    FAILED("The objective failed; the parameters are those before that step."),
    EVALUATION_FAILED("An evaluation failed; the parameters are those after that step."),
    LISTENER_FAILED("A listener failed; the parameters are those after that step."),
    NOT_SAVED("The checkpoint could not be written; the parameters are those after that step."),
    INTERRUPTED("The thread was interrupted; resume(...) continues from the last checkpoint.");

    private final String advice;

    Ending(String advice) {
        this.advice = advice;
    }

    /** What happened and what to try; empty after a success. */
    public String advice() {
        return advice;
    }

    /** Whether it happened after a step was made, and not in the one that came next. */
    boolean isAfterStep() {
        return this == EVALUATION_FAILED || this == LISTENER_FAILED || this == NOT_SAVED;
    }

    /** Whether the training did what it was asked to. */
    public boolean success() {
        return advice.isEmpty();
    }
}
