package pathline.train;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import pathline.check.Require;
import pathline.field.Model;
import pathline.field.Velocity;
import pathline.objective.Objective;
import pathline.random.Rng;

/**
 * Fits a model to an objective: a {@link Velocity}, or anything else that has parameters.
 *
 * <pre>
 * var run = Trainer.adam(LearningRate.cosine(2e-3, 1e-5, 5_000).warmUp(100))
 *         .steps(5_000)
 *         .clip(1)
 *         .average(0.999)
 *         .evaluate("error", 500, v -&gt; error(v))
 *         .checkpoint(Path.of("moons.safetensors"), 1_000)
 *         .fit(velocity, objective, rng);
 * </pre>
 *
 * <p>A trainer is a value: each of these methods returns another one.
 *
 * @param optimizer how the gradient becomes a step
 * @param rate how long the steps are
 * @param steps how many
 * @param clipAt the largest Euclidean norm of the gradient; a longer one is scaled down to it
 * @param decay of the running average of the parameters, if one is wanted
 * @param evaluations what is watched
 * @param earlyStop when to end before all steps are made
 * @param checkpoint where and how often the state is saved
 * @param listener receives the status after each step
 */
public record Trainer(
        Adam optimizer,
        LearningRate rate,
        int steps,
        double clipAt,
        OptionalDouble decay,
        List<Evaluation<?>> evaluations,
        Optional<EarlyStop> earlyStop,
        Optional<Saving> checkpoint,
        TrainingListener listener) {

    /** A loss this many times as large as the largest of the first {@value #FIRST_STEPS} steps has exploded. */
    static final int EXPLOSION = 10_000;

    static final int FIRST_STEPS = 20;

    public Trainer {
        Require.nonNull(optimizer, "optimizer");
        Require.nonNull(rate, "rate");
        Require.nonNull(decay, "decay");
        Require.nonNull(Require.nonNull(evaluations, "evaluations").toArray(), "evaluations");
        Require.nonNull(earlyStop, "earlyStop");
        Require.nonNull(checkpoint, "checkpoint");
        Require.nonNull(listener, "listener");
        evaluations = List.copyOf(evaluations);
        if (steps < 1) {
            throw new IllegalArgumentException("A training needs at least 1 step, got " + steps);
        }
        if (!(clipAt > 0)) {
            throw new IllegalArgumentException(
                    "The gradient's norm must be clipped at a positive number, got " + clipAt);
        }
        if (decay.isPresent() && !(decay.getAsDouble() > 0 && decay.getAsDouble() < 1)) {
            throw new IllegalArgumentException(
                    "The average's decay must lie between 0 and 1, such as 0.999, got " + decay.getAsDouble());
        }
        var names = evaluations.stream().map(Evaluation::name).toList();
        if (names.stream().distinct().count() < names.size()) {
            throw new IllegalArgumentException("Evaluations must have names of their own, got " + names);
        }
        if (earlyStop.isPresent() && !names.contains(earlyStop.get().evaluation())) {
            throw new IllegalArgumentException(
                    "No evaluation is called \"" + earlyStop.get().evaluation() + "\" to stop by; there are " + names
                            + ", add it with evaluate(...)");
        }
    }

    /** Adam with a constant rate: 1 000 steps unless changed. */
    public static Trainer adam(double rate) {
        return adam(LearningRate.constant(rate));
    }

    /** Adam with a rate that changes: 1 000 steps unless changed. */
    public static Trainer adam(LearningRate rate) {
        return of(Adam.standard(), rate);
    }

    /** Adam as given, such as AdamW, {@code Adam.decoupled(0.01)}: 1 000 steps unless changed. */
    public static Trainer of(Adam optimizer, LearningRate rate) {
        return new Trainer(
                optimizer,
                rate,
                1_000,
                Double.POSITIVE_INFINITY,
                OptionalDouble.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                status -> {});
    }

    /** The same with another number of steps. */
    public Trainer steps(int count) {
        return new Trainer(optimizer, rate, count, clipAt, decay, evaluations, earlyStop, checkpoint, listener);
    }

    /** The same with gradients of a Euclidean norm above {@code norm} scaled down to it. */
    public Trainer clip(double norm) {
        return new Trainer(optimizer, rate, steps, norm, decay, evaluations, earlyStop, checkpoint, listener);
    }

    /**
     * The same with a running average of the parameters after each step, their weights falling by {@code factor} from each step
     * to the one before: θ' ← {@code factor} θ' + (1 - {@code factor}) θ, divided by what the weights add up to, so that the
     * start, which is not trained, is no part of it. Evaluations then see the average; the model takes it over by
     * {@link Run#takeBest}.
     */
    public Trainer average(double factor) {
        return new Trainer(
                optimizer,
                rate,
                steps,
                clipAt,
                OptionalDouble.of(factor),
                evaluations,
                earlyStop,
                checkpoint,
                listener);
    }

    /** The same, computing one more number of the velocity every so many steps. */
    public Trainer evaluate(String name, int every, ToDoubleFunction<Velocity> value) {
        return evaluate(name, every, Velocity.class, value);
    }

    /**
     * The same, computing one more number of a model of this type every so many steps.
     *
     * <pre>
     * trainer.evaluate("validation", 500, RealNvp.class, model -&gt; model.nll(held))
     * </pre>
     */
    public <M extends Model> Trainer evaluate(
            String name, int every, Class<M> type, ToDoubleFunction<? super M> value) {
        Require.nonNull(value, "value");
        return evaluate(new Evaluation<>(name, every, type, (model, step) -> value.applyAsDouble(model)));
    }

    /** The same, computing one more number. */
    public Trainer evaluate(Evaluation<?> evaluation) {
        var more = new ArrayList<>(evaluations);
        more.add(Require.nonNull(evaluation, "evaluation"));
        return new Trainer(optimizer, rate, steps, clipAt, decay, more, earlyStop, checkpoint, listener);
    }

    /**
     * The same, ending when the evaluation of this name was {@code patience} times in a row no smaller than its best.
     * {@link Run#best} then has the parameters of the best one, and {@link Run#takeBest} hands them to the model.
     */
    public Trainer stopAfter(String evaluation, int patience) {
        var stop = Optional.of(new EarlyStop(evaluation, patience));
        return new Trainer(optimizer, rate, steps, clipAt, decay, evaluations, stop, checkpoint, listener);
    }

    /**
     * The same, saving its state in a file every so many steps and after the last. While it runs no other training can have
     * the same file.
     */
    public Trainer checkpoint(Path file, int every) {
        var saving = Optional.of(new Saving(file, every));
        return new Trainer(optimizer, rate, steps, clipAt, decay, evaluations, earlyStop, saving, listener);
    }

    /** The same with one more listener, which receives the status after each step. */
    public Trainer listener(TrainingListener another) {
        var all = listener.and(another);
        return new Trainer(optimizer, rate, steps, clipAt, decay, evaluations, earlyStop, checkpoint, all);
    }

    /**
     * Fits a velocity, changing its parameters in place; {@link Run#work} counts each of its evaluations.
     *
     * <p>An interrupted thread, as a notebook's stop button makes it, ends the training after the step under way: the run
     * holds what was learned so far, its ending is {@link Ending#INTERRUPTED}, and the thread stays interrupted. Code that
     * goes on with the result asks for {@link Run#whole()}.
     *
     * @param rng where the batches come from; step k, counted from 0, draws from {@code rng.child("batch").child(k)}
     * @throws TrainingException if the loss stops being finite, explodes, or cannot be computed; if the learning rate is no
     *     number, or a step would overflow; if an evaluation, a listener or the writing of a checkpoint fails
     */
    public <V extends Velocity> Run<V> fit(V velocity, Objective<? super Velocity> objective, Rng rng) {
        return run(Task.ofVelocity(velocity, objective), rng, false);
    }

    /** Fits any model in the same way; {@link Run#work} counts its losses. */
    public <M extends Model> Run<M> fit(M model, Objective<? super M> objective, Rng rng) {
        return run(Task.of(model, objective), rng, false);
    }

    /**
     * Continues from the checkpoint where an earlier {@link #fit} left it, and ends where that would have ended, bit for bit.
     * Where there is no file yet, it begins: a command that may be interrupted calls this every time.
     *
     * <p>The file must be of this very training: of the same optimiser, rate, clipping, average, evaluations and early stop, the
     * same objective with the same data, the same architecture, random stream and version of the library; only the number of
     * steps may be another. Each is compared by its {@link pathline.check.Fingerprint}. A lambda in the objective or the rate
     * has none: {@link Objective#named} and {@link LearningRate#named} give it one.
     *
     * @throws IllegalArgumentException if the file is damaged or belongs to another training, if another training is writing
     *     it, or if something in this one has no name to tell it from others by
     * @throws TrainingException like {@link #fit}
     */
    public <V extends Velocity> Run<V> resume(V velocity, Objective<? super Velocity> objective, Rng rng) {
        checkResumable();
        return run(Task.ofVelocity(velocity, objective), rng, true);
    }

    /** Continues the training of any model in the same way. */
    public <M extends Model> Run<M> resume(M model, Objective<? super M> objective, Rng rng) {
        checkResumable();
        return run(Task.of(model, objective), rng, true);
    }

    private void checkResumable() {
        if (checkpoint.isEmpty()) {
            throw new IllegalStateException(
                    "There is nothing to resume from; name the file with checkpoint(file, every)");
        }
    }

    private <M extends Model> Run<M> run(Task<M> task, Rng rng, boolean resume) {
        Require.nonNull(rng, "rng");
        var model = task.model();
        if (model.parameters().count() == 0) {
            throw new IllegalArgumentException(model + " has no parameters to fit");
        }
        evaluations.forEach(evaluation -> evaluation.check(model));
        if (checkpoint.isEmpty()) {
            return run(task, rng, Optional.empty(), false);
        }
        var identity = Identity.of(this, model, task.objective(), rng);
        if (resume) {
            identity.checkNamed();
        }
        var file = checkpoint.get().file();
        try (var saver = Saver.of(file)) {
            var own = Optional.of(new Checkpoint(saver.file(), identity.entries()));
            return run(task, rng, own, resume && Files.exists(file));
        }
    }

    private <M extends Model> Run<M> run(Task<M> task, Rng rng, Optional<Checkpoint> file, boolean restore) {
        var parameters = task.model().parameters();
        try (var manager = parameters.flat().getManager().newSubManager()) {
            var state = new State(this, parameters, manager);
            if (restore) {
                file.orElseThrow().read(state);
            }
            if (state.step() > steps) {
                throw new IllegalArgumentException("The checkpoint is of step " + state.step()
                        + ", but this training has " + steps + " steps; ask for more");
            }
            return new Loop<>(this, task, rng, state, file, manager).run();
        }
    }

    /** What decides the numbers, the count of steps apart: what a checkpoint must agree with. */
    String settings() {
        return optimizer + "; " + Settings.name(rate)
                + (Double.isInfinite(clipAt) ? "" : "; gradient clipped at " + clipAt)
                + (decay.isPresent() ? "; parameters averaged with decay " + decay.getAsDouble() : "")
                + earlyStop
                        .map(stop -> "; best \"" + stop.evaluation() + "\", patience " + stop.patience())
                        .orElse("");
    }

    @Override
    public String toString() {
        return steps + " steps; " + settings();
    }
}
