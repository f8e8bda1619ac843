package pathline.data;

import java.util.Arrays;
import java.util.List;

/** The three parts of a data set before they become {@link Splits}, and the ways they are cut and scaled. */
record SplitParts(Matrix train, Matrix validation, Matrix test, double[] mean, double[] deviation) {

    /** SplitParts on the scale they have. */
    static SplitParts unscaled(Matrix train, Matrix validation, Matrix test) {
        var ones = new double[train.columns()];
        Arrays.fill(ones, 1);
        return new SplitParts(train, validation, test, new double[train.columns()], ones);
    }

    /** The last tenth of the rows to test, the last tenth of the rest to validate; tenths are rounded down. */
    static SplitParts tenths(String file, Matrix all) {
        int test = all.rows() / 10;
        int validation = (all.rows() - test) / 10;
        if (validation < 1) {
            throw new DataException(
                    file, 0, all.rows() + " rows are too few to cut two tenths off; expected 20 or more");
        }
        int train = all.rows() - test - validation;
        return unscaled(
                all.part(0, train), all.part(train, train + validation), all.part(all.rows() - test, all.rows()));
    }

    /** What the squared deviations of n numbers are divided by. */
    enum Divisor {
        /** n, as NumPy does. */
        N,
        /** n - 1, as pandas does. */
        N_MINUS_ONE
    }

    /** All parts as (x - mean) / deviation with the moments of {@code measured}. */
    SplitParts standardised(String file, Divisor divisor, List<Matrix> measured) {
        int d = train.columns();
        double[] mu = mean(measured, d);
        var sigma = new double[d];
        for (Matrix part : measured) {
            double[] x = part.values();
            for (int k = 0; k < x.length; k++) {
                double difference = x[k] - mu[k % d];
                sigma[k % d] += difference * difference;
            }
        }
        long n = measured.stream().mapToLong(Matrix::rows).sum();
        for (int j = 0; j < d; j++) {
            sigma[j] = Math.sqrt(sigma[j] / (divisor == Divisor.N ? n : n - 1));
            if (!(sigma[j] > 0)) {
                throw new DataException(
                        file, 0, "column " + j + " (from 0) is constant, so it cannot be divided by its deviation");
            }
        }
        return new SplitParts(
                scaled(train, mu, sigma), scaled(validation, mu, sigma), scaled(test, mu, sigma), mu, sigma);
    }

    private static double[] mean(List<Matrix> parts, int d) {
        var sum = new double[d];
        for (Matrix part : parts) {
            double[] x = part.values();
            for (int k = 0; k < x.length; k++) {
                sum[k % d] += x[k];
            }
        }
        long n = parts.stream().mapToLong(Matrix::rows).sum();
        return Arrays.stream(sum).map(s -> s / n).toArray();
    }

    private static Matrix scaled(Matrix matrix, double[] mean, double[] deviation) {
        int d = mean.length;
        double[] z = matrix.values().clone();
        for (int k = 0; k < z.length; k++) {
            z[k] = (z[k] - mean[k % d]) / deviation[k % d];
        }
        return Matrix.owning(d, z);
    }
}
