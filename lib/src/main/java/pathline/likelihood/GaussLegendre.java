package pathline.likelihood;

/**
 * Gauss and Legendre's quadrature on [0, 1]: m nodes, exact for polynomials up to degree 2m - 1.
 *
 * <p>The nodes are the roots of the Legendre polynomial P_m, found by Newton's method from the cosines that lie near them.
 *
 * @param nodes increasing, in (0, 1)
 * @param weights positive, with sum 1
 */
public record GaussLegendre(double[] nodes, double[] weights) {

    /** Newton's method doubles its digits at every turn, and the first guess has two. */
    private static final int TURNS = 8;

    /** The rule of m nodes, at least 1. */
    public static GaussLegendre of(int m) {
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
