package pathline.coupling;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import pathline.check.Require;
import pathline.check.RequireArray;

/**
 * Sources and targets that travel together, row k of one with row k of the other, and where each came from.
 *
 * <p>The indices let anything else of a point travel with it: its label, its time, its weight.
 *
 * @param x0 the sources, shape (k, d)
 * @param x1 the targets, shape (k, d)
 * @param sources for each pair the row of its source in the batch that was paired
 * @param targets for each pair the row of its target
 */
public record Pairs(NDArray x0, NDArray x1, int[] sources, int[] targets) {

    public Pairs {
        RequireArray.real(x0, "x0");
        RequireArray.real(x1, "x1");
        Require.nonNull(sources, "sources");
        Require.nonNull(targets, "targets");
        if (x0.getShape().dimension() < 1
                || x1.getShape().dimension() < 1
                || sources.length != targets.length
                || x0.getShape().get(0) != sources.length
                || x1.getShape().get(0) != targets.length) {
            throw new IllegalArgumentException("Pairs need one source and one target each, got x0 " + x0.getShape()
                    + ", x1 " + x1.getShape() + " and " + sources.length + " and " + targets.length + " indices");
        }
        Require.that(sources.length > 0, "sources and targets are none; expected at least one pair");
        sources = sources.clone();
        targets = targets.clone();
        within(sources, Integer.MAX_VALUE, "sources");
        within(targets, Integer.MAX_VALUE, "targets");
    }

    /**
     * The rows {@code sources} of x0 with the rows {@code targets} of x1. The result is attached to x0's manager; rows
     * taken in their order are not copied.
     */
    public static Pairs of(NDArray x0, NDArray x1, int[] sources, int[] targets) {
        return new Pairs(take(x0, sources, "x0", "sources"), take(x1, targets, "x1", "targets"), sources, targets);
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

    /** Mean of |x1 - x0|² over the pairs, summed over coordinates: what the coupling makes the points travel. */
    public double meanSquaredDistance() {
        double[] from = Rows.flat(x0, "x0");
        double[] to = Rows.flat(x1, "x1");
        Require.that(
                from.length == to.length,
                "x0 and x1 have shapes " + x0.getShape() + " and " + x1.getShape() + "; expected equal ones");
        double sum = 0;
        for (int k = 0; k < from.length; k++) {
            sum += (to[k] - from[k]) * (to[k] - from[k]);
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

    private static NDArray take(NDArray x, int[] rows, String of, String name) {
        RequireArray.real(x, of);
        Require.nonNull(rows, name);
        Require.that(x.getShape().dimension() >= 1, of + " must have shape (n, d), got " + x.getShape());
        within(rows, x.getShape().get(0), name);
        boolean inOrder = rows.length == x.getShape().get(0);
        for (int k = 0; k < rows.length && inOrder; k++) {
            inOrder = rows[k] == k;
        }
        if (inOrder) {
            return x;
        }
        try (NDArray index = x.getManager().create(rows)) {
            return x.get(index);
        }
    }

    @Override
    public String toString() {
        return "Pairs[" + size() + " pairs of "
                + Arrays.stream(sources).distinct().count() + " sources and "
                + Arrays.stream(targets).distinct().count() + " targets]";
    }
}
