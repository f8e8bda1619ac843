package pathline.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pathline.random.Rng;

/** A training whose process is killed in the middle, three times, ends where one that was left alone ends: bit for bit. */
class KilledTrainingTest {

    private static final Rng RNG = Swirl.RNG.child("killed");
    private static final int STEPS = 20_000; // more than a process makes before it is killed

    @TempDir
    private Path folder;

    private static Trainer trainer(Path file, int steps) {
        return Trainer.adam(LearningRate.cosine(1e-2, 1e-3, STEPS))
                .steps(steps)
                .clip(1)
                .average(0.99)
                .checkpoint(file, 5);
    }

    /** Runs in the other JVM. */
    static final class Other {

        private Other() {}

        public static void main(String[] arguments) {
            try (var manager = NDManager.newBaseManager()) {
                trainer(Path.of(arguments[0]), STEPS).resume(Swirl.net(manager), new Swirl(64), RNG);
            }
        }
    }

    private Process start(Path file) throws IOException {
        var command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(List.of("-Xmx512m", "-Dai.djl.offline=true", "-Dai.djl.pytorch.num_threads=1"));
        command.addAll(List.of("-Dai.djl.pytorch.num_interop_threads=1", "--add-modules=jdk.incubator.vector"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Other.class.getName(), file.toString()));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(Redirect.DISCARD)
                .start();
    }

    private static int step(Path file) {
        try (var manager = NDManager.newBaseManager()) {
            return Integer.parseInt(
                    pathline.field.Safetensors.read(file, manager).metadata().get("step"));
        }
    }

    @Test
    void killNineAndResumeAreTheWholeTraining() throws IOException, InterruptedException {
        var file = folder.resolve("killed.safetensors");
        int reached = 0;
        for (int k = 0; k < 3; k++) {
            var other = start(file);
            long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
            while (other.isAlive() && (!Files.exists(file) || step(file) < reached + 20)) {
                assertTrue(System.nanoTime() < deadline, "the other process makes no steps");
                Thread.sleep(5);
            }
            other.destroyForcibly();
            assertEquals(137, other.waitFor(), "killed in the middle"); // 128 + SIGKILL
            int step = step(file);
            assertTrue(step >= reached + 20 && step < STEPS, "step " + step + " after " + reached);
            reached = step;
        }
        int end = reached + 30;
        var whole = folder.resolve("whole.safetensors");
        try (var manager = NDManager.newBaseManager()) {
            var resumed = trainer(file, end).resume(Swirl.net(manager), new Swirl(64), RNG);
            var alone = trainer(whole, end).fit(Swirl.net(manager), new Swirl(64), RNG);
            assertArrayEquals(
                    alone.model().parameters().flat().toFloatArray(),
                    resumed.model().parameters().flat().toFloatArray());
            assertArrayEquals(alone.average().toFloatArray(), resumed.average().toFloatArray());
            assertArrayEquals(
                    alone.history().doubleColumn("loss").asDoubleArray(),
                    resumed.history().doubleColumn("loss").asDoubleArray());
        }
        try (var left = Files.list(folder)) {
            assertEquals(List.of(file, whole), left.sorted().toList()); // no lock, nothing half-written
        }
    }
}
