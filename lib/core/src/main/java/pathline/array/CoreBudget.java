package pathline.array;

import java.util.concurrent.atomic.AtomicInteger;
import pathline.check.Require;

/**
 * How many processors are free of long background work of this library.
 *
 * <p>Two threads on one core are slower than one: each is suspended in the middle of its work. So a short calculation
 * that could be shared with a second core asks here whether one is free.
 */
public final class CoreBudget {

    private static final int ALL = Runtime.getRuntime().availableProcessors();
    private static final AtomicInteger TAKEN = new AtomicInteger();

    private CoreBudget() {}

    /**
     * Long work that another thread is about to do, once: a core counts as taken from now until it is done, since a thread
     * that is started suspends what its core is doing.
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

    /** How many processors are free besides the caller's own. */
    public static int spare() {
        return Math.max(0, ALL - 1 - TAKEN.get());
    }
}
