package pathline.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import pathline.field.Velocity;
import pathline.objective.Batch;
import pathline.objective.Objective;
import pathline.random.Rng;

/** Who draws a batch, and when, is nobody's business: batch k is the one of stream k. */
class BatchQueueTest {

    private static final int COUNT = 40;

    private final Set<String> drawers = ConcurrentHashMap.newKeySet();
    private final Queue<NDArray> made = new ConcurrentLinkedQueue<>();

    /** The first numbers of the streams of {@code COUNT} batches, in the order in which they came. */
    private List<Double> drawn(NDManager manager, Objective<Velocity> objective) throws InterruptedException {
        var numbers = new ArrayList<Double>();
        try (var queue = new BatchQueue<>(objective, manager, DataType.FLOAT32, Rng.of(3), 0, COUNT)) {
            for (int k = 0; k < COUNT; k++) {
                numbers.add((double) queue.next().loss(null, null).getFloat());
                queue.release();
            }
        }
        return numbers;
    }

    /** Takes some milliseconds for a batch, of any length, so that drawers overtake one another. */
    private Batch<Velocity> slowly(NDManager manager, Rng rng) {
        drawers.add(Thread.currentThread().getName());
        var number = manager.create((float) rng.uniform());
        made.add(number);
        try {
            Thread.sleep((long) (10 * rng.uniform()));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return (velocity, into) -> number;
    }

    @Test
    void batchesComeInOrderWhoeverDrawsThem() throws InterruptedException {
        try (var manager = NDManager.newBaseManager()) {
            var numbers = drawn(manager, (own, type, rng) -> slowly(own, rng));
            for (int k = 0; k < COUNT; k++) {
                assertEquals((float) Rng.of(3).child(k).uniform(), numbers.get(k), 0, "batch " + k);
            }
        }
    }

    @Test
    void whileTrainingWaitsItsCoreDrawsToo() throws InterruptedException {
        Assumptions.assumeTrue(Runtime.getRuntime().availableProcessors() > 1, "there is one core only");
        try (var manager = NDManager.newBaseManager()) {
            drawn(manager, (own, type, rng) -> slowly(own, rng));
            assertTrue(drawers.size() > 1, "drawn by " + drawers);
        }
    }

    @Test
    void anInterruptedWaitLosesNoBatch() throws InterruptedException {
        var drawing = new CountDownLatch(1);
        try (var manager = NDManager.newBaseManager()) {
            Objective<Velocity> blocked = (own, type, rng) -> {
                try {
                    drawing.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                return slowly(own, rng);
            };
            try (var queue = new BatchQueue<>(blocked, manager, DataType.FLOAT32, Rng.of(3), 0, COUNT)) {
                Thread.currentThread().interrupt();
                assertThrows(InterruptedException.class, queue::next);
                drawing.countDown();
                float first = queue.next().loss(null, null).getFloat();
                assertEquals((float) Rng.of(3).child(0).uniform(), first, 0);
                Thread.currentThread().interrupt();
                queue.release();
                assertThrows(InterruptedException.class, () -> {
                    while (true) { // until one is not there yet
                        queue.next();
                        queue.release();
                    }
                });
            }
            assertTrue(made.stream().allMatch(NDArray::isReleased), "all are freed");
        }
    }

    @Test
    void aDrawingThatFailsIsHeardOfAtItsTurn() throws InterruptedException {
        try (var manager = NDManager.newBaseManager();
                var queue = new BatchQueue<Velocity>(
                        (own, type, rng) -> {
                            if (rng.toString().equals(Rng.of(3).child(2).toString())) {
                                throw new IllegalStateException("no batch 2");
                            }
                            return slowly(own, rng);
                        },
                        manager,
                        DataType.FLOAT32,
                        Rng.of(3),
                        0,
                        COUNT)) {
            queue.next();
            queue.release();
            queue.next();
            queue.release();
            var failure = assertThrows(IllegalStateException.class, queue::next);
            assertEquals("no batch 2", failure.getMessage());
        }
    }
}
