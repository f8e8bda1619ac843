package pathline.ode;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A rooted tree: each stands for one term of the Taylor expansions of the exact and of the computed solution, and a
 * method is of order p if the two agree on every tree of at most p vertices (Butcher 1963; Hairer, Norsett and Wanner,
 * <i>Solving ODEs I</i>, theorem II.2.13).
 */
record RootedTree(List<RootedTree> branches) {

    /** Every tree of at most {@code vertices} vertices: 1, 1, 2, 4, 9, 20, 48, 115 of them with 1, 2, ..., 8. */
    static List<RootedTree> upTo(int vertices) {
        var trees = new ArrayList<RootedTree>();
        for (int n = 1; n <= vertices; n++) {
            grow(List.copyOf(trees), 0, n - 1, List.of(), trees);
        }
        return trees;
    }

    /** Adds every tree whose branches are those given and others of {@code pool}, of {@code left} vertices in all. */
    private static void grow(
            List<RootedTree> pool, int from, int left, List<RootedTree> branches, List<RootedTree> result) {
        if (left == 0) {
            result.add(new RootedTree(branches));
            return;
        }
        for (int i = from; i < pool.size(); i++) {
            if (pool.get(i).vertices() <= left) {
                var more = new ArrayList<>(branches);
                more.add(pool.get(i));
                grow(pool, i, left - pool.get(i).vertices(), more, result);
            }
        }
    }

    int vertices() {
        return 1 + branches.stream().mapToInt(RootedTree::vertices).sum();
    }

    /** gamma: the tree's vertices times the densities of its branches. */
    double density() {
        return branches.stream().mapToDouble(RootedTree::density).reduce(vertices(), (p, q) -> p * q);
    }

    /** g_i = product over the branches of sum_j a_ij g_j(branch). */
    double[] stages(double[][] a) {
        var g = new double[a.length];
        Arrays.fill(g, 1);
        for (var branch : branches) {
            var inner = branch.stages(a);
            for (int i = 0; i < a.length; i++) {
                double sum = 0;
                for (int j = 0; j < a[i].length; j++) {
                    sum += a[i][j] * inner[j];
                }
                g[i] *= sum;
            }
        }
        return g;
    }

    /** The elementary weight sum_i w_i g_i; the solution's must be 1 / density. */
    double weight(double[] w, double[][] a) {
        var g = stages(a);
        double sum = 0;
        for (int i = 0; i < w.length; i++) {
            sum += w[i] * g[i];
        }
        return sum;
    }

    /** As brackets: the single vertex is [], the chain of three is [[[]]]. */
    @Override
    public String toString() {
        return branches.toString();
    }
}
