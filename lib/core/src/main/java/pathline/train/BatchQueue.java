package pathline.train;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import pathline.field.Model;
import pathline.objective.Batch;
import pathline.objective.Objective;
import pathline.random.Rng;

/**
 * Draws the next batches on batch workers, threads of their own, while a training step uses one.
 *
 * <p>Batch k depends on the stream of number k alone, so it does not matter when, in what order or on which thread it is drawn.
 * One worker draws them all as long as the next batch is ready in time; where it is not, the idle cores draw too.
 *
 * <p>They are drawn in runs of several, since waking a thread and sharing a core with it costs as much as drawing a small
 * batch: while a run is drawn training has one core, until the next run it has all.
 */
final class BatchQueue<M extends Model> implements AutoCloseable {

    /** How many batches can be drawn at the same time. */
    static final int WORKERS = Math.min(4, Runtime.getRuntime().availableProcessors());

    /** Batches that may be drawn ahead, at least: enough for an uneven pace, few enough for memory if they are large. */
    private static final int LEAST = WORKERS + 1;

    /** And at most, if they are drawn fast. */
    static final int MOST = 12;

    /** What is drawn ahead should not have taken longer to draw, if it is more than the least. */
    private static final long RUN = 8_000_000; // ns

    private final Objective<? super M> objective;
    private final NDManager manager;
    private final DataType type;
    private final Rng rng;
    private final long end;
    private final List<BatchWorker> workers = new ArrayList<>();
    private final ArrayDeque<BatchWorker.Ticket<M>> waiting = new ArrayDeque<>();
    private long submitted;
    private int ahead = LEAST;
    private Runnable free = () -> {};

    /** The batches of steps first, ..., end - 1. */
    BatchQueue(Objective<? super M> objective, NDManager manager, DataType type, Rng rng, long first, long end) {
        this.objective = objective;
        this.manager = manager;
        this.type = type;
        this.rng = rng;
        this.submitted = first;
        this.end = end;
        for (int i = 0; i < WORKERS; i++) {
            workers.add(new BatchWorker("pathline-batches-" + i));
        }
        submit();
    }

    /** The next batch, to be given back by {@link #release}; after an interruption it is still the next. */
    Batch<? super M> next() throws InterruptedException {
        var ticket = waiting.remove();
        if (!ticket.isDone()) {
            share();
        }
        try {
            var drawn = ticket.await();
            free = drawn.free();
            ahead = (int) Math.max(LEAST, Math.min(MOST, RUN / Math.max(1, drawn.nanoseconds())));
            return drawn.batch();
        } catch (InterruptedException e) {
            waiting.addFirst(ticket);
            throw e;
        }
    }

    /**
     * Frees the batch, and has others drawn when half of those drawn ahead are used. Called between the gradient, which has
     * work for all cores, and the rest of the step, which leaves one idle.
     */
    void release() {
        free.run();
        free = () -> {};
        if (submitted < end && waiting.size() <= Math.max(WORKERS, ahead / 2)) {
            submit();
        }
    }

    private void submit() {
        var run = new ArrayList<BatchWorker.Ticket<M>>();
        for (; submitted < end && waiting.size() < ahead; submitted++) {
            var stream = rng.child(submitted);
            var ticket = new BatchWorker.Ticket<M>(manager, own -> objective.draw(own, type, stream));
            waiting.add(ticket);
            run.add(ticket);
        }
        workers.get(0).take(run);
    }

    /** Gives every other worker a batch that is not begun. */
    private void share() {
        int next = 1;
        for (var ticket : waiting) {
            if (next < WORKERS && ticket.isOpen()) {
                workers.get(next++).take(List.of(ticket));
            }
        }
    }

    @Override
    public void close() {
        free.run();
        waiting.forEach(BatchWorker.Ticket::cancel);
        workers.forEach(BatchWorker::close);
    }
}
