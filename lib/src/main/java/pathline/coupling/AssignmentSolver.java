package pathline.coupling;

import java.util.ArrayList;
import java.util.List;

/**
 * Solves assignment problems from coarse to fine, in memory that is kept from one problem to the next.
 *
 * <p>A problem of half the size, whose rows and columns stand for two each, is solved first; its row potentials U give
 * the fine problem's column prices v(j) = min over coarse rows i of c(i, j) - U(i), the c-transform. They are nearly
 * optimal, so the fine problem's searches stay short and its candidates are the columns that matter. The result is exact
 * whatever the prices were.
 *
 * <p>Tried in its place, on 8 Gaussians to moons: prices carried over from the last batch, by the c-transform of its potentials,
 * are up to five times as slow, since which points a batch holds moves the prices more than two points' midpoint does. An
 * ε-scaling auction is as fast for 128 points, half as fast for 1024, and near the optimum only.
 */
final class AssignmentSolver {

    /** Below this size a problem is solved from the least cost of each column. */
    private static final int SMALLEST = 16;

    /** Up to this size a thread keeps the memory: about 500 bytes for each row. */
    private static final int KEPT = 4096;

    private static final ThreadLocal<AssignmentSolver> OF_THREAD = ThreadLocal.withInitial(AssignmentSolver::new);

    private final List<Level> levels = new ArrayList<>();

    private AssignmentSolver() {}

    /** The solver of this thread, or a new one for a problem that is too large to keep memory for. */
    static AssignmentSolver forSize(int n) {
        return n <= KEPT ? OF_THREAD.get() : new AssignmentSolver();
    }

    /** The solved problem; its arrays are overwritten by the next. */
    Level solve(Scan scan) {
        return solve(scan, 0);
    }

    private Level solve(Scan scan, int depth) {
        if (levels.size() == depth) {
            levels.add(new Level(scan));
        }
        Level level = levels.get(depth);
        level.open(scan);
        boolean coarsest = scan.rows() <= SMALLEST;
        Scan coarse = coarsest ? scan : scan.coarser();
        Scan columns = scan.columnsAgainst(coarse);
        double[] potentials = coarsest ? new double[scan.rows()] : solve(coarse, depth + 1).u;
        level.near.prices(columns, potentials);
        for (int j = 0; j < scan.columns(); j++) {
            level.v[j] = level.near.least(columns, j, potentials);
        }
        level.solve();
        return level;
    }
}
