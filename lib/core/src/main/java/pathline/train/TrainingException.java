package pathline.train;

import java.io.Serial;

/** A training that could not be finished: why, at which step, and the run up to there. */
public final class TrainingException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1;

    private final transient Run<?> run;

    /** With the cause, if there is one. */
    TrainingException(Run<?> run, int step, String detail, Throwable... cause) {
        super(message(run, step, detail));
        this.run = run;
        for (var one : cause) {
            initCause(one);
        }
    }

    private static String message(Run<?> run, int step, String detail) {
        return "Step " + step + ": " + run.ending().advice() + " " + detail;
    }

    /** Why the training ended. */
    public Ending ending() {
        return run.ending();
    }

    /** The run up to the last step that was made. */
    public Run<?> run() {
        return run;
    }
}
