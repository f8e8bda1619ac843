package pathline.ode;

import java.io.Serial;

/** A solve that could not do what it was asked to: outcome, time, step and cost. */
public final class SolveException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1;

    private final transient Solution solution;

    SolveException(Solution solution) {
        super(solution.outcome().advice() + " " + solution.detail() + " (" + solution.stats()
                + "; attempt(...) in place of solve(...) returns the solution up to here.)");
        this.solution = solution;
    }

    /** Why the solve ended. */
    public Outcome outcome() {
        return solution.outcome();
    }

    /** The solution up to the point where the solve ended. */
    public Solution solution() {
        return solution;
    }
}
