package pathline.notebook;

import java.util.Optional;
import java.util.function.LongFunction;
import pathline.check.Require;
import pathline.train.Ending;
import pathline.train.Run;
import pathline.train.Status;
import pathline.train.TrainingListener;

/** Draws a {@link Progress} of a training, whose number of steps is known from its first step on. */
final class TrainingProgress implements TrainingListener {

    private final LongFunction<Progress> start;
    private Optional<Progress> progress = Optional.empty();

    TrainingProgress(LongFunction<Progress> start) {
        this.start = start;
    }

    @Override
    public void step(Status status) {
        Require.nonNull(status, "status");
        if (progress.isEmpty()) {
            progress = Optional.of(start.apply(status.steps()));
        }
        progress.get().at(status.step(), "loss " + (float) status.loss());
    }

    /** The next training is shown anew. */
    @Override
    public void end(Run<?> run) {
        boolean interrupted = Require.nonNull(run, "run").ending() == Ending.INTERRUPTED;
        progress.ifPresent(
                shown -> shown.finish(interrupted ? "interrupted; the run holds what was learned so far" : ""));
        progress = Optional.empty();
    }
}
