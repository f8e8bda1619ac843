package pathline.metric;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.Arrays;
import java.util.Locale;
import pathline.array.Points;
import pathline.check.Require;
import pathline.check.RequireArray;
import pathline.coupling.Assignment;
import pathline.coupling.Costs;
import pathline.distribution.Distribution;
import pathline.random.Rng;

/**
 * Wasserstein distances between two sets of equally many points: how far one has to be moved to become the other.
 *
 * <p>W1 = min over permutations s of the mean of |a(i) - b(s(i))|, and W2 the square root of the same minimum for squared
 * distances. Both are exact: the assignment is solved, not approximated, in about 1 kB of memory for each
 * point.
 *
 * <p>Two sets drawn from one and the same law are not at distance 0. {@link #floor} says where "perfect" lies for n
 * points; print it beside every value.
 */
public final class Wasserstein {

    private static final int MOST_DIRECTIONS = 1_000_000; // the error of the mean is a thousandth then
    private static final double MOST_WORK = 2e9;
    private static final double MOST_COORDINATES = 1e11; // where the number of coordinates, not that of points, counts

    private Wasserstein() {}

    /** W1(a, b); a and b have shape (n, d), or (n, ...). In units of the coordinates. */
    public static double w1(NDArray a, NDArray b) {
        check(a, b);
        return Assignment.solve(Costs.distances(a, b)).meanCost();
    }

    /** W2(a, b), not squared; a and b have shape (n, d), or (n, ...). In units of the coordinates. */
    public static double w2(NDArray a, NDArray b) {
        check(a, b);
        return Math.sqrt(Assignment.solve(Costs.squaredDistances(a, b)).meanCost());
    }

    /**
     * W1 in one dimension: the mean of |a(i) - b(i)| after both are sorted; the sorted pairing is optimal there.
     */
    public static double w1(double[] a, double[] b) {
        return sorted(a, b, 1);
    }

    /** W2 in one dimension, by sorting. */
    public static double w2(double[] a, double[] b) {
        return Math.sqrt(sorted(a, b, 2));
    }

    /**
     * Sliced W2: the root of the mean of W2² between the projections onto {@code directions} random directions, uniform on
     * the sphere. At most W2 / √d in the mean over directions; O(directions n log n) for any number of points. Its
     * Monte-Carlo error falls as 1 / √directions.
     */
    public static double sliced(NDArray a, NDArray b, int directions, Rng rng) {
        check(a, b);
        Require.nonNull(rng, "rng");
        if (directions < 1 || directions > MOST_DIRECTIONS) {
            throw new IllegalArgumentException(
                    "directions must be at least 1 and at most " + MOST_DIRECTIONS + ", got " + directions);
        }
        int d = Points.of(a, "a").dim();
        double[] x = doubles(a, "a");
        double[] y = doubles(b, "b");
        double sum = 0;
        for (int k = 0; k < directions; k++) {
            double[] direction = direction(d, rng);
            sum += sorted(project(x, direction), project(y, direction), 2);
        }
        return Math.sqrt(sum / directions);
    }

