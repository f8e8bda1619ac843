package pathline.notebook;

import java.util.function.LongSupplier;
import pathline.check.Require;
import pathline.train.TrainingListener;

/**
 * How far a long cell has come, shown in one place that is overwritten, with the time that is left.
 *
 * <pre>{@code
 * var progress = Progress.start("training", steps);
 * for (int step = 1; step <= steps; step++) {
 *     ...
 *     progress.at(step, "loss " + loss);
 * }
 * }</pre>
 *
 * <p>The kernel is told at most twice a second, so reporting every step costs nothing. At the last step the line becomes
 * small, {@code training: 2000 of 2000}, the same after every run: no time, rate or note stays in the saved notebook. Without a
 * kernel only that last line is printed.
 */
public final class Progress {

    private static final long PAUSE =
            500_000_000; // nanoseconds between two updates: fast enough to see, slow to flicker
    private static final int BAR = 160; // pixels

    private final Display display;
    private final LongSupplier clock;
    private final String task;
    private final long total;
    private final long started;
    private final String place;
    private long shown;
    private long done;
    private boolean finished;

    Progress(Display display, LongSupplier clock, String task, long total) {
        Require.nonNull(task, "task");
        if (total < 1) {
            throw new IllegalArgumentException("the total of \"" + task + "\" must be at least 1, got " + total);
        }
        this.display = display;
        this.clock = clock;
        this.task = task;
        this.total = total;
        started = clock.getAsLong();
        shown = started;
        // Shown at once, even if the work is short: the place in the cell's output must not depend on speed.
        place = display.drawn() ? display.show(bar(0, ""), "") : "";
    }

    /** Shows that {@code task}, {@code total} steps long, has begun. */
    public static Progress start(String task, long total) {
        return new Progress(Display.current(), System::nanoTime, task, total);
    }

    /** Shows a training, for {@code Trainer.listener}: the steps made, the time left, the loss. */
    public static TrainingListener training(String task) {
        Require.nonNull(task, "task");
        return new TrainingProgress(total -> start(task, total));
    }

    /** {@code done} steps of the total are done. */
    public void at(long done) {
        at(done, "");
    }

    /** {@code done} steps of the total are done, with a note such as the loss. */
    public void at(long done, String note) {
        Require.that(done >= 0, "done is " + done + "; expected 0 or more steps of \"" + task + "\"");
        Require.nonNull(note, "note");
        this.done = done;
        if (done >= total) {
            finish();
        } else if (!finished && clock.getAsLong() - shown >= PAUSE) {
            shown = clock.getAsLong();
            display.update(place, bar(done, note));
        }
    }

    /** One more step is done. */
    public void step() {
        at(done + 1, "");
    }

    /** The work ended, perhaps before the total (an early stop); the last step does this by itself. */
    public void finish() {
        finish("");
    }

    /** The work ended, with a word on why where it ended before the total, such as "interrupted". */
    void finish(String why) {
        if (finished) {
            return;
        }
        finished = true;
        var line = task + ": " + Math.min(done, total) + " of " + total + (why.isEmpty() ? "" : ", " + why);
        if (display.drawn()) {
            display.update(
                    place,
                    "<span style=\"opacity:.55;font-size:72%;line-height:1.1;padding-left:.6em\">"
                            + HtmlTable.escape(line) + "</span>");
        } else {
            display.show("", line);
        }
    }

    private String bar(long done, String note) {
        var label = task + ": " + done + " of " + total + remaining(done) + (note.isEmpty() ? "" : ", " + note);
        return "<div style=\"display:flex;align-items:center;gap:.8em;opacity:.8;font-size:90%;padding-left:.6em\"><div style=\"width:"
                + BAR
                + "px;height:.5em;border:1px solid rgba(128,128,128,.6);border-radius:.3em\"><div style=\"width:"
                + (long) (BAR * (double) done / total)
                + "px;height:100%;background:rgba(128,128,128,.6)\"></div></div><span>"
                + HtmlTable.escape(label) + "</span></div>";
    }

    private String remaining(long done) {
        if (done == 0) {
            return "";
        }
        long seconds = Math.round((clock.getAsLong() - started) * 1e-9 * (total - done) / done);
        return seconds < 90 ? ", " + seconds + " s left" : ", " + Math.round(seconds / 60.0) + " min left";
    }
}
