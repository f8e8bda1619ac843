package pathline.metric;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import pathline.check.Require;

/**
 * The region that points cover, as the union of balls around each that reach its k-th nearest neighbour.
 *
 * <pre>
 *   precision = share of samples in the region of the data,   recall = share of data in the region of the samples
 * </pre>
 *
 * <p>Kynkäänniemi et al., <i>Improved precision and recall metric for assessing generative models</i>, NeurIPS 2019, with k = 3.
 * Both are shares in [0, 1]; between two equal sets of data they are well below 1, so name that number beside them.
 */
public final class NeighbourManifold {

    private final PairScan points;
    private final double[] radii; // squared
    private final NDArray given;

    private NeighbourManifold(NDArray given, PairScan points, double[] radii) {
        this.given = given;
        this.points = points;
        this.radii = radii;
    }

    /**
     * Of these points.
     *
     * @param x shape (n, d), n greater than k, open as long as this is used
     * @param k which neighbour a ball reaches, a point not counted as its own
     */
    public static NeighbourManifold of(NDArray x, int k) {
        var points = PairScan.of(x, "x");
        int n = points.size();
        Require.within(k, 1, Math.max(1, n - 1), "k");
        Require.that(n > k, "x has " + n + " points; expected more than k = " + k);
        var nearest = new double[n][k + 1];
        for (var row : nearest) {
            Arrays.fill(row, Double.POSITIVE_INFINITY);
        }
        points.across(points, (i, from, count, squares) -> {
            for (int j = 0; j < count; j++) {
                insert(nearest[i], from + j == i ? 0 : squares[j]);
            }
        });
        return new NeighbourManifold(
                x, points, Arrays.stream(nearest).mapToDouble(row -> row[k]).toArray());
    }

    /** Keeps the smallest numbers of a row, in order. */
    private static void insert(double[] row, double value) {
        int at = row.length - 1;
        if (value >= row[at]) {
            return;
        }
        while (at > 0 && row[at - 1] > value) {
            row[at] = row[at - 1];
            at--;
        }
        row[at] = value;
    }

    /** The share of other points, shape (m, d), that lie in the region: on its border, too. */
    public double share(NDArray other) {
        var others = PairScan.both(other, given)[0];
        var inside = new boolean[others.size()];
        others.across(points, (i, from, count, squares) -> {
            for (int j = 0; j < count && !inside[i]; j++) {
                inside[i] = squares[j] <= radii[from + j];
            }
        });
        int count = 0;
        for (boolean one : inside) {
            count += one ? 1 : 0;
        }
        return (double) count / inside.length;
    }

    /** Of each of these points, shape (m, d), the nearest one of the reference, shape (n, d): what a sample was copied from, if at all. */
    public static Nearest nearest(NDArray x, NDArray reference) {
        var both = PairScan.both(x, reference);
        int m = both[0].size();
        var squares = new double[m];
        var indices = new int[m];
        Arrays.fill(squares, Double.POSITIVE_INFINITY);
        both[0].across(both[1], (i, from, count, block) -> {
            for (int j = 0; j < count; j++) {
                if (block[j] < squares[i]) {
                    squares[i] = block[j];
                    indices[i] = from + j;
                }
            }
        });
        return new Nearest(indices, Arrays.stream(squares).map(Math::sqrt).toArray());
    }

    /**
     * The nearest points of others.
     *
     * @param indices which
     * @param distances how far, Euclidean
     */
    public record Nearest(int[] indices, double[] distances) {

        /** The mean distance. */
        public double mean() {
            return Arrays.stream(distances).average().orElseThrow();
        }
    }
}
