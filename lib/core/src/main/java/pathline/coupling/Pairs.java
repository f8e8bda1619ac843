package pathline.coupling;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import pathline.array.Points;
import pathline.check.Require;

/**
 * Sources and targets in pairs, row k of one with row k of the other, and where each came from.
 *
 * <p>By the indices anything else of a point is found: its label, its time, its weight.
 *
 * @param from the sources, shape (k, d), or (k, ...) for events of another shape
 * @param to the targets
 * @param sources for each pair the row of its source in the batch that was paired
 * @param targets for each pair the row of its target
 */
public record Pairs(Points from, Points to, int[] sources, int[] targets) {

    public Pairs {
        Require.nonNull(from, "from");
        Require.nonNull(to, "to");
        Require.nonNull(sources, "sources");
        Require.nonNull(targets, "targets");
        if (sources.length != targets.length || from.size() != sources.length || to.size() != targets.length) {
            throw new IllegalArgumentException("Pairs need one source and one target each, got x0 " + from.shape()
                    + ", x1 " + to.shape() + " and " + sources.length + " and " + targets.length + " indices");
        }
        Require.that(sources.length > 0, "sources and targets are none; expected at least one pair");
        sources = sources.clone();
        targets = targets.clone();
        within(sources, Integer.MAX_VALUE, "sources");
        within(targets, Integer.MAX_VALUE, "targets");
    }

    /** Pairs of the rows of two arrays, which are not copied. */
    public Pairs(NDArray x0, NDArray x1, int[] sources, int[] targets) {
        this(Points.of(x0, "x0"), Points.of(x1, "x1"), sources, targets);
    }

    /** The rows {@code sources} of x0 with the rows {@code targets} of x1; rows taken in their order are not copied. */
    public static Pairs of(NDArray x0, NDArray x1, int[] sources, int[] targets) {
        return of(Points.of(x0, "x0"), Points.of(x1, "x1"), sources, targets);
    }

    /** The same for points in the form that batches have within the library. */
    public static Pairs of(Points x0, Points x1, int[] sources, int[] targets) {
        return new Pairs(take(x0, sources, "x0", "sources"), take(x1, targets, "x1", "targets"), sources, targets);
    }

    /** The sources as an array. */
    public NDArray x0() {
        return from.array();
    }

    /** The targets as an array. */
    public NDArray x1() {
        return to.array();
    }

    /** Number of pairs. */
    public int size() {
        return sources.length;
    }

    @Override
    public int[] sources() {
        return sources.clone();
    }

    @Override
    public int[] targets() {
        return targets.clone();
    }

    /** What belongs to each pair's source, given for the rows of the batch: for example labels. */
    public int[] ofSources(int... values) {
        return of(sources, values);
    }

    /** What belongs to each pair's target, given for the rows of the batch: for example labels. */
    public int[] ofTargets(int... values) {
        return of(targets, values);
    }

    /** Mean of |x1 - x0|² over the pairs, summed over coordinates: the squared distance that the coupling makes the points move. */
    public double meanSquaredDistance() {
        Require.that(
                from.shape().equals(to.shape()),
                "x0 and x1 have shapes " + from.shape() + " and " + to.shape() + "; expected equal ones");
        double[] start = PointCosts.coordinates(from, "x0");
        double[] end = PointCosts.coordinates(to, "x1");
        double sum = 0;
        for (int k = 0; k < start.length; k++) {
            sum += (end[k] - start[k]) * (end[k] - start[k]);
        }
        return sum / size();
    }

    private static int[] of(int[] rows, int... values) {
        Require.nonNull(values, "values");
        for (int row : rows) {
            Require.that(
                    row < values.length,
                    "values are " + values.length + ", but the pairs come from row " + row
                            + " too; expected one value for each row of the batch that was paired");
        }
        return Arrays.stream(rows).map(i -> values[i]).toArray();
    }

    private static void within(int[] rows, long n, String name) {
        for (int k = 0; k < rows.length; k++) {
            if (rows[k] < 0 || rows[k] >= n) {
                Require.index(rows[k], (int) n, name + "[" + k + "]"); // the name is only put together for the refusal
            }
        }
    }

    private static Points take(Points x, int[] rows, String of, String name) {
        Require.nonNull(x, of);
        Require.nonNull(rows, name);
        within(rows, x.size(), name);
        boolean inOrder = rows.length == x.size();
        for (int k = 0; k < rows.length && inOrder; k++) {
            inOrder = rows[k] == k;
        }
        return inOrder ? x : x.take(rows);
    }

    @Override
    public String toString() {
        return "Pairs[" + size() + " pairs of "
                + Arrays.stream(sources).distinct().count() + " sources and "
                + Arrays.stream(targets).distinct().count() + " targets]";
    }
}
