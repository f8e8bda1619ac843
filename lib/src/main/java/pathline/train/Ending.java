package pathline.train;

/** Why a training ended, and what to do about it where it ended too early. */
public enum Ending {
    ALL_STEPS(""),
    EARLY_STOP(""),
    NOT_FINITE("The loss or its gradient stopped being finite; the parameters are those before that step. Lower the"
            + " learning rate, begin with a warm-up, or clip the gradient."),
    EXPLODED("The loss grew to " + Trainer.EXPLOSION
            + " times what it was at first. Lower the learning rate, begin with a" + " warm-up, or clip the gradient."),
    FAILED("The objective failed; the parameters are those before that step."),
    INTERRUPTED("The thread was interrupted; resume(...) continues from the last checkpoint.");

    private final String advice;

    Ending(String advice) {
        this.advice = advice;
    }

    /** What happened and what to try; empty after a success. */
    public String advice() {
        return advice;
    }

    /** Whether the training did what it was asked to. */
    public boolean success() {
        return advice.isEmpty();
    }
}
