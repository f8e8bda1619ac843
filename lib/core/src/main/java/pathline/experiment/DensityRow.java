package pathline.experiment;

import java.util.List;
import java.util.Locale;

/**
 * How well one system explains one data set, for one seed: a row of {@code densities.csv}.
 *
 * @param set the data set, by name
 * @param system by name
 * @param protocol how it was fitted, by name
 * @param seed of all chance; of images that of the test noise
 * @param parameters how many numbers were learned
 * @param steps of training, until validation stopped it
 * @param train negative log-likelihood of the rows it was fitted on, of the first of them where they are many, in the unit of the set
 * @param validation of the rows that chose when to stop
 * @param test of the rows scored once at the end
 * @param error standard error of {@code test} over rows, which says nothing of other seeds
 * @param median of the test rows
 * @param worst the test row that is least likely
 * @param difference mean over test rows of this system less the baseline of the same seed; NaN without a baseline
 * @param differenceError the standard error of that mean over rows
 * @param seconds of training
 */
record DensityRow(
        String set,
        String system,
        String protocol,
        int seed,
        long parameters,
        int steps,
        double train,
        double validation,
        double test,
        double error,
        double median,
        double worst,
        double difference,
        double differenceError,
        double seconds) {

    /** Columns that name a row. */
    static final int NAMED = 4;

    static final String[] HEADER = {
        "set",
        "system",
        "protocol",
        "seed",
        "parameters",
        "steps",
        "train",
        "validation",
        "test",
        "error",
        "median",
        "worst",
        "difference",
        "difference error",
        "seconds"
    };

    /** @throws IllegalArgumentException if a value is no number */
    static DensityRow parse(List<String> values) {
        return new DensityRow(
                values.get(0),
                values.get(1),
                values.get(2),
                Integer.parseInt(values.get(3)),
                Long.parseLong(values.get(4)),
                Integer.parseInt(values.get(5)),
                Results.number(values, 6, HEADER),
                Results.number(values, 7, HEADER),
                Results.number(values, 8, HEADER),
                Results.number(values, 9, HEADER),
                Results.number(values, 10, HEADER),
                Results.number(values, 11, HEADER),
                Double.parseDouble(values.get(12)),
                Double.parseDouble(values.get(13)),
                Results.number(values, 14, HEADER));
    }

    /** The values in the order of the header. */
    Object[] values() {
        return new Object[] {
            set,
            system,
            protocol,
            seed,
            parameters,
            steps,
            train,
            validation,
            test,
            error,
            median,
            worst,
            difference,
            differenceError,
            seconds
        };
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "test %.4g ± %.2g %s (median %.4g, largest %.4g), validation %.4g, train %.4g, %d parameters, %d steps",
                test,
                error,
                DensityUnit.of(set).unit(),
                median,
                worst,
                validation,
                train,
                parameters,
                steps);
    }
}
