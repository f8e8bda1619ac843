package pathline.bench;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import jdk.jfr.Recording;

/** Does one work again and again in a JVM of its own, under the JDK's flight recorder. */
final class Sampled {

    /** Between two samples, ns. */
    private static final long PERIOD = 10_000_000;

    /**
     * Seconds between two pauses of random length, of which samples see nothing. Without them a task that takes as long as one
     * or two samples are apart shows them the same moments again and again.
     */
    private static final double STRETCH = 0.1;

    private Sampled() {}

    /** The name of a {@link Work}, that of a {@link Side}, seconds of warm-up, seconds recorded, and the file. */
    public static void main(String[] arguments) throws IOException {
        try (var manager = NDManager.newBaseManager();
                var recording = new Recording()) {
            var task = Catalogue.named(arguments[0]).task(manager, Side.valueOf(arguments[1]));
            repeat(task, Double.parseDouble(arguments[2]));
            recording
                    .enable("jdk.ExecutionSample")
                    .withPeriod(Duration.ofNanos(PERIOD))
                    .withStackTrace();
            recording
                    .enable("jdk.NativeMethodSample")
                    .withPeriod(Duration.ofNanos(PERIOD))
                    .withStackTrace();
            recording.start();
            var chance = new Random(1);
            for (int i = 0; i < Double.parseDouble(arguments[3]) / STRETCH; i++) {
                repeat(task, STRETCH);
                LockSupport.parkNanos(chance.nextLong(PERIOD));
            }
            recording.stop();
            recording.dump(Path.of(arguments[4]));
        }
    }

    private static void repeat(Task task, double seconds) {
        long end = System.nanoTime() + (long) (seconds * 1e9);
        while (System.nanoTime() < end) {
            task.run();
        }
    }
}
