package pathline.distribution;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import pathline.array.Points;
import pathline.check.Require;
import pathline.check.RequireArray;
import pathline.random.Rng;

/**
 * The rows of a data set, each with probability 1/n, with a label each if there are any.
 *
 * <p>{@link #sample} draws with replacement. To draw without, cut a permutation into batches and take each:
 * <pre>
 * int[] epoch = rng.permutation(data.size());
 * NDArray batch = data.take(manager, DataType.FLOAT32, Arrays.copyOfRange(epoch, 0, 256));
 * </pre>
 * {@link #subset} with a permutation makes the split into training and test rows.
 */
public final class Empirical implements RowDraw, LabelledDistribution {

    private final double[][] rows;
    private final long[] event;
    private final Optional<int[]> labels;

    private Empirical(double[][] rows, long[] event, Optional<int[]> labels) {
        this.rows = rows;
        this.event = event;
        this.labels = labels;
    }

    /**
     * The law of the given rows, which are copied; at least one, all of the same width.
     *
     * @throws IllegalArgumentException if a number is NaN or infinite, naming its row and column: a missing value is for the
     *     caller to leave out or to fill in
     */
    public static Empirical of(double[][] rows) {
        Require.nonNull(rows, "rows");
        if (rows.length == 0 || rows[0].length == 0) {
            throw new IllegalArgumentException("An empirical law needs at least one row of at least one coordinate");
        }
        var copy = new double[rows.length][];
        for (int i = 0; i < rows.length; i++) {
            if (rows[i].length != rows[0].length) {
                throw new IllegalArgumentException("All rows must have the same width, but row 0 has " + rows[0].length
                        + " coordinates and row " + i + " has " + rows[i].length);
            }
            copy[i] = rows[i].clone();
        }
        return new Empirical(Require.finite(copy, "rows"), new long[] {copy[0].length}, Optional.empty());
    }

    /** The law of the rows of x, float32 or float64, shape (n, d) or (n, ...), all finite; the values are copied. */
    public static Empirical of(NDArray x) {
        var points = Points.of(RequireArray.events(x, "x"), "x");
        long[] event = x.getShape().slice(1).getShape();
        return new Empirical(Points.split(points.finite("x"), points.dim()), event, Optional.empty());
    }

    /** The same rows with one label each. */
    public Empirical withLabels(int... newLabels) {
        Require.nonNull(newLabels, "newLabels");
        if (newLabels.length != rows.length) {
            throw new IllegalArgumentException(
                    "One label is needed for each of the " + rows.length + " rows, got " + newLabels.length);
        }
        return new Empirical(rows, event, Optional.of(newLabels.clone()));
    }

    @Override
    public int dim() {
        return rows[0].length;
    }

    /** The number of rows. */
    public int size() {
        return rows.length;
    }

    /** A copy of the labels in the order of the rows; empty if none were given. */
    @Override
    public Optional<int[]> labels() {
        return labels.map(int[]::clone);
    }

    /** All rows in their order, shape (size, d), or that of the array the rows were taken from. */
    public NDArray all(NDManager manager, DataType type) {
        return points(manager, type).array();
    }

    private Points points(NDManager manager, DataType type) {
        RequireArray.open(manager, "manager");
        return RowDraw.of(manager, type, rows, event);
    }

    /** The rows with the given indices, in the order given, shape (indices, d). */
    public NDArray take(NDManager manager, DataType type, int... indices) {
        return subset(indices).all(manager, type);
    }

    /** The law of the rows with the given indices, with their labels; an index may occur more than once. */
    public Empirical subset(int... indices) {
        Require.nonNull(indices, "indices");
        if (indices.length == 0) {
            throw new IllegalArgumentException("A subset needs at least one row");
        }
        for (int k = 0; k < indices.length; k++) {
            if (indices[k] < 0 || indices[k] >= rows.length) {
                throw new IllegalArgumentException(
                        "indices[" + k + "]: rows are numbered 0 to " + (rows.length - 1) + ", got " + indices[k]);
            }
        }
        double[][] chosen = Arrays.stream(indices).mapToObj(i -> rows[i]).toArray(double[][]::new);
        return new Empirical(
                chosen,
                event,
                labels.map(all -> Arrays.stream(indices).map(i -> all[i]).toArray()));
    }

    /** n rows drawn with replacement, kept with their labels. */
    public Empirical draw(int n, Rng rng) {
        DrawSize.check(n, 1);
        Require.nonNull(rng, "rng");
        return subset(rng.indices(rows.length, n));
    }

    @Override
    public Points points(NDManager manager, DataType type, int n, Rng rng) {
        DrawSize.check(manager, type, n, dim(), rng);
        return draw(n, rng).points(manager, type);
    }

    @Override
    public LabelledPoints labelled(NDManager manager, DataType type, int n, Rng rng) {
        DrawSize.check(manager, type, n, dim(), rng);
        var drawn = draw(n, rng);
        int[] known = drawn.labels.orElseThrow(
                () -> new IllegalStateException(this + " has no labels; give them with data.withLabels(...)"));
        return new LabelledPoints(drawn.points(manager, type), known);
    }

    @Override
    public String toString() {
        String kinds = labels.map(all -> " with " + IntStream.of(all).distinct().count() + " labels")
                .orElse("");
        return "Empirical[" + rows.length + " rows in " + dim() + " dimensions" + kinds + "]";
    }
}
