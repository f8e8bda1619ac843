package pathline.metric;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import pathline.array.Points;
import pathline.check.RequireArray;

/**
 * The squared distances from each point of one set to points of another, a block at a time: no n × n matrix is kept.
 *
 * <p>Points are stored coordinate by coordinate, so that the inner loop runs over neighbours in memory and the compiler
 * makes vector code of it. Differences are squared as they are: distances of near points lose no digits.
 */
final class PairScan {

    private static final int BLOCK = 1024;
    private static final double MOST = 1e150;

    private final int n;
    private final double[][] coordinates;

    private PairScan(int n, double[][] coordinates) {
        this.n = n;
        this.coordinates = coordinates;
    }

    /** What is done with the squared distances from point i to the points from, ..., from + count - 1. */
    interface Block {
        void take(int i, int from, int count, double[] squares);
    }

    /** The points of x, shape (n, d) or (n, ...), float32 or float64, all finite and small enough for their squares. */
    static PairScan of(NDArray x, String name) {
        var points = Points.of(RequireArray.events(x, name), name);
        int n = points.size();
        int d = points.dim();
        double[] flat = points.doubles();
        var coordinates = new double[d][n];
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < d; k++) {
                double value = flat[i * d + k];
                check(value, name, i, k);
                coordinates[k][i] = value;
            }
        }
        return new PairScan(n, coordinates);
    }

    /** A coordinate must be finite, and its square too. */
    static void check(double value, String name, int row, int column) {
        if (!(Math.abs(value) < MOST)) {
            throw new IllegalArgumentException(name + " is " + value + " in row " + row + ", column " + column
                    + " (counted from 0); points must be finite, and below " + MOST + " for squares of distances; "
                    + (Double.isFinite(value) ? "divide all points by one number" : "leave that row out"));
        }
    }

    /** Both sets, checked to lie in the same space. */
    static PairScan[] both(NDArray a, NDArray b) {
        PairScan first = of(a, "a");
        PairScan second = of(b, "b");
        if (first.coordinates.length != second.coordinates.length) {
            throw new IllegalArgumentException("Both sets must have the same number of coordinates, got shapes "
                    + a.getShape() + " and " + b.getShape());
        }
        return new PairScan[] {first, second};
    }

    int size() {
        return n;
    }

    /** At most {@code count} of the points, evenly spread over their order. */
    PairScan thinned(int count) {
        if (n <= count) {
            return this;
        }
        var chosen = new double[coordinates.length][count];
        for (int k = 0; k < chosen.length; k++) {
            for (int i = 0; i < count; i++) {
                chosen[k][i] = coordinates[k][(int) ((long) i * n / count)];
            }
        }
        return new PairScan(count, chosen);
    }

    /** Each point of this set against all of the other. */
    void across(PairScan other, Block block) {
        var squares = new double[BLOCK];
        for (int i = 0; i < n; i++) {
            scan(i, other, 0, squares, block);
        }
    }

    /** Each pair of this set once. */
    void within(Block block) {
        var squares = new double[BLOCK];
        for (int i = 0; i < n; i++) {
            scan(i, this, i + 1, squares, block);
        }
    }

    private void scan(int i, PairScan other, int start, double[] squares, Block block) {
        for (int from = start; from < other.n; from += BLOCK) {
            int count = Math.min(BLOCK, other.n - from);
            Arrays.fill(squares, 0, count, 0);
            for (int k = 0; k < coordinates.length; k++) {
                addSquares(squares, other.coordinates[k], from, count, coordinates[k][i]);
            }
            block.take(i, from, count, squares);
        }
    }

    private static void addSquares(double[] squares, double[] there, int from, int count, double here) {
        for (int j = 0; j < count; j++) {
            double difference = there[from + j] - here;
            squares[j] += difference * difference;
        }
    }
}
