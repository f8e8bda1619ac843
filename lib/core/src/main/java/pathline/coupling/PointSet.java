package pathline.coupling;

/**
 * Points in k-d order, coordinate by coordinate, with the bounding box of every block of 16 neighbours.
 *
 * <p>The order comes from halving at medians along the longest side, so neighbours in the list are neighbours in space.
 */
final class PointSet {

    static final int BLOCK = 16;

    final int n;
    final int d;
    /** Coordinate k of point i at k n + i. */
    final double[] at;

    final int blocks;
    /** Coordinate k of the box of block b at k blocks + b; made when they are first asked for. */
    private double[] low = {};

    private double[] high = {};

    private PointSet(int n, int d, double[] at) {
        this.n = n;
        this.d = d;
        this.at = at;
        this.blocks = (n + BLOCK - 1) / BLOCK;
    }

    /** The rows of {@code points} (n times d, row after row) in the given order. */
    static PointSet of(double[] points, int d, int[] order) {
        int n = order.length;
        var at = new double[n * d];
        for (int k = 0; k < d; k++) {
            for (int i = 0; i < n; i++) {
                at[k * n + i] = points[order[i] * d + k];
            }
        }
        return new PointSet(n, d, at);
    }

    /** The midpoints of each two neighbours; an odd one out stands for itself. */
    PointSet coarser() {
        int half = (n + 1) / 2;
        var middle = new double[half * d];
        for (int k = 0; k < d; k++) {
            for (int i = 0; i < n / 2; i++) {
                double first = at[k * n + 2 * i];
                middle[k * half + i] = first + (at[k * n + 2 * i + 1] - first) / 2;
            }
            if (n % 2 == 1) {
                middle[k * half + half - 1] = at[k * n + n - 1];
            }
        }
        return new PointSet(half, d, middle);
    }

    /** The square of the distance from a place, whose coordinate k is at k step + first, to the box of block b. */
    double outside(double[] place, int first, int step, int b) {
        if (low.length == 0) {
            boxes();
        }
        double sum = 0;
        for (int k = 0; k < d; k++) {
            double x = place[k * step + first];
            double beyond = Math.max(0, Math.max(low[k * blocks + b] - x, x - high[k * blocks + b]));
            sum += beyond * beyond;
        }
        return sum;
    }

    private void boxes() {
        low = new double[d * blocks];
        high = new double[d * blocks];
        for (int k = 0; k < d; k++) {
            for (int b = 0; b < blocks; b++) {
                box(k, b);
            }
        }
    }

    private void box(int k, int b) {
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (int i = b * BLOCK; i < Math.min(n, (b + 1) * BLOCK); i++) {
            least = Math.min(least, at[k * n + i]);
            most = Math.max(most, at[k * n + i]);
        }
        low[k * blocks + b] = least;
        high[k * blocks + b] = most;
    }

    /** The k-d order of the rows of {@code points}. */
    static int[] order(double[] points, int d) {
        int n = points.length / d;
        var order = new int[n];
        for (int i = 0; i < n; i++) {
            order[i] = i;
        }
        halve(points, d, order, new double[n], 0, n);
        return order;
    }

    /** @param keys room for the coordinates along one axis, in the points' order */
    private static void halve(double[] points, int d, int[] order, double[] keys, int from, int to) {
        if (to - from <= 2) {
            return;
        }
        int axis = longestSide(points, d, order, from, to);
        // Cuts fall on multiples of large powers of two, so that neither blocks nor the pairs of any coarser level
        // straddle one.
        int grain = to - from > BLOCK ? Math.max(BLOCK, Integer.highestOneBit(to - from) / 4) : 1;
        int cut = from + ((to - from) / grain + 1) / 2 * grain;
        for (int i = from; i < to; i++) {
            keys[i] = points[order[i] * d + axis];
        }
        select(keys, order, from, to - 1, cut);
        halve(points, d, order, keys, from, cut);
        halve(points, d, order, keys, cut, to);
    }

    private static int longestSide(double[] points, int d, int[] order, int from, int to) {
        int longest = 0;
        double length = -1;
        for (int k = 0; k < d; k++) {
            double least = Double.POSITIVE_INFINITY;
            double most = Double.NEGATIVE_INFINITY;
            for (int i = from; i < to; i++) {
                double x = points[order[i] * d + k];
                least = x < least ? x : least; // no need to care for the sign of zero, as Math.min does
                most = x > most ? x : most;
            }
            if (most - least > length) {
                length = most - least;
                longest = k;
            }
        }
        return longest;
    }

    /** Hoare's selection: afterwards no key before {@code rank} is larger than its, none behind it smaller. */
    private static void select(double[] keys, int[] order, int from, int to, int rank) {
        int low = from;
        int high = to;
        while (low < high) {
            double pivot = keys[(low + high) >>> 1];
            int i = low;
            int j = high;
            while (i <= j) {
                while (keys[i] < pivot) {
                    i++;
                }
                while (keys[j] > pivot) {
                    j--;
                }
                if (i <= j) {
                    double key = keys[i];
                    keys[i] = keys[j];
                    keys[j] = key;
                    int swap = order[i];
                    order[i++] = order[j];
                    order[j--] = swap;
                }
            }
            if (rank <= j) {
                high = j;
            } else if (rank >= i) {
                low = i;
            } else {
                return;
            }
        }
    }
}
