package pathline.coupling;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;

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
        if (sources.length != targets.length
                || x0.getShape().get(0) != sources.length
                || x1.getShape().get(0) != targets.length) {
            throw new IllegalArgumentException("Pairs need one source and one target each, got x0 " + x0.getShape()
                    + ", x1 " + x1.getShape() + " and " + sources.length + " and " + targets.length + " indices");
        }
        sources = sources.clone();
        targets = targets.clone();
    }

    /**
     * The rows {@code sources} of x0 with the rows {@code targets} of x1. The result is attached to x0's manager; rows
     * taken in their order are not copied.
     */
    public static Pairs of(NDArray x0, NDArray x1, int[] sources, int[] targets) {
        return new Pairs(take(x0, sources), take(x1, targets), sources, targets);
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
        return Arrays.stream(sources).map(i -> values[i]).toArray();
    }

    /** What belongs to each pair's target, given for the rows of the batch: for example labels. */
    public int[] ofTargets(int... values) {
        return Arrays.stream(targets).map(j -> values[j]).toArray();
    }

    /** Mean of |x1 - x0|² over the pairs, summed over coordinates: what the coupling makes the points travel. */
    public double meanSquaredDistance() {
        double[] from = Rows.flat(x0, "x0");
        double[] to = Rows.flat(x1, "x1");
        double sum = 0;
        for (int k = 0; k < from.length; k++) {
            sum += (to[k] - from[k]) * (to[k] - from[k]);
        }
        return sum / size();
    }

    private static NDArray take(NDArray x, int[] rows) {
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
