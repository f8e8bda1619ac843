package pathline.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/**
 * Where the time of a work goes: stacks sampled every 10 ms by the JDK's flight recorder, in Java and in native code.
 *
 * <p>An operation of the engine is the native method it is called through.
 */
final class Profile {

    /** Methods with a smaller share are thrown together. */
    private static final int SHOWN = 12;

    private static final String REST = "all others";

    private static final List<String> VECTORS = List.of("jdk.incubator.vector.", "jdk.internal.vm.vector.");

    /** Threads that do the work, or wait for it by spinning. */
    private static final List<String> WORKERS = List.of("main", "pathline");

    private Profile() {}

    /** The shares of the methods at the top of the stacks, the largest first, in percent. */
    static List<Section.Series> of(Work work, Side side, boolean quick) {
        try {
            var file = Files.createTempFile("pathline", ".jfr");
            try {
                var seconds = quick ? List.of("2", "3") : List.of("5", "15");
                Jvm.run(
                        Sampled.class,
                        List.of(),
                        List.of(work.name(), side.name(), seconds.get(0), seconds.get(1), file.toString()),
                        line -> {});
                return series(work.name() + ", " + side.title(), tops(file));
            } finally {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot record " + work.name(), e);
        }
    }

    /** How many samples each method is at the top of. */
    private static Map<String, Integer> tops(Path file) throws IOException {
        var counts = new HashMap<String, Integer>();
        try (var recording = new RecordingFile(file)) {
            while (recording.hasMoreEvents()) {
                var event = recording.readEvent();
                if (works(event)) {
                    counts.merge(top(event.getStackTrace().getFrames()), 1, Integer::sum);
                }
            }
        }
        return counts;
    }

    private static boolean works(RecordedEvent event) {
        var thread = event.getThread("sampledThread");
        return event.getStackTrace() != null
                && thread != null
                && thread.getJavaName() != null
                && WORKERS.stream().anyMatch(thread.getJavaName()::startsWith);
    }

    /** A vector operation is a machine instruction of the method that calls it. */
    private static String top(List<RecordedFrame> frames) {
        var names = frames.stream()
                .map(RecordedFrame::getMethod)
                .filter(method -> VECTORS.stream().noneMatch(method.getType().getName()::startsWith))
                .map(method -> name(method.getType().getName(), method.getName()));
        return names.findFirst().orElse(REST);
    }

    /** Class and method, a hidden class or lambda named by what it belongs to. */
    static String name(String type, String method) {
        String simple = type.substring(type.lastIndexOf('.') + 1).replaceAll("\\$+\\d.*|\\$\\$.*", "");
        return simple.replace('$', '.') + "." + method.replaceAll("lambda\\$(\\w+)\\$\\d+", "$1");
    }

    /** Counts as shares. */
    static List<Section.Series> series(String panel, Map<String, Integer> counts) {
        double all = counts.values().stream().mapToInt(Integer::intValue).sum();
        var sorted = new ArrayList<>(new TreeMap<>(counts).entrySet());
        sorted.sort(Map.Entry.<String, Integer>comparingByValue().reversed());
        var series = new ArrayList<Section.Series>();
        double shown = 0;
        for (var entry : sorted.subList(0, Math.min(SHOWN, sorted.size()))) {
            series.add(share(panel, entry.getKey(), 100 * entry.getValue() / all));
            shown += entry.getValue();
        }
        if (sorted.size() > SHOWN) {
            series.add(share(panel, REST, 100 * (all - shown) / all));
        }
        return series;
    }

    private static Section.Series share(String panel, String name, double percent) {
        return new Section.Series(panel, name, new double[] {0}, new double[] {percent});
    }
}
