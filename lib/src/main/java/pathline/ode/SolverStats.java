package pathline.ode;

/**
 * What a solve cost.
 *
 * @param evaluations evaluations of the field, all counted: those of rejected steps, of the first step size, of dense
 *     output
 * @param accepted steps taken
 * @param rejected steps tried and thrown away
 */
public record SolverStats(long evaluations, int accepted, int rejected) {

    @Override
    public String toString() {
        return accepted + " steps, " + rejected + " rejected, " + evaluations + " evaluations";
    }
}
