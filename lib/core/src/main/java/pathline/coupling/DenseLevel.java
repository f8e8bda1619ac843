package pathline.coupling;

import java.util.Arrays;

/**
 * A problem small enough for a matrix of its costs: every search looks at all columns at once, in vectors.
 *
 * <p>A column that the search has reached is marked by the price -∞, which no path beats. Who offered a column its path is
 * not noted on the way, which would double the work: it is found afterwards, since lengths are equal to the last bit.
 */
final class DenseLevel extends Level {

    private static final double INFINITY = Double.POSITIVE_INFINITY;

    /** Looked for once: it keeps nothing between two calls. */
    private static final Sweep SWEEP = Sweep.fastest();

    private int n;
    /** n, padded for {@link Sweep}: the cost of (i, j) is at i width + j. */
    private int width;

    private double[] costs = {};
    /** Of each column, the length of the shortest path to it that this search knows. */
    private double[] labels = {};
    /** What this search has reached, in this order: columns, their rows and distances, and what their prices were. */
    private int[] reached = {};

    private int[] rows = {};
    private double[] distances = {};
    private double[] reachedPrice = {};
    /** What their rows' offers are based on: the distance less the row's potential. */
    private double[] bases = {};

    @Override
    void open(Scan problem) {
        n = problem.rows();
        width = Sweep.padded(n);
        if (rowOf.length < width) {
            costs = new double[width * width];
            u = new double[width];
            v = new double[width];
            columnOf = new int[width];
            rowOf = new int[width];
            labels = new double[width];
            reached = new int[width];
            rows = new int[width];
            distances = new double[width];
            reachedPrice = new double[width];
            bases = new double[width];
        }
        for (int i = 0; i < n; i++) {
            problem.row(i, costs, i * width);
            Arrays.fill(costs, i * width + n, (i + 1) * width, INFINITY);
        }
        Arrays.fill(columnOf, 0, n, -1);
        Arrays.fill(rowOf, 0, n, -1);
    }

    @Override
    void prices(Scan columns, double[] potentials) {
        int count = columns.columns();
        int padded = Sweep.padded(count);
        var row = new double[padded];
        Arrays.fill(row, count, padded, INFINITY);
        var p = Arrays.copyOf(potentials, padded);
        for (int j = 0; j < n; j++) {
            columns.row(j, row, 0);
            Arrays.fill(labels, 0, padded, INFINITY);
            v[j] = labels[SWEEP.lower(row, 0, p, 0, labels, padded)];
        }
        Arrays.fill(v, n, width, 0);
    }

    @Override
    void solve() {
        for (int i = 0; i < n; i++) {
            bid(i);
        }
        for (int i = 0; i < n; i++) {
            if (columnOf[i] < 0) {
                augment(i);
            }
        }
    }

    /**
     * Gives row i its best column, if need be at a price that leaves it indifferent to the second best; that frees the row which
     * had it.
     */
    private void bid(int i) {
        int j = first(i, 0);
        int former = rowOf[j];
        u[i] = labels[j];
        if (former >= 0) {
            labels[j] = INFINITY;
            double second = labels[SWEEP.least(labels, width)];
            if (second == u[i]) {
                return; // a tie: taking the column would only pass the problem on
            }
            v[j] -= second - u[i];
            u[i] = second;
            columnOf[former] = -1;
        }
        assign(i, j);
    }

    /** Forgets all labels and offers the paths of row i; the nearest column. */
    private int first(int i, double base) {
        Arrays.fill(labels, 0, width, INFINITY);
        return SWEEP.lower(costs, i * width, v, base, labels, width);
    }

    private void augment(int source) {
        int count = 0;
        int j = first(source, -u[source]);
        while (rowOf[j] >= 0) {
            double distance = labels[j];
            int i = rowOf[j];
            reach(count, i, j);
            j = SWEEP.lower(costs, i * width, v, bases[count++], labels, width);
            if (labels[j] == distance) {
                j = freeAmong(distance, j); // so that a search does not go through all that are as near
            }
        }
        double length = labels[j];
        turn(source, j, count);
        lowerPrices(source, length, count);
    }

    private void reach(int k, int i, int j) {
        reached[k] = j;
        rows[k] = i;
        distances[k] = labels[j];
        bases[k] = labels[j] - u[i];
        reachedPrice[k] = v[j];
        v[j] = Double.NEGATIVE_INFINITY;
        labels[j] = INFINITY;
    }

    /** A free column at this distance, or else the first one. */
    private int freeAmong(double distance, int first) {
        for (int j = first; j < n; j++) {
            if (labels[j] == distance && rowOf[j] < 0) {
                return j;
            }
        }
        return first;
    }

    /** Walks the path back from its end, and gives each of its rows the column to which it led. */
    private void turn(int source, int end, int count) {
        int k = before(source, end, v[end], labels[end], count);
        int j = end;
        while (k >= 0) {
            assign(rows[k], j);
            j = reached[k];
            k = before(source, j, reachedPrice[k], distances[k], k);
        }
        assign(source, j);
    }

    /** Which of the first {@code count} rows offered column j a path of this length, mostly a late one; or -1 if it was the source. */
    private int before(int source, int j, double price, double length, int count) {
        if (costs[source * width + j] - price + -u[source] == length) {
            return -1;
        }
        for (int k = count - 1; k >= 0; k--) {
            if (costs[rows[k] * width + j] - price + bases[k] == length) {
                return k;
            }
        }
        throw new IllegalStateException("No row leads to column " + j);
    }

    /** Lowers prices in the search tree by what is left of the path's length, which makes the path tight. */
    private void lowerPrices(int source, double length, int count) {
        u[source] += length;
        for (int k = 0; k < count; k++) {
            double slack = length - distances[k];
            v[reached[k]] = reachedPrice[k] - slack;
            u[rows[k]] += slack;
        }
    }
}
