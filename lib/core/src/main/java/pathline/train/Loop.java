package pathline.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.io.UncheckedIOException;
import java.util.Optional;
import pathline.array.HostMemory;
import pathline.array.Scratch;
import pathline.check.RequireArray;
import pathline.field.Gradient;
import pathline.field.Model;
import pathline.objective.Batch;
import pathline.random.Rng;

/** One training under way: batch, gradient, step, and what is due after it. */
final class Loop<M extends Model> {

    private static final double NEAR_ZERO = 1e-6; // keeps the clipping's division safe; PyTorch's value

    private final Trainer trainer;
    private final Task<M> task;
    private final M model;
    private final Rng rng;
    private final State state;
    private final Optional<Checkpoint> checkpoint;
    private final Gradient gradient;
    private final Descent descent;
    private final NDManager manager;
    private final long begun = System.nanoTime();
    private final int first;
    private int savedAt;
    private Optional<Run<M>> failed = Optional.empty();

    Loop(Trainer trainer, Task<M> task, Rng rng, State state, Optional<Checkpoint> checkpoint, NDManager manager) {
        this.trainer = trainer;
        this.task = task;
        this.model = task.model();
        this.rng = rng;
        this.state = state;
        this.checkpoint = checkpoint;
        this.gradient = model.parameters().gradient(manager);
        this.descent = Descent.of(trainer.optimizer(), parameters(), gradient, state.moments());
        this.manager = manager;
        this.first = state.step();
        this.savedAt = state.step();
    }

    /** Trains to the end; a training whose thread is interrupted returns what it has made, and leaves the thread interrupted. */
    Run<M> run() {
        try {
            return trained();
        } catch (TrainingException failure) {
            if (failure.ending() != Ending.INTERRUPTED) {
                throw failure;
            }
            return failed.orElseThrow();
        }
    }

    private Run<M> trained() {
        var type = model.parameters().type();
        var batches = rng.child("batch");
        try (var queue = new BatchQueue<M>(task.counted(), manager, type, batches, first, trainer.steps())) {
            while (state.step() < trainer.steps() && !exhausted()) {
                step(queue);
                evaluate();
                save();
                tell(() -> trainer.listener().step(status()));
            }
        }
        return result(exhausted() ? Ending.EARLY_STOP : Ending.ALL_STEPS);
    }

    /** Whether the evaluation that may end the training has failed to improve too often. */
    private boolean exhausted() {
        return trainer.earlyStop()
                .filter(stop -> state.failures() >= stop.patience())
                .isPresent();
    }

    private void step(BatchQueue<M> queue) {
        long forward = task.forward().getAsLong();
        long backward = task.backward().getAsLong();
        double rate = rate();
        try (var scratch = new Scratch()) {
            gradient.clear();
            double loss = loss(queue);
            double norm = descent.norm();
            check(loss, norm, rate);
            double scale = Math.min(1, trainer.clipAt() / (norm + NEAR_ZERO));
            var trouble = descent.step(state.step() + 1, rate, scale);
            if (trouble.isPresent()) {
                throw failed(Ending.OVERFLOW, trouble.get() + " " + numbers(loss, norm, rate));
            }
            double forwards = task.forward().getAsLong() - forward;
            double backwards = task.backward().getAsLong() - backward;
            state.history().add(loss, norm, rate, forwards, backwards);
            follow();
        }
    }

    /** The rate of the step, which the parameters' type must be able to say. */
    private double rate() {
        double rate;
        try {
            rate = trainer.rate().at(state.step());
        } catch (RuntimeException e) {
            throw failed(Ending.RATE, "It is " + trainer.rate() + ": " + e, e);
        }
        boolean wide = model.parameters().type() == DataType.FLOAT64;
        if (!(rate >= 0 && rate <= (wide ? Double.MAX_VALUE : Float.MAX_VALUE))) {
            throw failed(Ending.RATE, "It is " + rate + " at(" + state.step() + ")");
        }
        return rate;
    }

    private double loss(BatchQueue<M> queue) {
        try {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            var batch = queue.next();
            var loss = RequireArray.real(inTraining(batch), "the loss");
            if (loss.size() != 1) {
                throw new IllegalArgumentException("A loss must be one number, got shape " + loss.getShape());
            }
            double value = HostMemory.number(loss);
            queue.release();
            return value;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed(Ending.INTERRUPTED, "", e);
        } catch (RuntimeException e) {
            throw failed(Ending.FAILED, String.valueOf(e.getMessage()), e);
        }
    }

