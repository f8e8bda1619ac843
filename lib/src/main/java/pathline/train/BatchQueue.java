package pathline.train;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import java.util.ArrayDeque;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import pathline.objective.Batch;
import pathline.objective.Objective;
import pathline.ode.Cores;
import pathline.random.Rng;

/**
 * Draws the next batches on a thread of its own while one is being learned from.
 *
 * <p>Batch k depends on the stream of number k alone, so it does not matter when it is drawn. All arrays of a batch are freed
 * together, on that thread, when the next one is asked for.
 */
final class BatchQueue implements AutoCloseable {

    /** Batches that may be ready and waiting: enough to hide a hiccup, few enough to hold in memory. */
    private static final int AHEAD = 3;

    private final Objective objective;
    private final NDManager manager;
    private final DataType type;
    private final Rng rng;
    private final long end;
    private final ExecutorService worker;
    private final ArrayDeque<Future<Drawn>> waiting = new ArrayDeque<>();
    private long submitted;
    private Runnable used = () -> {};
    private volatile boolean closing;

    /** A batch, and what frees its arrays. */
    private record Drawn(Batch batch, Runnable free) {}

    /** The batches of steps first, ..., end - 1. */
    BatchQueue(Objective objective, NDManager manager, DataType type, Rng rng, long first, long end) {
        this.objective = objective;
        this.manager = manager;
        this.type = type;
        this.rng = rng;
        this.submitted = first;
        this.end = end;
        this.worker = Executors.newSingleThreadExecutor(task -> {
            var thread = new Thread(task, "pathline-batches");
            thread.setDaemon(true);
            return thread;
        });
        for (int i = 0; i < AHEAD; i++) {
            submit();
        }
    }

    /** The next batch; the one before it is freed. */
    Batch next() throws InterruptedException {
        worker.execute(used);
        used = () -> {};
        submit();
        var drawn = result(waiting.remove());
        used = drawn.free;
        return drawn.batch;
    }

    private void submit() {
        if (submitted < end) {
            long k = submitted++;
            waiting.add(worker.submit(() -> Cores.busy(() -> draw(k))));
        }
    }

    private Drawn draw(long k) {
        if (closing) {
            throw new CancellationException();
        }
        // Open until the batch is used: it also holds arrays that landed on another manager than ours.
        var scope = new NDScope();
        var own = manager.newSubManager();
        Runnable free = () -> {
            own.close();
            scope.close();
        };
        try {
            return new Drawn(objective.draw(own, type, rng.child(k)), free);
        } catch (RuntimeException | Error e) {
            free.run();
            throw e;
        }
    }

    private static Drawn result(Future<Drawn> future) throws InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            if (e.getCause() instanceof Error failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    @Override
    public void close() {
        closing = true;
        worker.execute(used);
        waiting.forEach(future -> worker.execute(() -> free(future)));
        worker.shutdown();
        boolean interrupted = Thread.interrupted();
        try {
            worker.awaitTermination(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Runs after the drawing, on the same thread; a drawing that failed has freed its arrays. */
    private static void free(Future<Drawn> future) {
        try {
            future.get().free.run();
        } catch (ExecutionException | InterruptedException e) {
            // nobody waits for this batch any more
        }
    }
}
