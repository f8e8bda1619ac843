package pathline.experiment;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import pathline.train.TrainingListener;

/** Says what the study of the transport table does, and how long it will take: a line at each row, and two a minute between. */
final class TransportProgress {

    private final PrintStream out;
    private final LongSupplier clock;
    private final Map<TransportMethod, List<Double>> spent = new EnumMap<>(TransportMethod.class);
    private long begun;

    TransportProgress(PrintStream out, LongSupplier clock) {
        this.out = out;
        this.clock = clock;
        this.begun = clock.getAsLong();
    }

    /** The first of these rows begins. */
    void begin(int number, int all, List<TransportRow> left) {
        begun = clock.getAsLong();
        String time = spent.isEmpty() ? "" : "; " + TrainingLines.words(estimate(left)) + " for all that is left";
        out.println("[" + number + " of " + all + "] " + left.get(0) + time);
    }

    /** It ended, with these numbers. */
    void end(TransportRow row, String numbers) {
        spent.computeIfAbsent(row.method(), method -> new ArrayList<>()).add(seconds());
        out.println("    " + numbers + ", in " + TrainingLines.words(seconds()));
    }

    /** A line about anything else. */
    void say(String line) {
        out.println(line);
    }

    /** Tells how a training goes. */
    TrainingListener training(String name) {
        return new TrainingLines(out, clock, name);
    }

    /** Seconds for these rows: as long as rows of their method took so far, or as any row took where none of it was made. */
    double estimate(List<TransportRow> rows) {
        var all = spent.values().stream().flatMap(List::stream).toList();
        return rows.stream()
                .mapToDouble(row -> mean(spent.getOrDefault(row.method(), all)))
                .sum();
    }

    private static double mean(List<Double> seconds) {
        return seconds.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
    }

    /** Since the row began. */
    private double seconds() {
        return (clock.getAsLong() - begun) * 1e-9;
    }
}
