package pathline.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import pathline.adjoint.Backpropagation;

/** How much memory is held: by long trainings and many solves over time, and by each way of a gradient over its steps. */
final class MemoryRuns {

    static final String TRAINING = "training";
    static final String SOLVES = "solves";
    static final String GRADIENT = "gradient";

    /** What a run may grow after its first tenth, when everything that is made once has been made. */
    static final double BOUND = 32;

    /** A small heap, since Java lets its heap grow to any size it is granted before it collects. */
    private static final List<String> HEAP = List.of("-Xmx256m", "-XX:+UseSerialGC");

    private static final int[] STEPS = {8, 32, 128, 512, 2048};

    private MemoryRuns() {}

    /** How the runs are made. */
    static Map<String, String> setup() {
        return Map.of("resident memory", "of a JVM with " + String.join(" ", HEAP) + ", after a collection");
    }

    /** The runs of one kind and side: megabytes against how often. */
    static List<Section.Series> resident(boolean quick, Consumer<String> say) {
        var all = new ArrayList<Section.Series>();
        for (var task : List.of(TRAINING, SOLVES)) {
            int often = task.equals(TRAINING) ? 100_000 : 10_000;
            int count = quick ? often / 20 : often;
            for (var side : List.of(Side.ARRAYS, Side.COMPILED)) {
                if (side.possible()) {
                    var series = resident(task, side, count);
                    say.accept(task + ", " + side.title() + ": " + summary(series));
                    all.add(series);
                }
            }
        }
        return all;
    }

    private static Section.Series resident(String task, Side side, int count) {
        var done = new ArrayList<Double>();
        var megabytes = new ArrayList<Double>();
        Jvm.run(Resident.class, HEAP, List.of(task, side.name(), Integer.toString(count)), line -> {
            var words = line.split(" ");
            done.add(Double.parseDouble(words[0]));
            megabytes.add(Double.parseDouble(words[1]));
        });
        return new Section.Series(task, side.title(), array(done), array(megabytes));
    }

    /** Peaks of each kind of backpropagation: megabytes against steps. */
    static List<Section.Series> gradients() {
        var kinds = new LinkedHashMap<String, Backpropagation>();
        kinds.put("through the steps", Backpropagation.throughSteps());
        kinds.put("checkpointed, 16 states", Backpropagation.checkpointed(16));
        kinds.put("continuous adjoint", Backpropagation.continuousAdjoint());
        kinds.put("interpolated adjoint", Backpropagation.interpolatedAdjoint());
        var xs = IntStream.of(STEPS).asDoubleStream().toArray();
        var all = new ArrayList<Section.Series>();
        kinds.forEach((name, kind) -> {
            var ys = IntStream.of(STEPS)
                    .mapToDouble(steps -> Kept.megabytes(kind, steps))
                    .toArray();
            all.add(new Section.Series(GRADIENT, name, xs, ys));
        });
        return all;
    }

    /** Megabytes after the first tenth and at the end. */
    static String summary(Section.Series series) {
        return Table.number(afterFirstTenth(series), 4) + " MB after the first tenth, " + Table.number(atEnd(series), 4)
                + " MB at the end";
    }

    static double afterFirstTenth(Section.Series series) {
        return series.ys()[series.ys().length / 10];
    }

    static double atEnd(Section.Series series) {
        return series.ys()[series.ys().length - 1];
    }

    private static double[] array(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
