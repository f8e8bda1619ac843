package pathline.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pathline.field.VelocityMlp;
import pathline.random.Rng;
import pathline.train.Run;
import pathline.train.Status;
import pathline.train.Trainer;

class ProgressTest {

    private static final long MILLISECOND = 1_000_000;
    private static final String LAST = "training: %d of 1000</span>";

    private final AtomicLong clock = new AtomicLong();

    @Test
    void itIsOnePlaceUpdatedTwiceASecond(@TempDir Path folder) throws Exception {
        var loader = FakeKernels.JJAVA.compileInto(folder);
        var progress = new Progress(Display.find(loader), clock::get, "training", 1000);
        for (int step = 1; step <= 1000; step++) {
            clock.addAndGet(5 * MILLISECOND); // 5 seconds in all
            progress.at(step, "loss 0.5");
        }
        var calls = FakeKernels.JJAVA.calls(loader);
        // Once at the start, every 100 steps while it runs, once at the end.
        assertEquals(1 + 9 + 1, calls.size(), () -> String.join("\n", calls));
        assertEquals(
                1, calls.stream().filter(call -> call.startsWith("display")).count());
        assertTrue(calls.get(1).contains("training: 100 of 1000, 5 s left, loss 0.5"), calls.get(1));
        assertTrue(calls.get(9).contains("training: 900 of 1000, 1 s left, loss 0.5"), calls.get(9));
        assertLast(1000, calls.get(10));
    }

    @Test
    void aTrainingIsShownWithItsLoss(@TempDir Path folder) throws Exception {
        var loader = FakeKernels.JJAVA.compileInto(folder);
        var display = Display.find(loader);
        var listener = new TrainingProgress(total -> new Progress(display, clock::get, "training", total));
        for (int step = 1; step <= 300; step++) {
            clock.addAndGet(5 * MILLISECOND);
            listener.step(new Status(step, 1000, 0.25, 0, 0));
        }
        listener.end(run());
        var calls = FakeKernels.JJAVA.calls(loader);
        assertTrue(calls.get(1).contains("training: 101 of 1000, 4 s left, loss 0.25"), calls.get(1));
        assertLast(300, calls.get(calls.size() - 1));
    }

    private static Run<?> run() {
        try (var manager = NDManager.newBaseManager()) {
            var velocity = VelocityMlp.of(1, 1).init(Rng.of(1), manager);
            return Trainer.adam(1).steps(1).fit(velocity, (own, type, rng) -> (v, into) -> own.create(1f), Rng.of(1));
        }
    }

    @Test
    void anEarlyStopLeavesNoTimeEither(@TempDir Path folder) throws Exception {
        var loader = FakeKernels.RAPAIO.compileInto(folder);
        var progress = new Progress(Display.find(loader), clock::get, "training", 1000);
        progress.step();
        progress.step();
        progress.finish();
        progress.finish();
        progress.at(3);
        var calls = FakeKernels.RAPAIO.calls(loader);
        assertEquals(2, calls.size(), () -> String.join("\n", calls));
        assertLast(2, calls.get(1));
    }

    @Test
    void longTimesAreMinutes(@TempDir Path folder) throws Exception {
        var loader = FakeKernels.IJAVA.compileInto(folder);
        var progress = new Progress(Display.find(loader), clock::get, "a & b", 100);
        clock.addAndGet(10_000 * MILLISECOND);
        progress.at(1);
        var call = FakeKernels.IJAVA.calls(loader).get(1);
        assertTrue(call.contains("a &amp; b: 1 of 100, 17 min left"), call);
    }

    @Test
    void withoutKernelOnlyTheLastLineIsPrinted() {
        assertEquals("training: 3 of 3\n", Printed.by(() -> {
            var progress = Progress.start("training", 3);
            progress.at(1);
            progress.at(2);
            progress.at(3);
        }));
    }

    private static void assertLast(int done, String call) {
        assertTrue(call.startsWith("update place-1 text/html <span "), call);
        assertTrue(call.endsWith(LAST.formatted(done)), call);
    }

    @Test
    void thereMustBeSomethingToDo() {
        assertThrows(IllegalArgumentException.class, () -> Progress.start("training", 0));
    }
}
