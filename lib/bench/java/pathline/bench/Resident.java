package pathline.bench;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongConsumer;
import pathline.coupling.Coupling;
import pathline.field.Activation;
import pathline.train.Trainer;

/** Does one thing very often in a JVM of its own, and prints after each hundredth how much memory the process holds. */
final class Resident {

    private static final int READINGS = 100;
    private static final Path STATISTICS = Path.of("/proc/self/statm");

    private Resident() {}

    /** Whether the system says how much memory a process holds. */
    static boolean possible() {
        return Files.exists(STATISTICS);
    }

    /** The task, {@code training} or {@code solves}; the name of a {@link Side}; how often. */
    public static void main(String[] arguments) {
        var side = Side.valueOf(arguments[1]);
        int count = Integer.parseInt(arguments[2]);
        int every = Math.max(1, count / READINGS);
        LongConsumer after = done -> {
            if (done % every == 0) {
                System.out.println(done + " " + megabytes());
            }
        };
        try (var manager = NDManager.newBaseManager()) {
            var setting = new Setting(manager, side.passes(), 256, 2, 64);
            if (arguments[0].equals(MemoryRuns.TRAINING)) {
                train(setting, count, after);
            } else {
                solve(setting, count, after);
            }
        }
    }

    private static void train(Setting setting, int steps, LongConsumer after) {
        Trainer.adam(1e-3)
                .steps(steps)
                .listener(status -> after.accept(status.step()))
                .fit(
                        setting.velocity(Activation.SELU),
                        TrainingTasks.matching(setting, Coupling.independent()),
                        Setting.RNG.child("fit"));
    }

    private static void solve(Setting setting, int count, LongConsumer after) {
        var task = FieldTasks.adaptiveSolve(setting);
        for (int i = 1; i <= count; i++) {
            task.run();
            after.accept(i);
        }
    }

    /** Resident memory, after what Java has not collected yet is collected. */
    private static double megabytes() {
        System.gc();
        try {
            long pages = Long.parseLong(Files.readString(STATISTICS).split(" ")[1]);
            return pages * 4096 / 1e6;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
