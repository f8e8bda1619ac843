package pathline.train;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import pathline.objective.Batch;
import pathline.objective.Objective;
import pathline.random.Rng;

/**
 * Draws the next batches on threads of their own while one is being learned from.
 *
 * <p>Batch k depends on the stream of number k alone, so it does not matter when, in what order or by whom it is drawn. One
 * thread draws them all while it keeps up; while training has to wait for it, the core that training leaves idle draws too.
 */
final class BatchQueue implements AutoCloseable {

    /** Who can draw at the same time, when training waits. */
    private static final int DRAWERS = Math.min(4, Runtime.getRuntime().availableProcessors());

    /** Batches that may be ready and waiting: enough to hide a hiccup, few enough to hold in memory. */
    static final int AHEAD = DRAWERS + 1;

    private final Objective objective;
    private final NDManager manager;
    private final DataType type;
    private final Rng rng;
    private final long end;
    private final List<Drawer> drawers = new ArrayList<>();
    private final ArrayDeque<Drawer.Ticket> waiting = new ArrayDeque<>();
    private long submitted;
    private Runnable free = () -> {};

    /** The batches of steps first, ..., end - 1. */
    BatchQueue(Objective objective, NDManager manager, DataType type, Rng rng, long first, long end) {
        this.objective = objective;
        this.manager = manager;
        this.type = type;
        this.rng = rng;
        this.submitted = first;
        this.end = end;
        for (int i = 0; i < DRAWERS; i++) {
            drawers.add(new Drawer("pathline-batches-" + i));
        }
        for (int i = 0; i < AHEAD; i++) {
            submit();
        }
    }

    /** The next batch, to be given back by {@link #release}; after an interruption it is still the next. */
    Batch next() throws InterruptedException {
        var ticket = waiting.remove();
        if (!ticket.isDone()) {
            share();
        }
        try {
            var drawn = ticket.await();
            free = drawn.free();
            return drawn.batch();
        } catch (InterruptedException e) {
            waiting.addFirst(ticket);
            throw e;
        }
    }

    /**
     * Frees the batch, and has another one drawn. Called between the gradient, which has work for all cores, and the rest of
     * the step, which leaves one idle.
     */
    void release() {
        free.run();
        free = () -> {};
        submit();
    }

    private void submit() {
        if (submitted < end) {
            var stream = rng.child(submitted++);
            waiting.add(new Drawer.Ticket(manager, own -> objective.draw(own, type, stream)));
            drawers.get(0).take(waiting.getLast());
        }
    }

    /** Gives every other drawer a batch that nobody has begun. */
    private void share() {
        int next = 1;
        for (var ticket : waiting) {
            if (next < DRAWERS && ticket.isOpen()) {
                drawers.get(next++).take(ticket);
            }
        }
    }

    @Override
    public void close() {
        free.run();
        waiting.forEach(Drawer.Ticket::cancel);
        drawers.forEach(Drawer::close);
    }
}
