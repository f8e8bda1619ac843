package pathline.coupling;

import pathline.check.Require;

/**
 * The permutation of least total cost, with the proof that no other is cheaper.
 *
 * <p>Solves min over permutations s of Σ c(i, s(i)) exactly. By linear programming duality, any numbers u and v with
 * u(i) + v(j) ≤ c(i, j) for all pairs give the lower bound Σ u + Σ v on every permutation's cost; the solution comes with
 * u and v that attain it. {@link #gap} and {@link #violation} are zero up to rounding: to check the solver one need
 * only check these two.
 *
 * <p>Method: shortest augmenting paths, from prices carried over from a problem of half the size; up to 1024 sources on a
 * matrix of all costs, above on lists of candidate columns. O(n³) at worst, on points in the plane about n².
 * 256 points take some 0.6 ms, 2 000 a tenth of a second, 10 000 some seconds. The same costs always give the same permutation,
 * ties included. Memory: up to 11 MB for matrices, and about 1 kB for each source besides the costs, kept for the thread's
 * next problem up to n = 4096.
 */
public final class Assignment {

    private final int[] targets;
    private final double[] sourcePotentials;
    private final double[] targetPotentials;
    private final double totalCost;

    private Assignment(int[] targets, double[] sourcePotentials, double[] targetPotentials, double totalCost) {
        this.targets = targets;
        this.sourcePotentials = sourcePotentials;
        this.targetPotentials = targetPotentials;
        this.totalCost = totalCost;
    }

    /**
     * The cheapest assignment of each source to a target of its own; as many sources as targets.
     *
     * @throws IllegalArgumentException also if n² d is above 10¹² for n points in d dimensions: that would take hours
     */
    public static Assignment solve(Costs costs) {
        int n = Require.nonNull(costs, "costs").rows();
        if (n != costs.columns()) {
            throw new IllegalArgumentException("An assignment needs as many targets as sources, got " + n
                    + " sources and " + costs.columns() + " targets; draw equal numbers, or use Coupling.sinkhorn");
        }
        if (costs instanceof PointCosts points) {
            Size.checkWork(n, points.dim());
            int[] sources = points.sourceOrder();
            int[] targets = points.targetOrder();
            return of(costs, AssignmentSolver.forSize(n).solve(points.scan(sources, targets)), sources, targets);
        }
        var identity = new int[n];
        for (int i = 0; i < n; i++) {
            identity[i] = i;
        }
        var matrix = (MatrixCosts) costs;
        return of(costs, AssignmentSolver.forSize(n).solve(matrix.scan()), identity, identity);
    }

    /** Translates the solution from the solver's order back to the caller's. */
    private static Assignment of(Costs costs, Level solved, int[] sourceOrder, int[] targetOrder) {
        int n = costs.rows();
        var targets = new int[n];
        var u = new double[n];
        var v = new double[n];
        for (int k = 0; k < n; k++) {
            targets[sourceOrder[k]] = targetOrder[solved.columnOf[k]];
            v[targetOrder[k]] = solved.v[k];
        }
        double total = 0;
        for (int i = 0; i < n; i++) {
            double cost = costs.at(i, targets[i]);
            u[i] = cost - v[targets[i]]; // the same as the solver's, without the rounding of its many updates
            total += cost;
        }
        return new Assignment(targets, u, v, total);
    }

    /** Number of sources, and of targets. */
    public int size() {
        return targets.length;
    }

    /** The target of source i. */
    public int target(int i) {
        return targets[Require.index(i, targets.length, "i")];
    }

    /** For each source its target: a permutation of 0, ..., n - 1. */
    public int[] targets() {
        return targets.clone();
    }

    /** Σ c(i, s(i)). */
    public double totalCost() {
        return totalCost;
    }

    /** The total cost over n: for squared distances this is W2² between the two point sets. */
    public double meanCost() {
        return totalCost / targets.length;
    }

    /** u(i): what one more source at i would add to the total cost, up to a constant shared with the targets. */
    public double[] sourcePotentials() {
        return sourcePotentials.clone();
    }

    /** v(j); u(i) + v(j) ≤ c(i, j) with equality on the assigned pairs. */
    public double[] targetPotentials() {
        return targetPotentials.clone();
    }

    /** Total cost minus Σ u + Σ v, zero up to rounding; with {@link #violation} zero, the assignment is optimal. */
    public double gap() {
        double dual = 0;
        for (int i = 0; i < targets.length; i++) {
            dual += sourcePotentials[i] + targetPotentials[i];
        }
        return totalCost - dual;
    }

    /** The largest u(i) + v(j) - c(i, j), at least 0 and zero up to rounding; looks at all n² pairs. */
    public double violation(Costs costs) {
        Require.nonNull(costs, "costs");
        if (costs.rows() != size() || costs.columns() != size()) {
            throw new IllegalArgumentException("This is an assignment of " + size() + " sources, but the costs are of "
                    + costs.rows() + " sources and " + costs.columns() + " targets");
        }
        double worst = 0;
        for (int i = 0; i < size(); i++) {
            for (int j = 0; j < size(); j++) {
                worst = Math.max(worst, sourcePotentials[i] + targetPotentials[j] - costs.at(i, j));
            }
        }
        return worst;
    }

    @Override
    public String toString() {
        return "Assignment[" + size() + " pairs, mean cost " + meanCost() + "]";
    }
}
