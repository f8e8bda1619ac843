package pathline.ode;

/** Sums over the small tables that methods are made of. */
final class Coefficients {

    private Coefficients() {}

    /** The sum of a row, compensated (Neumaier), because large coefficients of opposite signs cancel. */
    static double sum(double[] row) {
        double sum = 0;
        double lost = 0;
        for (double value : row) {
            double next = sum + value;
            lost += Math.abs(sum) >= Math.abs(value) ? (sum - next) + value : (value - next) + sum;
            sum = next;
        }
        return sum + lost;
    }

    static double[] minus(double[] p, double[] q) {
        var difference = new double[p.length];
        for (int i = 0; i < p.length; i++) {
            difference[i] = p[i] - q[i];
        }
        return difference;
    }

    static double[][] copy(double[][] rows) {
        var copy = new double[rows.length][];
        for (int i = 0; i < rows.length; i++) {
            copy[i] = rows[i].clone();
        }
        return copy;
    }
}
