package pathline.train;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import pathline.array.CoreBudget;
import pathline.field.Model;
import pathline.objective.Batch;

/** One thread that draws batches. */
final class BatchWorker implements AutoCloseable {

    private final ExecutorService thread;

    /** Scopes of batches that are freed: the engine still lists them among those that this thread has opened. */
    private final Queue<NDScope> freed = new ConcurrentLinkedQueue<>();

    BatchWorker(String name) {
        thread = Executors.newSingleThreadExecutor(task -> {
            var made = new Thread(task, name);
            made.setDaemon(true);
            return made;
        });
    }

    /** A batch, how long it took to draw, and what frees its arrays, on any thread. */
    record Drawn<M extends Model>(Batch<? super M> batch, long nanoseconds, Runnable free) {}

    /** Draws batches one after another, except those that another worker has begun by then. */
    void take(List<? extends Ticket<?>> tickets) {
        thread.execute(CoreBudget.busy(() -> {
            forget();
            tickets.forEach(this::draw);
        }));
    }

    private void forget() {
        for (var scope = freed.poll(); scope != null; scope = freed.poll()) {
            scope.close();
        }
    }

    private <M extends Model> void draw(Ticket<M> ticket) {
        if (ticket.claimed.compareAndSet(false, true)) {
            try {
                ticket.drawn.complete(drawn(ticket));
            } catch (RuntimeException | Error e) {
                ticket.drawn.completeExceptionally(e);
            }
        }
    }

    private <M extends Model> Drawn<M> drawn(Ticket<M> ticket) {
        long begun = System.nanoTime();
        // Open until the batch is used: it also has the arrays that were made on another manager than this.
        var scope = new NDScope();
        var own = ticket.manager.newSubManager();
        Runnable free = () -> {
            own.close();
            scope.close();
            freed.add(scope);
        };
        try {
            var batch = ticket.draw.apply(own);
            return new Drawn<>(batch, System.nanoTime() - begun, free);
        } catch (RuntimeException | Error e) {
            free.run();
            throw e;
        }
    }

    /** Finishes what it was given. */
    @Override
    public void close() {
        thread.shutdown();
        boolean interrupted = Thread.interrupted();
        try {
            thread.awaitTermination(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** A batch to be drawn. */
    static final class Ticket<M extends Model> {

        private final NDManager manager;
        private final Function<NDManager, Batch<? super M>> draw;
        private final AtomicBoolean claimed = new AtomicBoolean();
        private final CompletableFuture<Drawn<M>> drawn = new CompletableFuture<>();

        Ticket(NDManager manager, Function<NDManager, Batch<? super M>> draw) {
            this.manager = manager;
            this.draw = draw;
        }

        /** Whether no worker has begun it. */
        boolean isOpen() {
            return !claimed.get();
        }

        boolean isDone() {
            return drawn.isDone();
        }

        /** The batch, once: a run of tickets that no worker has come to yet would keep batches that are used by now. */
        Drawn<M> await() throws InterruptedException {
            try {
                var batch = drawn.get();
                drawn.obtrudeValue(null);
                return batch;
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

        /** The batch is not needed: it is not begun, or freed once it is drawn. */
        void cancel() {
            if (claimed.compareAndSet(false, true)) {
                drawn.completeExceptionally(new CancellationException());
            }
            var unused = drawn.thenAccept(batch -> batch.free.run());
        }
    }
}
