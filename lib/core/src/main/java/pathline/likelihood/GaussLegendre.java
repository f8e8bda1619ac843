package pathline.likelihood;

import pathline.check.Require;

/**
 * Gauss and Legendre's quadrature on [0, 1]: m nodes, exact for polynomials up to degree 2m - 1.
 *
 * <p>The nodes are the roots of the Legendre polynomial P_m, found by Newton's method from the cosines that lie near them.
 *
 * @param nodes increasing, in (0, 1)
 * @param weights positive, with sum 1
 */
public record GaussLegendre(double[] nodes, double[] weights) {

    /** The work grows as the square of the nodes: this many take a second. */
    private static final int MOST = 4096;

    /** Newton's method doubles its digits at every turn, and the first guess has two. */
    private static final int TURNS = 8;

    private static final double ROUNDING = 1e-10;

    public GaussLegendre {
        nodes = Require.finite(nodes, "nodes").clone();
        weights = Require.finite(weights, "weights").clone();
        Require.that(
                nodes.length > 0 && nodes.length == weights.length,
                "nodes has " + nodes.length + " numbers and weights " + weights.length
                        + "; expected a weight for each node, and at least one");
        double sum = 0;
        double before = 0;
        for (int i = 0; i < nodes.length; i++) {
            Require.that(
                    nodes[i] > before && nodes[i] < 1,
                    "nodes[" + i + "] is " + nodes[i] + "; expected increasing numbers between 0 and 1");
            Require.positive(weights[i], "weights[" + i + "]");
            before = nodes[i];
            sum += weights[i];
        }
        Require.that(Math.abs(sum - 1) <= ROUNDING, "weights have the sum " + sum + "; expected 1");
    }

    /**
     * The rule of m nodes.
     *
     * @param m from 1 to 4096; a longer sum is better made of several rules on parts of the interval
     */
    public static GaussLegendre of(int m) {
        Require.that(
                m >= 1 && m <= MOST,
                "m is " + m + "; expected 1 to " + MOST + " nodes: divide the interval, and use a rule on each part");
        var nodes = new double[m];
        var weights = new double[m];
        for (int i = 0; i < m; i++) {
            double x = Math.cos(Math.PI * (m - i - 0.25) / (m + 0.5));
            for (int turn = 0; turn < TURNS; turn++) {
                var legendre = legendre(m, x);
                x -= legendre[0] / legendre[1];
            }
            double slope = legendre(m, x)[1];
            nodes[i] = (1 + x) / 2;
            weights[i] = 1 / ((1 - x * x) * slope * slope);
        }
        return new GaussLegendre(nodes, weights);
    }

    @Override
    public double[] nodes() {
        return nodes.clone();
    }

    @Override
    public double[] weights() {
        return weights.clone();
    }

    /** P_m(x) and its derivative. */
    private static double[] legendre(int m, double x) {
        double before = 1;
        double here = x;
        for (int k = 2; k <= m; k++) {
            double next = ((2 * k - 1) * x * here - (k - 1) * before) / k;
            before = here;
            here = next;
        }
        return new double[] {here, m * (x * here - before) / (x * x - 1)};
    }
}
