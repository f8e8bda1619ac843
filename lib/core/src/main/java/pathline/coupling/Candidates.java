package pathline.coupling;

/**
 * For every row its columns of least reduced cost c(i, j) - v(j), sorted, and a bound that none of the others goes below.
 *
 * <p>Column prices v only fall while a problem is solved, so reduced costs only rise: a list made earlier stays a list of
 * lower bounds, and {@code rest} stays a lower bound for all columns that are not on it. That is what makes a search on
 * the lists exact: a row is read again only when the search has reached its bound.
 */
final class Candidates {

    private static final int WIDTH = 32;

    /** Candidates per row. */
    int width;
    /** The p-th candidate of row i is at i width + p: its column, its cost, and c - v when it was listed. */
    int[] column = {};

    double[] cost = {};
    double[] key = {};
    /** No column off the list of row i has a reduced cost below {@code rest[i]}. */
    double[] rest = {};

    private double[] highestPrice = {};
    private double[] bounds = {};
    /** The block read last; longer than that, if another problem had longer ones. */
    double[] block = {};

    private int count;

    void prepare(Scan scan, double[] v) {
        int n = scan.rows();
        width = Math.min(n, WIDTH);
        if (rest.length < n || key.length < n * width) {
            column = new int[n * width];
            cost = new double[n * width];
            key = new double[n * width];
            rest = new double[n];
        }
        prices(scan, v);
    }

    /** The highest price in every block; prices fall later, so it stays an upper bound. */
    void prices(Scan scan, double[] v) {
        if (bounds.length < scan.blocks()) {
            bounds = new double[scan.blocks()];
            highestPrice = new double[scan.blocks()];
        }
        if (block.length < scan.blockSize()) {
            block = new double[scan.blockSize()];
        }
        int size = scan.blockSize();
        for (int b = 0; b < scan.blocks(); b++) {
            double highest = Double.NEGATIVE_INFINITY;
            for (int j = b * size; j < Math.min(scan.columns(), (b + 1) * size); j++) {
                highest = Math.max(highest, v[j]);
            }
            highestPrice[b] = highest;
        }
    }

    /** Lists the columns of least reduced cost for row i, at the prices v. */
    void list(Scan scan, int i, double[] v) {
        count = 0;
        int nearest = boundBlocks(scan, i);
        double bound = add(scan, i, nearest, v, Double.POSITIVE_INFINITY);
        int blocks = scan.blocks();
        for (int b = 0; b < blocks; b++) {
            if (b != nearest && bounds[b] < bound) {
                bound = add(scan, i, b, v, bound);
            }
        }
        rest[i] = width == scan.columns() ? Double.POSITIVE_INFINITY : bound;
    }

    /** The least c(i, j) - v(j) of row i. */
    double least(Scan scan, int i, double[] v) {
        int nearest = boundBlocks(scan, i);
        double least = Double.POSITIVE_INFINITY;
        int blocks = scan.blocks();
        for (int step = -1; step < blocks; step++) {
            int b = step < 0 ? nearest : step; // the nearest block first, since its bound rules most others out
            if (step == nearest || bounds[b] >= least) {
                continue;
            }
            scan.costs(i, b, block);
            int from = b * scan.blockSize();
            int size = Math.min(scan.blockSize(), scan.columns() - from);
            for (int j = 0; j < size; j++) {
                least = Math.min(least, block[j] - v[from + j]);
            }
        }
        return least;
    }

    /** Reads the costs of row i in block b into {@link #block} if a reduced cost among them may be below the limit. */
    boolean readsBelow(Scan scan, int i, int b, double limit) {
        if (scan.bound(i, b) - highestPrice[b] >= limit) {
            return false;
        }
        scan.costs(i, b, block);
        return true;
    }

    private int boundBlocks(Scan scan, int i) {
        int nearest = 0;
        int blocks = scan.blocks();
        for (int b = 0; b < blocks; b++) {
            bounds[b] = scan.bound(i, b) - highestPrice[b];
            if (bounds[b] < bounds[nearest]) {
                nearest = b;
            }
        }
        return nearest;
    }

    /** Merges block b into the list of row i; returns the key a further column has to beat. */
    private double add(Scan scan, int i, int b, double[] v, double bar) {
        scan.costs(i, b, block);
        int first = i * width;
        int last = first + width - 1;
        int from = b * scan.blockSize();
        int size = Math.min(scan.blockSize(), scan.columns() - from);
        double bound = bar;
        double highest = Double.NEGATIVE_INFINITY;
        for (int j = 0; j < size; j++) {
            highest = Math.max(highest, v[from + j]);
            double reduced = block[j] - v[from + j];
            if (reduced < bound) {
                int at = count < width ? first + count++ : last;
                while (at > first && key[at - 1] > reduced) {
                    key[at] = key[at - 1];
                    cost[at] = cost[at - 1];
                    column[at] = column[at - 1];
                    at--;
                }
                key[at] = reduced;
                cost[at] = block[j];
                column[at] = from + j;
                bound = count == width ? key[last] : Double.POSITIVE_INFINITY;
            }
        }
        highestPrice[b] = highest; // prices have fallen since it was last found
        return bound;
    }
}
