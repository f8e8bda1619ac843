package pathline.experiment;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;
import pathline.train.TrainingListener;

/** Says what the study of the transport table does, and how long it will take: a line at each row, and two a minute between. */
final class TransportProgress {

    private static final long PAUSE = 30_000_000_000L; // nanoseconds

    private final PrintStream out;
    private final LongSupplier clock;
    private final Map<TransportMethod, List<Double>> spent = new EnumMap<>(TransportMethod.class);
    private long shown;
    private long begun;

    TransportProgress(PrintStream out, LongSupplier clock) {
        this.out = out;
        this.clock = clock;
        this.shown = clock.getAsLong();
        this.begun = shown;
    }

    /** The first of these rows begins. */
    void begin(int number, int all, List<TransportRow> left) {
        begun = clock.getAsLong();
        shown = begun;
        String time = spent.isEmpty() ? "" : "; " + words(estimate(left)) + " for all that is left";
        out.println("[" + number + " of " + all + "] " + left.get(0) + time);
    }

    /** It ended, with these numbers. */
    void end(TransportRow row, String numbers) {
        spent.computeIfAbsent(row.method(), method -> new ArrayList<>()).add(seconds());
        out.println("    " + numbers + ", in " + words(seconds()));
    }

    /** A line about anything else. */
    void say(String line) {
        out.println(line);
    }

    /** Tells how a training goes. */
    TrainingListener training(String name) {
        shown = clock.getAsLong();
        return status -> {
            if (clock.getAsLong() - shown >= PAUSE) {
                shown = clock.getAsLong();
                out.println(String.format(
                        Locale.ROOT,
                        "    %s: step %d of %d, loss %.3g, %s left",
                        name,
                        status.step(),
                        status.steps(),
                        status.loss(),
                        words(status.secondsLeft())));
            }
        };
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

    private static String words(double seconds) {
        return seconds < 90 ? Math.round(seconds) + " s" : Math.round(seconds / 60) + " min";
    }

    /** Since the row began. */
    private double seconds() {
        return (clock.getAsLong() - begun) * 1e-9;
    }
}
