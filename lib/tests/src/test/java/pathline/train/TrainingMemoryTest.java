package pathline.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import pathline.field.Velocity;
import pathline.objective.Objective;
import pathline.objective.Regression;
import pathline.random.Rng;

/** What a step makes is gone when the step is over. */
class TrainingMemoryTest {

    /** The JIT, the history and the allocator's pools move by this much; 1 500 leaking steps of 200 kB would be 300 MB. */
    private static final long NOISE = 40L << 20;

    @Test
    void twoThousandStepsLeaveMemoryFlat() throws IOException {
        Assumptions.assumeTrue(Files.exists(Path.of("/proc/self/statm")), "resident memory is read from /proc");
        try (var manager = NDManager.newBaseManager()) {
            var resident = new ArrayList<Long>();
            Trainer.adam(1e-3)
                    .average(0.99)
                    .evaluate("memory", 500, v -> {
                        resident.add(resident());
                        return 0;
                    })
                    .steps(2_000)
                    .fit(Swirl.net(manager), new Swirl(1_024), Rng.of(1));
            long growth = resident.get(3) - resident.get(0);
            assertTrue(growth < NOISE, "resident memory at steps 500, 1000, 1500, 2000: " + resident);
        }
    }

    private static long resident() {
        System.gc(); // what the Java heap has not collected yet is no leak
        try {
            return 4096
                    * Long.parseLong(
                            Files.readString(Path.of("/proc/self/statm")).split(" ")[1]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void noArrayOutlivesItsStep() {
        try (var manager = NDManager.newBaseManager()) {
            var data =
                    manager.create(new float[512]).reshape(256, 2); // an objective may read arrays of another manager
            var managers = new ConcurrentLinkedQueue<NDManager>();
            Objective<Velocity> objective = (own, type, rng) -> {
                managers.add(own);
                var rows = own.create(rng.indices(256, 32));
                var x = data.get(rows);
                return new Regression(rng.uniform(own, type, 32, 1), x, x.mul(2));
            };
            var velocity = Swirl.net(manager);
            var trainer = Trainer.adam(1e-3);
            trainer.steps(3).fit(velocity, objective, Rng.of(1)); // what is made once is made now
            int before = arrays(manager);
            var counts = new ArrayList<Integer>();
            var open = new ArrayList<Long>();
            trainer.steps(200)
                    .evaluate("arrays", 20, v -> {
                        counts.add(arrays(manager));
                        open.add(managers.stream().filter(NDManager::isOpen).count());
                        return 0;
                    })
                    .fit(velocity, objective, Rng.of(1));
            assertEquals(203, managers.size());
            assertTrue(managers.stream().noneMatch(NDManager::isOpen));
            assertEquals(before, arrays(manager));
            // between steps: the batches drawn ahead, the one in use, and what training keeps
            assertTrue(counts.stream().allMatch(count -> count < before + 100), counts.toString());
            assertTrue(open.stream().allMatch(count -> count <= BatchQueue.MOST + 2), open.toString());
        }
    }

    /** The engine lists a thread's scopes, and with them what they held, until that thread closes them. */
    @Test
    void whatABatchHeldIsForgottenWhileTrainingGoesOn() {
        try (var manager = NDManager.newBaseManager()) {
            var drawn = new ConcurrentLinkedQueue<WeakReference<NDArray>>();
            Objective<Velocity> objective = (own, type, rng) -> {
                var x = rng.normal(own, type, 32, 2);
                drawn.add(new WeakReference<>(x));
                return new Regression(rng.uniform(own, type, 32, 1), x, x.mul(2));
            };
            var alive = new ArrayList<Long>();
            Trainer.adam(1e-3)
                    .steps(200)
                    .evaluate("alive", 50, v -> {
                        System.gc();
                        alive.add(drawn.stream().filter(x -> x.get() != null).count());
                        return 0;
                    })
                    .fit(Swirl.net(manager), objective, Rng.of(1));
            // those drawn ahead, as many used since the last run of draws began, one in use, and the last of each other
            // worker
            int most = 2 * BatchQueue.MOST + BatchQueue.WORKERS;
            assertTrue(alive.stream().allMatch(count -> count <= most), alive.toString());
        }
    }

    private static int arrays(NDManager manager) {
        return manager.getManagedArrays().size();
    }

    @Test
    void aFailedDrawLeavesNothing() {
        try (var manager = NDManager.newBaseManager()) {
            var velocity = Swirl.net(manager);
            var trainer = Trainer.adam(1e-3).steps(20);
            trainer.fit(velocity, new Swirl(8), Rng.of(1));
            int before = arrays(manager);
            try {
                trainer.fit(
                        velocity,
                        (own, type, rng) -> {
                            var batch = new Swirl(8).draw(own, type, rng);
                            if (Swirl.isBatch(5, Rng.of(1), rng)) {
                                throw new ArithmeticException("planted");
                            }
                            return batch;
                        },
                        Rng.of(1));
            } catch (TrainingException e) {
                assertEquals(Ending.FAILED, e.ending());
            }
            assertEquals(before, arrays(manager));
        }
    }
}
