package pathline.ode;

/** Why a solve ended, and what to do about it where it ended too early. */
public enum Outcome {
    REACHED_END(""),
    STOPPED_BY_EVENT(""),
    STEP_LIMIT(
            "The limit on steps was reached. Loosen the tolerances, allow more with maxSteps, or look at the step log:"
                    + " steps that stay tiny mean a stiff or a discontinuous field."),
    EVALUATION_LIMIT("The limit on evaluations was reached. Loosen the tolerances or allow more with maxEvaluations."),
    STEP_TOO_SMALL(
            "The step fell below what the clock resolves. The solution may end here (a singularity), the field may"
                    + " jump, or the tolerance is below what this precision reaches."),
    NOT_FINITE(
            "The state or the velocity stopped being finite. The solution may blow up, or the steps are too large for a"
                    + " stable solve: take more steps, or adaptive ones.");

    private final String advice;

    Outcome(String advice) {
        this.advice = advice;
    }

    /** What happened and what to try; empty after a success. */
    public String advice() {
        return advice;
    }

    /** Whether the solve did what it was asked to. */
    public boolean success() {
        return advice.isEmpty();
    }
}
