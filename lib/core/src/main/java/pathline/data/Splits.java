package pathline.data;

import java.util.List;
import pathline.check.Require;

/**
 * A data set cut into rows to train on, rows to choose a model by, and rows to score it on once.
 *
 * <p>The rows are z = (x - mean) / deviation of the file's rows x. A density of z becomes one of x by
 * log p(x) = log p(z) - sum of log deviation; published likelihoods are those of z.
 *
 * @param name the data set
 * @param train rows to fit on
 * @param validation rows to stop and choose by
 * @param test rows to score on
 * @param mean what was subtracted from each column; 0 where the file came standardised
 * @param deviation what each column was divided by; 1 where the file came standardised
 * @param checks counts beside the published ones
 */
public record Splits(
        String name,
        Matrix train,
        Matrix validation,
        Matrix test,
        double[] mean,
        double[] deviation,
        List<Check> checks) {

    /** Checks that all parts have equally many columns. */
    public Splits {
        Require.nonNull(name, "name");
        Require.nonNull(train, "train");
        Require.nonNull(validation, "validation");
        Require.nonNull(test, "test");
        Require.finite(mean, "mean");
        Require.finite(deviation, "deviation");
        Require.nonNull(Require.nonNull(checks, "checks").toArray(), "checks");
        int d = train.columns();
        if (validation.columns() != d || test.columns() != d || mean.length != d || deviation.length != d) {
            throw new IllegalArgumentException("All parts must have equally many columns, got " + d + ", "
                    + validation.columns() + ", " + test.columns() + ", with " + mean.length + " means and "
                    + deviation.length + " deviations");
        }
        for (int j = 0; j < d; j++) {
            Require.positive(deviation[j], "deviation[" + j + "]");
        }
        mean = mean.clone();
        deviation = deviation.clone();
        checks = List.copyOf(checks);
    }

    /** A copy of the means. */
    @Override
    public double[] mean() {
        return mean.clone();
    }

    /** A copy of the deviations. */
    @Override
    public double[] deviation() {
        return deviation.clone();
    }

    /** The number of columns. */
    public int dim() {
        return train.columns();
    }

    /** Whether every count is the published one. */
    public boolean asPublished() {
        return checks.stream().allMatch(Check::holds);
    }

    @Override
    public String toString() {
        return name + ": " + train.rows() + " rows to train on, " + validation.rows() + " to validate, " + test.rows()
                + " to test, in " + dim() + " dimensions" + (asPublished() ? "" : " (not the published counts)");
    }
}
