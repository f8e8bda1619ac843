package pathline.array;

import java.util.concurrent.atomic.AtomicInteger;
import pathline.check.Require;

/**
 * The processors that are at work for somebody other than the caller.
 *
 * <p>Two threads on one core are slower than one: each waits for the other in the middle of its work. So whoever would
 * share a short calculation with a second core asks here whether there is one to spare.
 */
public final class CoreBudget {

    private static final int ALL = Runtime.getRuntime().availableProcessors();
    private static final AtomicInteger TAKEN = new AtomicInteger();

    private CoreBudget() {}

    /**
     * Something long that another thread is about to do, once: it has a core from now until it is done, since a thread that is
     * woken takes one in the middle of whatever is done there.
     */
    public static Runnable busy(Runnable work) {
        Require.nonNull(work, "work");
        TAKEN.incrementAndGet();
        return () -> {
            try {
                work.run();
            } finally {
                TAKEN.decrementAndGet();
            }
        };
    }

    /** How many processors nobody needs but the caller, who has one. */
    public static int spare() {
        return Math.max(0, ALL - 1 - TAKEN.get());
    }
}
