package pathline.ode;

import pathline.check.Require;

/**
 * What a solve cost. How well its worst point was followed is in the {@linkplain StepLog#largestRow step log}.
 *
 * @param evaluations evaluations of the field, all counted: those of rejected steps, of the first step size, of dense
 *     output
 * @param accepted steps taken
 * @param rejected steps tried and thrown away
 */
public record SolverStats(long evaluations, int accepted, int rejected) {

    public SolverStats {
        Require.that(evaluations >= 0, "evaluations is " + evaluations + "; expected at least 0");
        Require.atLeast(accepted, 0, "accepted");
        Require.atLeast(rejected, 0, "rejected");
    }

    @Override
    public String toString() {
        return accepted + " steps, " + rejected + " rejected, " + evaluations + " evaluations";
    }
}
