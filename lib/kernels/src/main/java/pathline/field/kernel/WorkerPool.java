package pathline.field.kernel;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import pathline.array.CoreBudget;

/**
 * The processors that share one call's work: the caller, and a helper for each further core.
 *
 * <p>A call is over in some tens of microseconds, less than a lock or an executor takes to wake a thread. So a helper looks
 * for work without sleeping for a while after it last had some, giving way to other threads that want its core; then it parks. A
 * task is run by the first thread that claims it: if no helper comes in time, the caller does all of it and does not wait. Where
 * other programs take the cores, a helper that lost its core in the middle of a task is waited for: callers then work alone
 * for a while.
 */
public final class WorkerPool {

    /** How long a helper looks for work before it sleeps: longer than a solver is busy between two evaluations. */
    private static final long PATIENCE = 200_000; // ns

    /** How long it does so without giving way: evaluations of a solve follow one another within microseconds. */
    private static final long HASTE = 30_000; // ns

    /** Whether there is a second processor, and its use is not forbidden. */
    private static final int HELPERS = Math.min(
                    Runtime.getRuntime().availableProcessors(),
                    Integer.getInteger("pathline.threads", Workspace.MOST_WORKERS))
            - 1;

    /** Looks at a helper's last task before the caller gives way. */
    private static final int TURNS = 2_000;

    /** A helper that is waited for so long has lost its core to another program. */
    private static final long LOST = 300_000; // ns

    /** No helper is asked for so many times as long as was lost: waiting costs a ninth of the time at worst. */
    private static final int ALONE = 8;

    /** Until when callers work alone, a time of the JVM's clock. */
    private static volatile long alone = System.nanoTime();

    private static final AtomicReference<Job> OFFER = new AtomicReference<>();
    private static final Helper[] WORKERS = new Helper[Math.max(0, HELPERS)];

    static {
        for (int i = 0; i < WORKERS.length; i++) {
            WORKERS[i] = new Helper();
            WORKERS[i].setDaemon(true);
            WORKERS[i].setName("pathline-kernel-" + i);
            WORKERS[i].start();
        }
    }

    private WorkerPool() {}

    /** A call's work in numbered tasks, none of which needs another. */
    public interface Task {
        void run(int index);
    }

    /** Runs tasks 0, ..., count - 1, and returns when all are done. */
    public static void run(int count, Task task) {
        var job = new Job(count, task);
        // Another thread's call may have the helpers; then this one works alone.
        boolean offered = WORKERS.length > 0
                && count > 1
                && CoreBudget.spare() > 0
                && System.nanoTime() - alone >= 0
                && OFFER.compareAndSet(null, job);
        if (offered) {
            wake();
        }
        long begun = System.nanoTime();
        job.work();
        if (offered) {
            OFFER.set(null);
            job.await(System.nanoTime() - begun);
        }
        job.rethrow();
    }

    private static void wake() {
        for (var helper : WORKERS) {
            if (helper.sleeping) {
                LockSupport.unpark(helper);
            }
        }
    }

    /** One call's tasks, each claimed once. */
    private static final class Job {

        private final int count;
        private final Task task;
        private final AtomicInteger claimed = new AtomicInteger();
        private final AtomicInteger done = new AtomicInteger();
        private volatile Optional<Throwable> failure = Optional.empty();

        Job(int count, Task task) {
            this.count = count;
            this.task = task;
        }

        /** Runs tasks as long as one is unclaimed. */
        void work() {
            for (int i = claimed.getAndIncrement(); i < count; i = claimed.getAndIncrement()) {
                try {
                    task.run(i);
                } catch (RuntimeException | Error e) {
                    failure = Optional.of(e);
                }
                done.incrementAndGet();
            }
        }

        boolean open() {
            return claimed.get() < count;
        }

        /** Waits for the others' last tasks, which should take no longer than what the caller has done meanwhile. */
        @SuppressWarnings("ThreadPriorityCheck") // a hint alone: what is waited for is the count of done tasks
        void await(long own) {
            long since = System.nanoTime();
            for (int turns = 0; done.get() < count; turns++) {
                if (turns < TURNS) {
                    Thread.onSpinWait();
                } else {
                    Thread.yield(); // the helper may be waiting for this very core
                }
            }
            long now = System.nanoTime();
            long lost = now - since - own;
            if (lost > LOST) {
                alone = now + ALONE * lost;
            }
        }

        void rethrow() {
            var thrown = failure.orElse(null);
            if (thrown instanceof Error e) {
                throw e;
            }
            if (thrown instanceof RuntimeException e) {
                throw e;
            }
        }
    }

    /** A thread that takes what is offered. */
    private static final class Helper extends Thread {

        private volatile boolean sleeping;

        @Override
        public void run() {
            while (true) {
                find().work();
            }
        }

        /**
         * Looks until there is a job. The work itself is called from another loop: this one turns so often that it is compiled
         * before the kernels are, and with all of them inside it some vectors stayed on the heap, in one JVM of four.
         */
        private Job find() {
            long since = System.nanoTime();
            while (true) {
                var job = OFFER.get();
                if (job != null && job.open()) {
                    return job;
                }
                since = rest(since);
            }
        }

        /**
         * Between two looks, after so long without work; returns since when there is none. Sleeps at once where another thread needs
         * the core: giving way again and again would slow it down.
         */
        @SuppressWarnings("ThreadPriorityCheck") // a hint alone: a job is found with it or without
        private long rest(long since) {
            long idle = System.nanoTime() - since;
            boolean spare = CoreBudget.spare() > 0;
            if (spare && idle < HASTE) {
                Thread.onSpinWait();
            } else if (spare && idle < PATIENCE) {
                Thread.yield();
            } else {
                sleep();
                return System.nanoTime();
            }
            return since;
        }

        private void sleep() {
            sleeping = true;
            if (OFFER.get() == null) { // looked at after the flag: an offer made before it is seen here
                LockSupport.park(this);
            }
            sleeping = false;
        }
    }
}
