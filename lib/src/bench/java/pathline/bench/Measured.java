package pathline.bench;

import java.util.Arrays;

/**
 * Times of one line, in milliseconds.
 *
 * @param min the fastest
 * @param low the first quartile
 * @param median half of the times lie below it
 * @param high the third quartile
 * @param count how many times there are
 */
record Measured(double min, double low, double median, double high, long count) {

    Measured {
        if (!(min <= low && low <= median && median <= high)) {
            throw new IllegalArgumentException(
                    "Quartiles must grow, got " + min + ", " + low + ", " + median + ", " + high);
        }
    }

    /** Of these times, in any order; between two times the quartiles are interpolated. */
    static Measured of(double... times) {
        if (times.length == 0) {
            throw new IllegalArgumentException("There must be at least one time");
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
}
