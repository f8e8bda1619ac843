package pathline.coupling;

import java.util.Arrays;

/**
 * A problem too large for a matrix of its costs, solved on lists of candidates.
 *
 * <p>The search reads a row's candidates only; the bound on its other columns is kept in a heap like a column, and the row is
 * listed anew if the bound is the nearest thing left.
 */
final class ListLevel extends Level {

    private final Candidates near = new Candidates();
    private final SearchHeap heap = new SearchHeap();

    private double[] label = {};
    private int[] from = {};
    private byte[] state = {};
    private byte[] listed = {};
    private int[] touched = {};
    private int[] scanned = {};
    private int[] relisted = {};
    private int touchedCount;
    private int scannedCount;
    private int relistedCount;

    private Scan scan;
    private int n;
    /** Length of the shortest path to a free column found so far in this search, and that column. */
    private double best;

    private int sink;

    ListLevel(Scan scan) {
        this.scan = scan;
    }

    @Override
    void open(Scan problem) {
        scan = problem;
        n = problem.rows();
        if (u.length < n) {
            u = new double[n];
            v = new double[n];
            columnOf = new int[n];
            rowOf = new int[n];
            label = new double[n];
            from = new int[n];
            state = new byte[n];
            listed = new byte[n];
            touched = new int[n];
            scanned = new int[n];
            relisted = new int[n];
        }
        Arrays.fill(columnOf, 0, n, -1);
        Arrays.fill(rowOf, 0, n, -1);
        Arrays.fill(label, 0, n, Double.POSITIVE_INFINITY);
    }

    @Override
    void prices(Scan columns, double[] potentials) {
        near.prices(columns, potentials);
        for (int j = 0; j < columns.rows(); j++) {
            v[j] = near.least(columns, j, potentials);
        }
    }

    @Override
    void solve() {
        near.prepare(scan, v);
        for (int i = 0; i < n; i++) {
            near.list(scan, i, v);
            u[i] = near.key[i * near.width];
            int j = near.column[i * near.width];
            if (rowOf[j] < 0) {
                assign(i, j);
            }
        }
        for (int i = 0; i < n; i++) {
            if (columnOf[i] < 0) {
                bid(i);
            }
        }
        for (int i = 0; i < n; i++) {
            if (columnOf[i] < 0) {
                augment(i);
            }
        }
    }

    /**
     * Gives row i its best column at a price that leaves it indifferent to the second best, and frees the row that had it.
     *
     * <p>One such pass halves the free rows; more of them turn into a price war on clustered points.
     */
    private void bid(int i) {
        int start = i * near.width;
        double least = Double.POSITIVE_INFINITY;
        double second = Double.POSITIVE_INFINITY;
        int j = -1;
        for (int p = start; p < start + near.width; p++) {
            double reduced = near.cost[p] - v[near.column[p]];
            if (reduced < least) {
                second = least;
                least = reduced;
                j = near.column[p];
            } else if (reduced < second) {
                second = reduced;
            }
        }
        if (j < 0 || second > near.rest[i] || second == Double.POSITIVE_INFINITY) {
            return;
        }
        int former = rowOf[j];
        if (former >= 0 && second == least) {
            return; // a tie: taking the column would only pass the problem on
        }
        u[i] = second;
        v[j] -= second - least;
        assign(i, j);
        if (former >= 0) {
            columnOf[former] = -1;
        }
    }

    private void augment(int source) {
        touchedCount = 0;
        scannedCount = 0;
        relistedCount = 0;
        heap.clear();
        best = Double.POSITIVE_INFINITY;
        sink = -1;
        double distance = 0;
        for (int i = source; i >= 0; ) {
            relaxCandidates(i, distance);
            int next = nextColumn(source);
            i = next < 0 ? -1 : rowOf[next];
            distance = next < 0 ? best : label[next];
        }
        lowerPrices(source);
        for (int j = sink, i = -1; i != source; ) {
            i = from[j];
            int next = columnOf[i];
            assign(i, j);
            j = next;
        }
    }

    /** Offers row i's candidates a path of length {@code distance} plus their reduced cost. */
    private void relaxCandidates(int i, double distance) {
        int end = (i + 1) * near.width;
        int p = i * near.width;
        // Keys are sorted lower bounds: from the first one that cannot beat the best path on, none can.
        while (p < end && near.key[p] - u[i] + distance < best) {
            int j = near.column[p];
            relax(i, j, distance, near.cost[p] - v[j] - u[i]);
            p++;
        }
        if (p == end && near.rest[i] - u[i] + distance < best) {
            heap.push(Math.max(distance, near.rest[i] - u[i] + distance), n + i);
        }
    }

    private void relax(int i, int j, double distance, double reduced) {
        double length = Math.max(distance, distance + reduced); // rounding can leave a reduced cost just below 0
        if (length >= best || length >= label[j] || state[j] != 0) {
            return;
        }
        if (label[j] == Double.POSITIVE_INFINITY) {
            touched[touchedCount++] = j;
        }
        label[j] = length;
        from[j] = i;
        if (rowOf[j] < 0) {
            best = length;
            sink = j;
        } else {
            heap.push(length, j);
        }
    }

    /** The nearest column not yet scanned, or -1 if the best free column is as near. */
    private int nextColumn(int source) {
        while (!heap.isEmpty() && heap.leastKey() < best) {
            double key = heap.leastKey();
            int id = heap.pop();
            if (id >= n) {
                relist(id - n, source);
            } else if (state[id] == 0 && key <= label[id]) {
                state[id] = 1;
                scanned[scannedCount++] = id;
                return id;
            }
        }
        return -1;
    }

    /** Reads row i again, since a column off its list may now be nearest: its new list first, then all its columns. */
    private void relist(int i, int source) {
        double distance = i == source ? 0 : label[columnOf[i]];
        if (listed[i] == 0) {
            listed[i] = 1;
            relisted[relistedCount++] = i;
            near.list(scan, i, v);
            relaxCandidates(i, distance);
            return;
        }
        int size = scan.blockSize();
        for (int b = 0; b < scan.blocks(); b++) {
            if (near.readsBelow(scan, i, b, best - distance + u[i])) {
                for (int j = b * size; j < Math.min(n, (b + 1) * size); j++) {
                    relax(i, j, distance, near.block[j - b * size] - v[j] - u[i]);
                }
            }
        }
    }

    /** Lowers prices in the search tree by what is left of the path's length, which makes the path tight. */
    private void lowerPrices(int source) {
        u[source] += best;
        for (int k = 0; k < scannedCount; k++) {
            int j = scanned[k];
            double slack = best - label[j];
            v[j] -= slack;
            u[rowOf[j]] += slack;
            state[j] = 0;
        }
        for (int k = 0; k < touchedCount; k++) {
            label[touched[k]] = Double.POSITIVE_INFINITY;
        }
        for (int k = 0; k < relistedCount; k++) {
            listed[relisted[k]] = 0;
        }
    }
}
