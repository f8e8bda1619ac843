package pathline.coupling;

/**
 * Solves assignment problems from coarse to fine, in memory that is kept from one problem to the next.
 *
 * <p>A problem of half the size, whose rows and columns stand for two each, is solved first; its row potentials U give
 * the fine problem's column prices v(j) = min over coarse rows i of c(i, j) - U(i), the c-transform. They are nearly
 * optimal, so the fine problem's searches stay short and, where it works on lists, its candidates are the columns that
 * matter. The result is exact whatever the prices were.
 *
 * <p>Tried in its place, on 8 Gaussians to moons, and slower: lists of candidates below {@value #DENSE} points (two to three
 * times as slow); coarsening by four; prices carried over from the last batch, by the c-transform of its potentials, since
 * which points a batch holds moves the prices more than two points' midpoint does; an ε-scaling auction, which is near the
 * optimum only, besides.
 */
final class AssignmentSolver {

    /** Below this size a problem is solved from the least cost of each column. */
    private static final int SMALLEST = 16;

    /** Up to this size all costs are looked at, above only candidates: by then the matrix has outgrown the caches. */
    private static final int DENSE = 1024;

    /** Up to this size a thread keeps the memory: 11 MB of matrices at most, and about 1 kB for each row. */
    private static final int KEPT = 4096;

    private static final ThreadLocal<AssignmentSolver> OF_THREAD = ThreadLocal.withInitial(AssignmentSolver::new);

    /** By the number of bits that a row's number has. */
    private final Level[] levels = new Level[Integer.SIZE];

    private final int dense;

    private AssignmentSolver() {
        this(DENSE);
    }

    /** A solver for tests, which looks at all costs up to another size. */
    AssignmentSolver(int dense) {
        this.dense = dense;
    }

    /** The solver of this thread, or a new one for a problem that is too large to keep memory for. */
    static AssignmentSolver forSize(int n) {
        return n <= KEPT ? OF_THREAD.get() : new AssignmentSolver();
    }

    /** The solved problem; its arrays are overwritten by the next. */
    Level solve(Scan scan) {
        Level level = level(scan);
        level.open(scan);
        boolean coarsest = scan.rows() <= SMALLEST;
        Scan coarse = coarsest ? scan : scan.coarser();
        level.prices(scan.columnsAgainst(coarse), coarsest ? new double[scan.rows()] : solve(coarse).u);
        level.solve();
        return level;
    }

    private Level level(Scan scan) {
        int bits = Integer.SIZE - Integer.numberOfLeadingZeros(scan.rows() - 1);
        if (levels[bits] == null) {
            levels[bits] = 1 << bits <= dense ? new DenseLevel() : new ListLevel(scan);
        }
        return levels[bits];
    }
}
