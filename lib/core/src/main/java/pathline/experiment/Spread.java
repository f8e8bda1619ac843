package pathline.experiment;

import java.util.Arrays;
import java.util.Locale;
import pathline.check.Require;

/**
 * A number measured for several seeds, or published for them.
 *
 * @param mean over the seeds
 * @param deviation of one seed: √(Σ (x - mean)² / (seeds - 1)), NaN for a single seed
 * @param seeds how many
 */
public record Spread(double mean, double deviation, int seeds) {

    /** Checks that there is a number of a seed at least, and no deviation below 0. */
    public Spread {
        Require.finite(mean, "mean");
        Require.atLeast(seeds, 1, "seeds");
        Require.that(
                (seeds == 1 && Double.isNaN(deviation)) || (deviation >= 0 && deviation < Double.POSITIVE_INFINITY),
                "deviation is " + deviation + "; expected a finite number of at least 0, or NaN for one seed");
    }

    /** Of at least one seed. */
    public static Spread of(double... values) {
        Require.finite(values, "values");
        if (values.length == 0) {
            throw new IllegalArgumentException("A mean needs at least one value");
        }
        double mean = Arrays.stream(values).average().orElseThrow();
        double squares = Arrays.stream(values).map(x -> (x - mean) * (x - mean)).sum();
        return new Spread(mean, Math.sqrt(squares / (values.length - 1)), values.length);
    }

    @Override
    public String toString() {
        return Double.isNaN(deviation)
                ? String.format(Locale.ROOT, "%.3f", mean)
                : String.format(Locale.ROOT, "%.3f ± %.3f", mean, deviation);
    }
}
