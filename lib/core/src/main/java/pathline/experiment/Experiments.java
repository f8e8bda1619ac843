package pathline.experiment;

import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import pathline.check.Require;
import pathline.data.DataException;
import pathline.train.TrainingException;

/** The command {@code ./pathline experiment NAME [options]}. */
public final class Experiments {

    private static final Map<String, Consumer<List<String>>> ALL = new TreeMap<>(Map.of(
            "densities",
            DensitiesExperiment::run,
            "images",
            ImagesExperiment::run,
            "transport",
            TransportExperiment::run));

    private Experiments() {}

    /** Runs the experiment that the first argument names; without one, lists them. */
    public static void main(String[] arguments) {
        Require.nonNull(arguments, "arguments");
        System.setProperty("ai.djl.pytorch.num_threads", System.getProperty("ai.djl.pytorch.num_threads", "1"));
        var experiment = arguments.length == 0 ? null : ALL.get(arguments[0]);
        if (experiment == null) {
            System.err.println("usage: ./pathline experiment NAME [--option value ...], NAME one of " + ALL.keySet());
            System.exit(2);
            return;
        }
        int code = run(() -> experiment.accept(Arrays.asList(arguments).subList(1, arguments.length)), arguments[0]);
        if (code != 0) {
            System.exit(code);
        }
    }

    /** The exit code; what a user can mend is said in one sentence, and only a fault of the library as a trace. */
    static int run(Runnable experiment, String name) {
        try {
            experiment.run();
            return 0;
        } catch (IllegalArgumentException | DataException | UncheckedIOException | TrainingException e) {
            System.err.println(name + ": " + e.getMessage());
            return 2;
        }
    }
}
