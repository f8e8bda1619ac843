package pathline.bench;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Path;
import jdk.jfr.Recording;

/** Does one work again and again in a JVM of its own, under the JDK's flight recorder. */
final class Sampled {

    private Sampled() {}

    /** The name of a {@link Work}, that of a {@link Side}, seconds of warm-up, seconds recorded, and the file. */
    public static void main(String[] arguments) throws IOException {
        try (var manager = NDManager.newBaseManager();
                var recording = new Recording()) {
            var task = Catalogue.named(arguments[0]).task(manager, Side.valueOf(arguments[1]));
            repeat(task, Double.parseDouble(arguments[2]));
            recording.enable("jdk.ExecutionSample").with("period", "10 ms").withStackTrace();
            recording.enable("jdk.NativeMethodSample").with("period", "10 ms").withStackTrace();
            recording.start();
            repeat(task, Double.parseDouble(arguments[3]));
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
