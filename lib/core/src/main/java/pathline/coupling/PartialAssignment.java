package pathline.coupling;

/**
 * The cheapest {@code count} pairs that share no source and no target.
 *
 * <p>n - count idle targets are added that any source takes at no cost, and as many idle sources; a price forbids an idle
 * source to take an idle target. The assignment of this enlarged problem leaves exactly {@code count} real pairs
 * (Chapel et al., <i>Partial optimal transport</i>, NeurIPS 2020).
 */
final class PartialAssignment {

    private PartialAssignment() {}

    /** Sources and targets of the pairs, in the order of the sources. */
    static int[][] solve(Costs costs, int count) {
        int n = costs.rows();
        int idle = n - count;
        Size.check(n + idle, n + idle, 2 * Double.BYTES);
        var enlarged = new double[n + idle][n + idle];
        double most = 0;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                enlarged[i][j] = costs.at(i, j);
                most = Math.max(most, enlarged[i][j]);
            }
        }
        // A pair of idle ones sets two more real points free to pair; a positive price is enough to prevent it.
        double forbidden = most > 0 ? 2 * most : 1;
        for (int i = n; i < n + idle; i++) {
            for (int j = n; j < n + idle; j++) {
                enlarged[i][j] = forbidden;
            }
        }
        int[] targets = Assignment.solve(Costs.matrix(enlarged)).targets();
        var pairs = new int[2][count];
        int k = 0;
        for (int i = 0; i < n; i++) {
            if (targets[i] < n) {
                pairs[0][k] = i;
                pairs[1][k++] = targets[i];
            }
        }
        return pairs;
    }
}
