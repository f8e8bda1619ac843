package pathline.distribution;

/** The singular values of a small square matrix, by Hestenes's one-sided Jacobi rotations. */
final class SingularValues {

    private static final int SWEEPS = 60; // convergence is quadratic: ten are plenty, sixty mean a matrix with NaN

    private SingularValues() {}

    /** The sum of the singular values of m, its nuclear norm. */
    static double sum(double[][] m) {
        double[][] columns = transposed(m);
        boolean rotated = true;
        for (int sweep = 0; rotated && sweep < SWEEPS; sweep++) {
            rotated = false;
            for (int p = 0; p < m.length; p++) {
                for (int q = p + 1; q < m.length; q++) {
                    rotated |= orthogonalise(columns[p], columns[q]);
                }
            }
        }
        double sum = 0;
        for (double[] column : columns) {
            double square = 0;
            for (double value : column) {
                square += value * value;
            }
            sum += Math.sqrt(square);
        }
        return sum;
    }

    /** Turns two columns in their plane until they are orthogonal; false if they were. */
    private static boolean orthogonalise(double[] p, double[] q) {
        double pq = 0;
        double pp = 0;
        double qq = 0;
        for (int i = 0; i < p.length; i++) {
            pq += p[i] * q[i];
            pp += p[i] * p[i];
            qq += q[i] * q[i];
        }
        if (!(Math.abs(pq) > 1e-15 * Math.sqrt(pp * qq))) {
            return false;
        }
        double zeta = (qq - pp) / (2 * pq);
        double tan = Math.copySign(1, zeta) / (Math.abs(zeta) + Math.hypot(1, zeta));
        double cos = 1 / Math.hypot(1, tan);
        for (int i = 0; i < p.length; i++) {
            double old = p[i];
            p[i] = cos * (old - tan * q[i]);
            q[i] = cos * (tan * old + q[i]);
        }
        return true;
    }

    /** The columns of m, each in one piece of memory: the rotations read nothing else. */
    private static double[][] transposed(double[][] m) {
        var columns = new double[m.length][m.length];
        for (int i = 0; i < m.length; i++) {
            for (int j = 0; j < m.length; j++) {
                columns[j][i] = m[i][j];
            }
        }
        return columns;
    }
}