    /**
     * The sampling floor of W2 at n points: W2 between two independent sets of n draws from the same law, in the mean over
     * {@code repeats}; n² repeats is at most 2·10⁹, about a minute, and d times that at most 10¹¹. A
     * model whose samples are this near to data is indistinguishable from the data's own law.
     */
    public static Floor floor(Distribution law, int n, int repeats, Rng rng) {
        Require.nonNull(law, "law");
        Require.atLeast(n, 1, "n");
        Require.nonNull(rng, "rng");
        if (repeats < 2) {
            throw new IllegalArgumentException("A deviation needs at least 2 repeats, got " + repeats);
        }
        double work = (double) n * n * repeats;
        Require.that(
                work <= MOST_WORK,
                "n and repeats are " + n + " and " + repeats + "; expected n² repeats of at most " + MOST_WORK
                        + ", about a minute, got " + work + "; take fewer points or repeats, or sliced(...)");
        Require.that(
                work * law.dim() <= MOST_COORDINATES,
                "n and repeats are " + n + " and " + repeats + " in " + law.dim()
                        + " dimensions; expected n² repeats d of at most " + MOST_COORDINATES
                        + ", minutes; take fewer points or repeats, or sliced(...)");
        double sum = 0;
        double squares = 0;
        for (int k = 0; k < repeats; k++) {
            try (NDManager manager = NDManager.newBaseManager()) {
                Rng draw = rng.child(k);
                double value = w2(
                        law.sample(manager, DataType.FLOAT64, n, draw.child("first")),
                        law.sample(manager, DataType.FLOAT64, n, draw.child("second")));
                sum += value;
                squares += value * value;
            }
        }
        double mean = sum / repeats;
        double variance = Math.max(0, squares - repeats * mean * mean) / (repeats - 1);
        return new Floor(n, repeats, mean, Math.sqrt(variance));
    }

    /**
     * W2 between independent sets of the same law.
     *
     * @param n points in each set
     * @param repeats how often it was drawn
     * @param mean mean of W2
     * @param deviation standard deviation of one W2
     */
    public record Floor(int n, int repeats, double mean, double deviation) {

        public Floor {
            Require.atLeast(n, 1, "n");
            Require.atLeast(repeats, 2, "repeats");
            Require.finite(mean, "mean");
            Require.finite(deviation, "deviation");
            Require.that(mean >= 0, "mean is " + mean + "; expected a distance of at least 0");
            Require.that(deviation >= 0, "deviation is " + deviation + "; expected a number of at least 0");
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%.3f ± %.3f", mean, deviation);
        }
    }

    private static double sorted(double[] a, double[] b, int power) {
        Require.finite(a, "a");
        Require.finite(b, "b");
        if (a.length != b.length || a.length == 0) {
            throw new IllegalArgumentException(
                    "Both sets need the same number of points, at least one, got " + a.length + " and " + b.length);
        }
        double[] first = a.clone();
        double[] second = b.clone();
        Arrays.sort(first);
        Arrays.sort(second);
        double sum = 0;
        for (int i = 0; i < first.length; i++) {
            double distance = Math.abs(first[i] - second[i]);
            sum += power == 1 ? distance : distance * distance;
        }
        if (!(sum < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("a and b are so far apart that the sum of distances leaves the range of"
                    + " doubles; divide all numbers by one");
        }
        return sum / first.length;
    }

    private static double[] direction(int d, Rng rng) {
        var direction = new double[d];
        double squares = 0;
        for (int k = 0; k < d; k++) {
            direction[k] = rng.normal();
            squares += direction[k] * direction[k];
        }
        double length = Math.sqrt(squares);
        Arrays.setAll(direction, k -> direction[k] / length);
        return direction;
    }

    private static double[] project(double[] points, double[] direction) {
        int d = direction.length;
        var along = new double[points.length / d];
        for (int i = 0; i < along.length; i++) {
            for (int k = 0; k < d; k++) {
                along[i] += points[i * d + k] * direction[k];
            }
        }
        return along;
    }

    private static double[] doubles(NDArray x, String name) {
        var points = Points.of(x, name);
        double[] numbers = points.doubles();
        int d = points.dim();
        for (int k = 0; k < numbers.length; k++) {
            PairScan.check(numbers[k], name, k / d, k % d);
        }
        return numbers;
    }

    private static void check(NDArray a, NDArray b) {
        RequireArray.events(a, "a");
        RequireArray.events(b, "b");
        if (!a.getShape().equals(b.getShape())) {
            throw new IllegalArgumentException("a and b: both sets must have the same shape (n, d), got " + a.getShape()
                    + " and " + b.getShape() + "; draw equal numbers of points");
        }
    }
}
