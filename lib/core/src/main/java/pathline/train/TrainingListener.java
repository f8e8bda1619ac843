package pathline.train;

import pathline.check.Require;

/** Receives the status of a training after each step. One method is enough, so a lambda is a listener. */
@FunctionalInterface
public interface TrainingListener {

    /** A step was made. This is called after each one, so it should be quick. */
    void step(Status status);

    /** The training ended, well or not. */
    default void end(Run<?> run) {}

    /** Both: this one, then another. */
    default TrainingListener and(TrainingListener other) {
        Require.nonNull(other, "other");
        var first = this;
        return new TrainingListener() {
            @Override
            public void step(Status status) {
                first.step(status);
                other.step(status);
            }

            @Override
            public void end(Run<?> run) {
                first.end(run);
                other.end(run);
            }
        };
    }
}