    /** The loss and its gradient, with the model in training mode. */
    private NDArray inTraining(Batch<? super M> batch) {
        model.training(true);
        try {
            return batch.loss(model, gradient);
        } finally {
            model.training(false);
        }
    }

    /** Stops before a step that would spoil the parameters. */
    private void check(double loss, double norm, double rate) {
        boolean finite = Double.isFinite(loss) && Double.isFinite(norm);
        double atFirst = Math.max(1, state.history().largest(Trainer.FIRST_STEPS));
        boolean exploded = state.step() >= Trainer.FIRST_STEPS && Math.abs(loss) > Trainer.EXPLOSION * atFirst;
        if (!finite || exploded) {
            throw failed(finite ? Ending.EXPLODED : Ending.NOT_FINITE, numbers(loss, norm, rate));
        }
    }

    private static String numbers(double loss, double norm, double rate) {
        return "Loss " + loss + ", gradient norm " + norm + ", learning rate " + rate;
    }

    /** A failure in the step that comes next, or, where the ending says so, after the last one. */
    private TrainingException failed(Ending ending, String detail, Throwable... cause) {
        int step = ending.isAfterStep() ? state.step() : state.step() + 1;
        var run = made(ending);
        failed = Optional.of(run);
        var failure = new TrainingException(run, step, detail + lastSaved(), cause);
        try {
            trainer.listener().end(run);
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
        return failure;
    }

    private String lastSaved() {
        return trainer.checkpoint()
                .map(saving -> savedAt == 0
                        ? "; no checkpoint was written yet"
                        : "; the last checkpoint, of step " + savedAt + ", is " + saving.file())
                .orElse("");
    }

    /**
     * Lets the average follow the parameters. It is that of the parameters after steps 1, ..., k, with weights that fall by
     * the decay d from each to the one before and add up to 1: the newest has (1 - d) / (1 - d^k) of it.
     */
    private void follow() {
        state.average().ifPresent(average -> {
            double decay = trainer.decay().orElseThrow();
            double share = (1 - decay) / (1 - Math.pow(decay, state.step()));
            average.muli(1 - share).addi(parameters().mul(share));
        });
    }

    /** Computes what is due, of the average where there is one. */
    private void evaluate() {
        var due = trainer.evaluations().stream()
                .filter(evaluation -> state.step() % evaluation.every() == 0)
                .toList();
        if (due.isEmpty()) {
            return;
        }
        try (var scratch = new Scratch()) {
            var trained = parameters().duplicate();
            try {
                state.average().ifPresent(model.parameters()::set);
                due.forEach(this::evaluate);
            } finally {
                model.parameters().set(trained);
            }
        }
    }

    private void evaluate(Evaluation<?> evaluation) {
        double value;
        try {
            value = evaluation.of(model, state.step());
        } catch (RuntimeException e) {
            throw failed(Ending.EVALUATION_FAILED, "\"" + evaluation.name() + "\": " + e, e);
        }
        state.history().add(new History.Entry(state.step(), evaluation.name(), value));
        if (trainer.earlyStop().isPresent()
                && trainer.earlyStop().get().evaluation().equals(evaluation.name())) {
            state.judge(value);
        }
    }

    private void save() {
        trainer.checkpoint().ifPresent(saving -> {
            if (state.step() % saving.every() == 0 || state.step() == trainer.steps() || exhausted()) {
                descent.settle();
                try {
                    checkpoint.orElseThrow().write(state, seconds());
                } catch (UncheckedIOException e) {
                    throw failed(Ending.NOT_SAVED, String.valueOf(e.getMessage()), e);
                }
                savedAt = state.step();
            }
        });
    }

    private Status status() {
        double spent = seconds() - state.seconds();
        double left = spent / (state.step() - first) * (trainer.steps() - state.step());
        return new Status(state.step(), trainer.steps(), state.history().loss(state.step() - 1), spent, left);
    }

    /** With those before a resume. */
    private double seconds() {
        return state.seconds() + (System.nanoTime() - begun) * 1e-9;
    }

    private Run<M> result(Ending ending) {
        var run = made(ending);
        tell(() -> trainer.listener().end(run));
        return run;
    }

    private void tell(Runnable news) {
        try {
            news.run();
        } catch (RuntimeException e) {
            throw failed(Ending.LISTENER_FAILED, String.valueOf(e), e);
        }
    }

    private Run<M> made(Ending ending) {
        return new Run<>(model, state, seconds(), trainer.toString(), rng.toString(), ending);
    }

    private NDArray parameters() {
        return model.parameters().flat();
    }
}
