package pathline.experiment;

import java.util.Arrays;
import java.util.Optional;
import pathline.distribution.SampleMean;

/**
 * A fitted density, judged.
 *
 * @param parameters how many numbers were learned
 * @param steps of training
 * @param train mean negative log-likelihood of the rows it was fitted on
 * @param validation of the rows that chose when to stop
 * @param test negative log-likelihood of each test row, in nats
 * @param seconds of training
 */
record DensityScore(long parameters, int steps, double train, double validation, double[] test, double seconds) {

    /** The row of the table, with the paired difference to the baseline's test rows if these are there. */
    DensityRow row(String set, String system, String protocol, int seed, Optional<double[]> baseline) {
        var mean = SampleMean.of(test);
        var sorted = test.clone();
        Arrays.sort(sorted);
        int n = sorted.length;
        var difference = baseline.map(this::less);
        return new DensityRow(
                set,
                system,
                protocol,
                seed,
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
