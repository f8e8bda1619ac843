package pathline.coupling;

import java.util.ArrayList;
import java.util.List;

/**
 * Solves entropic transport from coarse to fine, in memory that is kept from one problem to the next.
 *
 * <p>On a problem of some points, epsilon is lowered in steps of 4 from the spread of the costs. A problem of twice as many
 * starts from the coarse one's source potentials, carried over to its columns by the same formula that updates g, and the
 * coarser a problem, the larger the epsilon it stops at: below the square of the distance between its points it would only
 * see their positions. So most iterations are spent where they are cheap (Schmitzer, <i>Stabilized sparse scaling
 * algorithms for entropy regularized transport problems</i>, SISC 2019). What comes out is measured by its residual,
 * whatever the start was.
 */
final class EntropicSolver {

    /** Below this number of sources or targets a problem is not halved. */
    private static final int SMALLEST = 32;

    /** Up to this many pairs a thread keeps the memory, about 11 bytes for each. */
    private static final int KEPT = 1 << 20;

    /** A start only has to come near. */
    private static final double NEAR = 3e-3;

    private static final int FEW = 100;

    /** Of the spread of the costs: an epsilon below it is lost in their last digits. */
    private static final double LEAST_SHARE = 1e-15;

    private static final ThreadLocal<EntropicSolver> OF_THREAD = ThreadLocal.withInitial(EntropicSolver::new);

    private final List<Scaling> levels = new ArrayList<>();

    private EntropicSolver() {}

    /** The solver of this thread, or a new one for a problem that is too large to keep memory for. */
    static EntropicSolver forSize(int n, int m) {
        return (long) n * m <= KEPT ? OF_THREAD.get() : new EntropicSolver();
    }

    /** The problem with potentials that are right at an epsilon at most 4 times that of the settings. */
    Scaling start(Scan scan, Sinkhorn settings) {
        Scaling level = descend(scan, settings, 0);
        lower(level, settings, settings.epsilon());
        return level;
    }

    /** The problem with nothing known of its solution. */
    Scaling open(Scan scan) {
        return open(scan, 0);
    }

    private Scaling descend(Scan scan, Sinkhorn settings, int depth) {
        Scaling level = open(scan, depth);
        if (size(scan) <= SMALLEST) {
            level.startFromNothing(settings.epsilon());
            checkRounding(settings.epsilon(), level.spread());
            return level;
        }
        Scan coarse = scan.coarser();
        Scaling solved = descend(coarse, settings, depth + 1);
        // In the plane the square of the distance between neighbours is about this.
        double last = Math.max(settings.epsilon(), solved.spread() / size(coarse));
        lower(solved, settings, last);
        solved.run(last, settings.rho(), NEAR, FEW);
        level.startFrom(solved);
        return level;
    }

    private static void checkRounding(double epsilon, double spread) {
        if (epsilon < LEAST_SHARE * spread) {
            throw new TransportException("epsilon " + epsilon + " is below the rounding of costs that differ by "
                    + spread + "; raise epsilon, or take Coupling.minibatchOt(), the exact plan at epsilon 0");
        }
    }

    private static void lower(Scaling level, Sinkhorn settings, double last) {
        while (level.epsilon() > 4 * last) {
            level.run(level.epsilon() / 4, settings.rho(), NEAR, FEW);
        }
    }

    private static int size(Scan scan) {
        return Math.min(scan.rows(), scan.columns());
    }

    private Scaling open(Scan scan, int depth) {
        if (levels.size() == depth) {
            levels.add(new Scaling(scan));
        }
        Scaling level = levels.get(depth);
        level.open(scan);
        return level;
    }
}
