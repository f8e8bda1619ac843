package pathline.experiment;

import java.util.Arrays;
import java.util.Optional;
import pathline.distribution.SampleMean;

/**
 * A fitted density, judged, in nats per row of a table and in bits per dimension of images.
 *
 * @param parameters how many numbers were learned
 * @param steps of training
 * @param train mean negative log-likelihood of the rows it was fitted on
 * @param validation of the rows that chose when to stop
 * @param test of each test row
 * @param seconds of training
 */
record DensityScore(long parameters, int steps, double train, double validation, double[] test, double seconds) {

    /** The row of the table, with the paired difference to the baseline's test rows if these are there. */
    DensityRow row(DensityName name, Optional<double[]> baseline) {
        var mean = SampleMean.of(test);
        var sorted = test.clone();
        Arrays.sort(sorted);
        int n = sorted.length;
        var difference = baseline.map(this::less);
        return new DensityRow(
                name.set(),
                name.system(),
                name.protocol(),
                name.seed(),
                parameters,
                steps,
                train,
                validation,
                mean.value(),
                mean.standardError(),
                (sorted[n / 2] + sorted[(n - 1) / 2]) / 2,
                sorted[n - 1],
                difference.map(SampleMean::value).orElse(Double.NaN),
                difference.map(SampleMean::standardError).orElse(Double.NaN),
                seconds);
    }

    private SampleMean less(double... baseline) {
        var each = new double[test.length];
        Arrays.setAll(each, i -> test[i] - baseline[i]);
        return SampleMean.of(each);
    }
}
