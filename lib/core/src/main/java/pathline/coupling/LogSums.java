package pathline.coupling;

/** Exponentials of the potentials less the costs along one row of a problem, without overflow. */
final class LogSums {

    double[] row = {};
    /** The logarithm of what the row was divided by, after {@link #meanExponential}. */
    double shift;

    private double[] rest = {};

    /** The row, with room for at least so many numbers. */
    double[] room(int count) {
        if (row.length < count) {
            row = new double[count];
            rest = new double[count];
        }
        return row;
    }

    /**
     * The logarithm of the mean over k of e(k) = exp((potential(k) - cost(i, k)) / epsilon). {@link #row} then holds
     * e(k) divided by the largest of them.
     */
    double meanExponential(Scan costs, int i, double[] potential, double epsilon) {
        int count = costs.columns();
        double[] out = room(count);
        costs.row(i, out, 0);
        subtract(out, potential, count);
        double least = least(out, count);
        scale(out, least, 1 / epsilon, count);
        Exponentials.apply(out, rest, count);
        shift = -least / epsilon;
        return shift + Math.log(sum(count) / count);
    }

    private static void subtract(double[] x, double[] y, int count) {
        for (int k = 0; k < count; k++) {
            x[k] -= y[k];
        }
    }

    private static void scale(double[] x, double from, double by, int count) {
        for (int k = 0; k < count; k++) {
            x[k] = (from - x[k]) * by;
        }
    }

    /** Writes exp((f + g(k) - cost(i, k)) / epsilon) into {@link #row}. */
    void plan(Scan costs, int i, double f, double[] g, double epsilon) {
        int count = costs.columns();
        costs.row(i, room(count), 0);
        for (int k = 0; k < count; k++) {
            row[k] = (f + g[k] - row[k]) / epsilon;
        }
        Exponentials.apply(row, rest, count);
    }

    /** By a branch that is hardly ever taken: the minimum instruction depends on the one before. */
    static double least(double[] values, int count) {
        double least = Double.POSITIVE_INFINITY;
        for (int k = 0; k < count; k++) {
            if (values[k] < least) {
                least = values[k];
            }
        }
        return least;
    }

    /** The sum of the row, in four independent sums. */
    private double sum(int count) {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        int k = 0;
        for (; k + 3 < count; k += 4) {
            a += row[k];
            b += row[k + 1];
            c += row[k + 2];
            d += row[k + 3];
        }
        for (; k < count; k++) {
            a += row[k];
        }
        return a + b + (c + d);
    }
}
