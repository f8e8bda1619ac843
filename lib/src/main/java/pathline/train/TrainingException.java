package pathline.train;

import java.io.Serial;

/** A training that could not be finished: why, at which step, and the run up to there. */
public final class TrainingException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1;

    private final transient Run run;

    TrainingException(Run run, String detail, Throwable cause) {
        super("Step " + (run.steps() + 1) + ": " + run.ending().advice() + " " + detail, cause);
        this.run = run;
    }

    TrainingException(Run run, String detail) {
        super("Step " + (run.steps() + 1) + ": " + run.ending().advice() + " " + detail);
        this.run = run;
    }

    /** Why the training ended. */
    public Ending ending() {
        return run.ending();
    }

    /** The run up to the last step that was made. */
    public Run run() {
        return run;
    }
}
