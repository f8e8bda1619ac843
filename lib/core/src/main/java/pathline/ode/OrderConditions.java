package pathline.ode;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The order conditions of a Runge-Kutta method: sum_i b_i g_i(tree) = 1 / density(tree) for every rooted tree of at most p
 * vertices (Butcher 1963; Hairer, Norsett and Wanner, <i>Solving ODEs I</i>, theorem II.2.13).
 */
final class OrderConditions {

    /** Coefficients known to 16 digits, of size 50, in sums of products of up to eight. */
    private static final double ROUNDING = 1e-10;

    /** No explicit method of use has a higher order; there are 486 trees up to it. */
    private static final int HIGHEST = 9;

    /**
     * A tree as far as a method sees it.
     *
     * @param vertices their number
     * @param density gamma
     * @param g its elementary weight at each stage
     * @param inner sum_j a_ij g_j, which it contributes as a branch
     */
    private record Tree(int vertices, double density, double[] g, double[] inner) {}

    private final double[][] a;
    private final List<Tree> trees = new ArrayList<>();
    private int grown;

    OrderConditions(double[][] a) {
        this.a = a;
    }

    /** The order of a solution with these weights: up to {@code most}, beyond which is not looked. */
    int ofSolution(double[] b, int most) {
        int order = 0;
        while (order < Math.min(most, HIGHEST) && holds(b, order + 1, 1)) {
            order++;
        }
        return order;
    }

    /** The order of the difference of two solutions: its weights vanish on all trees of as many vertices. */
    int ofDifference(double[] e) {
        int order = 0;
        while (order < HIGHEST && holds(e, order + 1, 0)) {
            order++;
        }
        return order;
    }

    private boolean holds(double[] weights, int vertices, double share) {
        grow(vertices);
        return trees.stream()
                .filter(tree -> tree.vertices == vertices)
                .allMatch(tree -> Math.abs(sum(weights, tree.g) - share / tree.density) <= ROUNDING);
    }

    private void grow(int vertices) {
        while (grown < vertices) {
            grown++;
            var ones = new double[a.length];
            Arrays.fill(ones, 1);
            grow(List.copyOf(trees), 0, grown - 1, grown, ones);
        }
    }

    /** Adds every tree that has further branches of {@code pool}, of {@code left} vertices in all. */
    private void grow(List<Tree> pool, int from, int left, double density, double[] g) {
        if (left == 0) {
            trees.add(new Tree(grown, density, g, inner(g)));
            return;
        }
        for (int i = from; i < pool.size(); i++) {
            var branch = pool.get(i);
            if (branch.vertices <= left) {
                var more = g.clone();
                for (int k = 0; k < more.length; k++) {
                    more[k] *= branch.inner[k];
                }
                grow(pool, i, left - branch.vertices, density * branch.density, more);
            }
        }
    }

    private double[] inner(double[] g) {
        var inner = new double[a.length];
        for (int i = 0; i < a.length; i++) {
            inner[i] = sum(a[i], g);
        }
        return inner;
    }

    private static double sum(double[] weights, double[] g) {
        double sum = 0;
        for (int j = 0; j < weights.length; j++) {
            sum += weights[j] * g[j];
        }
        return sum;
    }
}
