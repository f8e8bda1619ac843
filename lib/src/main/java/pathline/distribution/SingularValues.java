package pathline.distribution;

/** The singular values of a small square matrix, by Hestenes's one-sided Jacobi rotations. */
final class SingularValues {

    private static final int SWEEPS = 60; // convergence is quadratic: ten are plenty, sixty mean a matrix with NaN

    private SingularValues() {}

    /** The sum of the singular values of m, its nuclear norm; m is overwritten. */
    static double sum(double[][] m) {
        boolean rotated = true;
        for (int sweep = 0; rotated && sweep < SWEEPS; sweep++) {
            rotated = false;
            for (int p = 0; p < m.length; p++) {
                for (int q = p + 1; q < m.length; q++) {
                    rotated |= orthogonalise(m, p, q);
                }
            }
        }
        double sum = 0;
        for (int p = 0; p < m.length; p++) {
            sum += Math.sqrt(dot(m, p, p));
        }
        return sum;
    }

    /** Turns columns p and q in their plane until they are orthogonal; false if they were. */
    private static boolean orthogonalise(double[][] m, int p, int q) {
        double pq = dot(m, p, q);
        double pp = dot(m, p, p);
        double qq = dot(m, q, q);
        if (!(Math.abs(pq) > 1e-15 * Math.sqrt(pp * qq))) {
            return false;
        }
        double zeta = (qq - pp) / (2 * pq);
        double tan = Math.copySign(1, zeta) / (Math.abs(zeta) + Math.hypot(1, zeta));
        double cos = 1 / Math.hypot(1, tan);
        for (double[] row : m) {
            double old = row[p];
            row[p] = cos * (old - tan * row[q]);
            row[q] = cos * (tan * old + row[q]);
        }
        return true;
    }

    private static double dot(double[][] m, int p, int q) {
        double sum = 0;
        for (double[] row : m) {
            sum += row[p] * row[q];
        }
        return sum;
    }
}
