package pathline.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Optional;
import pathline.field.Parameters;

/** The numbers that a training carries from step to step; with the random stream they decide all that follows. */
final class State {

    private final Parameters parameters;
    private final Moments moments;
    private final Optional<NDArray> average;
    private final Optional<NDArray> best;
    private final History history = new History();
    private double bestValue = Double.POSITIVE_INFINITY;
    private int failures;
    private double seconds;

    State(Trainer trainer, Parameters parameters, NDManager manager) {
        var flat = parameters.flat();
        this.parameters = parameters;
        this.moments = new Moments(zeros(flat, manager), zeros(flat, manager));
        this.average = trainer.decay().isPresent() ? Optional.of(copy(flat, manager)) : Optional.empty();
        this.best = trainer.earlyStop().isPresent() ? Optional.of(copy(flat, manager)) : Optional.empty();
    }

    private static NDArray zeros(NDArray like, NDManager manager) {
        return manager.zeros(like.getShape(), like.getDataType());
    }

    private static NDArray copy(NDArray values, NDManager manager) {
        return zeros(values, manager).addi(values);
    }

    /** How many steps were made. */
    int step() {
        return history.size();
    }

    Parameters parameters() {
        return parameters;
    }

    Moments moments() {
        return moments;
    }

    Optional<NDArray> average() {
        return average;
    }

    Optional<NDArray> best() {
        return best;
    }

    History history() {
        return history;
    }

    /** The parameters that are evaluated now have this value; keeps them if none was smaller. */
    void judge(double value) {
        if (value < bestValue) {
            bestValue = value;
            failures = 0;
            best.ifPresent(kept -> kept.muli(0).addi(parameters.flat()));
        } else {
            failures++;
        }
    }

    /** Whether {@link #best} has been chosen. */
    boolean judged() {
        return bestValue < Double.POSITIVE_INFINITY;
    }

    double bestValue() {
        return bestValue;
    }

    /** How many evaluations in a row were no better than the best. */
    int failures() {
        return failures;
    }

    double seconds() {
        return seconds;
    }

    void restore(double value, int failed, double spent) {
        bestValue = value;
        failures = failed;
        seconds = spent;
    }
}
