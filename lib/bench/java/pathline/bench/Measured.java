package pathline.bench;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;

/**
 * Times of one work, in milliseconds.
 *
 * @param min the fastest
 * @param low the first quartile
 * @param median half of the times lie below it
 * @param high the third quartile
 * @param count how many times there are
 */
record Measured(double min, double low, double median, double high, long count) {

    Measured {
        if (!(0 < min && min <= low && low <= median && median <= high)) {
            throw new IllegalArgumentException(
                    "Quartiles must be positive and grow, got " + min + ", " + low + ", " + median + ", " + high);
        }
    }

    /** Of these times, in any order; a quartile between two times is interpolated. */
    static Measured of(double... times) {
        if (times.length == 0) {
            throw new IllegalArgumentException("Quartiles need at least one time, got none");
        }
        var sorted = times.clone();
        Arrays.sort(sorted);
        return new Measured(
                sorted[0], quantile(sorted, 0.25), quantile(sorted, 0.5), quantile(sorted, 0.75), sorted.length);
    }

    private static double quantile(double[] sorted, double part) {
        double place = part * (sorted.length - 1);
        int below = (int) place;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }

    /** These times divided among so many steps. */
    Measured per(int steps) {
        return new Measured(min / steps, low / steps, median / steps, high / steps, count);
    }

    /** The same in five digits, which is more than a clock can tell. */
    Measured rounded() {
        return new Measured(rounded(min), rounded(low), rounded(median), rounded(high), count);
    }

    private static double rounded(double value) {
        return new BigDecimal(value).round(new MathContext(5)).doubleValue();
    }
}
