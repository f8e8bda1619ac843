package pathline.coupling;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** Matchings that look one pair ahead: cheap to find, and dearer than the optimum. */
final class GreedyMatching {

    private GreedyMatching() {}

    /** The cheapest remaining pair first; equal costs in the order of rows, then columns. */
    static int[] stable(Costs costs) {
        int n = square(costs);
        Size.check(n, n, 32); // a cost, and its place as an object
        double[] all = costs.toArray();
        int[] order = IntStream.range(0, all.length)
                .boxed()
                .sorted(Comparator.comparingDouble(k -> all[k])) // a stable sort keeps the order of ties
                .mapToInt(Integer::intValue)
                .toArray();
        var targets = new int[n];
        Arrays.fill(targets, -1);
        var taken = new boolean[n];
        for (int k : order) {
            if (targets[k / n] < 0 && !taken[k % n]) {
                targets[k / n] = k % n;
                taken[k % n] = true;
            }
        }
        return targets;
    }

    /** Each source, in the given order, takes the cheapest target left. */
    static int[] inTurn(Costs costs, int... order) {
        int n = square(costs);
        var targets = new int[n];
        var taken = new boolean[n];
        for (int i : order) {
            int nearest = -1;
            for (int j = 0; j < n; j++) {
                if (!taken[j] && (nearest < 0 || costs.at(i, j) < costs.at(i, nearest))) {
                    nearest = j;
                }
            }
            targets[i] = nearest;
            taken[nearest] = true;
        }
        return targets;
    }

    private static int square(Costs costs) {
        if (costs.rows() != costs.columns()) {
            throw new IllegalArgumentException("A matching needs as many targets as sources, got " + costs.rows()
                    + " sources and " + costs.columns() + " targets");
        }
        return costs.rows();
    }
}
