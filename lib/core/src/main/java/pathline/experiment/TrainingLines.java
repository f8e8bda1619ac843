package pathline.experiment;

import java.io.PrintStream;
import java.util.Locale;
import java.util.function.LongSupplier;
import pathline.train.Status;
import pathline.train.TrainingListener;

/** Says how a long training goes, in a line twice a minute: steps, loss, and the time that is left. */
final class TrainingLines implements TrainingListener {

    private static final long PAUSE = 30_000_000_000L; // nanoseconds

    private final PrintStream out;
    private final LongSupplier clock;
    private final String name;
    private long shown;

    TrainingLines(PrintStream out, LongSupplier clock, String name) {
        this.out = out;
        this.clock = clock;
        this.name = name;
        this.shown = clock.getAsLong();
    }

    @Override
    public void step(Status status) {
        if (clock.getAsLong() - shown >= PAUSE) {
            shown = clock.getAsLong();
            out.println(String.format(
                    Locale.ROOT,
                    "    %s: step %d of %d, loss %.4g, %s left",
                    name,
                    status.step(),
                    status.steps(),
                    status.loss(),
                    words(status.secondsLeft())));
        }
    }

    /** A time in seconds, or in minutes where it is long. */
    static String words(double seconds) {
        return seconds < 90 ? Math.round(seconds) + " s" : Math.round(seconds / 60) + " min";
    }
}
