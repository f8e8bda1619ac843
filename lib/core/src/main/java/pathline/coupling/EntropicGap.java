package pathline.coupling;

/** Primal minus dual value of entropic transport at given potentials, for fixed marginals or marginals at a price. */
final class EntropicGap {

    private EntropicGap() {}

    static double of(double[] plan, double[] f, double[] g, double rho) {
        int n = f.length;
        int m = g.length;
        double primal = 0;
        var rows = new double[n];
        var columns = new double[m];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < m; j++) {
                double p = plan[i * m + j];
                // epsilon log(P / a b) is f + g - C, so that the costs cancel
                primal += p * (f[i] + g[j]);
                rows[i] += p;
                columns[j] += p;
            }
        }
        // The term epsilon (1 - Σ P) of the divergence stands in the dual value too.
        return primal + penalties(rows, rho) + penalties(columns, rho) - values(f, rho) - values(g, rho);
    }

    /** rho KL(marginal | uniform); nothing for fixed marginals, whose error the plan reports itself. */
    private static double penalties(double[] marginal, double rho) {
        if (rho == Double.POSITIVE_INFINITY) {
            return 0;
        }
        double sum = 0;
        for (double p : marginal) {
            double share = 1.0 / marginal.length;
            sum += (p > 0 ? p * Math.log(p / share) : 0) - p + share;
        }
        return rho * sum;
    }

    /** ⟨f, a⟩, and for marginals at a price its conjugate rho ⟨1 - exp(-f / rho), a⟩. */
    private static double values(double[] potential, double rho) {
        double sum = 0;
        for (double value : potential) {
            sum += rho == Double.POSITIVE_INFINITY ? value : -rho * Math.expm1(-value / rho);
        }
        return sum / potential.length;
    }
}
