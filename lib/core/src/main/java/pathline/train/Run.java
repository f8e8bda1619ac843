package pathline.train;

import ai.djl.ndarray.NDArray;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.LongStream;
import pathline.check.Require;
import pathline.field.Model;
import tech.tablesaw.api.Table;

/**
 * A training and what came of it.
 *
 * @param <M> what was fitted
 */
public final class Run<M extends Model> {

    private final M model;
    private final Optional<NDArray> average;
    private final Optional<NDArray> best;
    private final History history;
    private final double seconds;
    private final String settings;
    private final String seed;
    private final Ending ending;

    Run(M model, State state, double seconds, String settings, String seed, Ending ending) {
        this.model = model;
        this.average = state.average();
        this.best = state.best().filter(kept -> state.judged());
        this.history = state.history();
        this.seconds = seconds;
        this.settings = settings;
        this.seed = seed;
        this.ending = ending;
        var manager = model.parameters().flat().getManager();
        average.ifPresent(kept -> kept.attach(manager));
        best.ifPresent(kept -> kept.attach(manager));
    }

    /**
     * This run, of a training that went to its end: for code that goes on with the result, as a study does.
     *
     * @throws TrainingException if the training was interrupted; its run is this one
     */
    public Run<M> whole() {
        if (ending == Ending.INTERRUPTED) {
            throw new TrainingException(this, steps() + 1, "");
        }
        return this;
    }

    /** The model that was fitted: the one that was handed to the trainer, with the parameters after the last step. */
    public M model() {
        return model;
    }

    /**
     * The model that was fitted, with the parameters that were judged best from now on: those of the best evaluation where
     * the trainer has {@link Trainer#stopAfter}, else the running average where it has {@link Trainer#average},
     * else those after the last step.
     */
    public M takeBest() {
        best.or(() -> average).ifPresent(model.parameters()::set);
        return model;
    }

    /**
     * The running average of the parameters after each step, one vector in the order of their names; {@link #takeBest} hands
     * it to the model, as does {@code model.parameters().set(run.average())}.
     *
     * @throws IllegalStateException unless the trainer has {@link Trainer#average}
     */
    public NDArray average() {
        return average.orElseThrow(
                () -> new IllegalStateException("This run kept no average; train with average(0.999)"));
    }

    /**
     * The parameters with the best evaluation, one vector in the order of their names.
     *
     * @throws IllegalStateException unless the trainer has {@link Trainer#stopAfter}, and evaluated once
     */
    public NDArray best() {
        return best.orElseThrow(() -> new IllegalStateException(
                "This run kept no best parameters; train with stopAfter(evaluation, patience)"));
    }

    /** Every step: step, loss, gradient norm (before clipping), learning rate, evaluations forward and backward. */
    public Table history() {
        return history.table();
    }

    /** Every evaluation: step, evaluation, value. */
    public Table evaluations() {
        return history.evaluations();
    }

    /** How many steps were made, those before a resume included. */
    public int steps() {
        return history.size();
    }

    /** The mean of the last losses: of {@code last} steps, at least 1, or of all if there are fewer. */
    public double loss(int last) {
        Require.atLeast(last, 1, "last");
        if (steps() == 0) {
            throw new IllegalStateException("This run made no step, so that there is no loss");
        }
        int from = Math.max(0, steps() - last);
        double sum = 0;
        for (int i = from; i < steps(); i++) {
            sum += history.loss(i);
        }
        return sum / (steps() - from);
    }

    /** What the losses of all steps took: see {@link Work}. */
    public Work work() {
        return new Work(total("forward"), total("backward"));
    }

    /**
     * Evaluations of a velocity, or, of another model, of its loss: one forward and one backward for each step.
     *
     * @param forward values, with or without a tangent
     * @param backward vjps
     */
    public record Work(long forward, long backward) {}

    private long total(String column) {
        var values = history.column(column);
        return LongStream.range(0, values.length)
                .map(i -> (long) values[(int) i])
                .sum();
    }

    /** How long the steps took, with evaluations and checkpoints, those before a resume included. */
    public double seconds() {
        return seconds;
    }

    /** How it was trained. */
    public String settings() {
        return settings;
    }

    /** The name of the random stream that the batches came from. */
    public String seed() {
        return seed;
    }

    /** Why it ended. */
    public Ending ending() {
        return ending;
    }

    @Override
    public String toString() {
        int last = Math.min(100, steps());
        if (last == 0) {
            return "no step, " + settings;
        }
        return String.format(
                Locale.ROOT, "%d steps, loss %.4g (mean of the last %d), %s", steps(), loss(last), last, settings);
    }
}
