package pathline.experiment;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** The command {@code ./pathline experiment NAME [options]}. */
public final class Experiments {

    private static final Map<String, Consumer<List<String>>> ALL =
            new TreeMap<>(Map.of("miniboone", MinibooneExperiment::run, "transport", TransportExperiment::run));

    private Experiments() {}

    /** Runs the experiment that the first argument names; without one, lists them. */
    public static void main(String[] arguments) {
        System.setProperty("ai.djl.pytorch.num_threads", System.getProperty("ai.djl.pytorch.num_threads", "1"));
        var experiment = arguments.length == 0 ? null : ALL.get(arguments[0]);
        if (experiment == null) {
            System.err.println("usage: ./pathline experiment NAME [--option value ...], NAME one of " + ALL.keySet());
            System.exit(2);
            return;
        }
        try {
            experiment.accept(Arrays.asList(arguments).subList(1, arguments.length));
        } catch (IllegalArgumentException | pathline.data.DataException e) {
            System.err.println(arguments[0] + ": " + e.getMessage());
            System.exit(2);
        }
    }
}
