package pathline.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.io.UncheckedIOException;
import java.util.Optional;
import pathline.array.HostMemory;
import pathline.array.Scratch;
import pathline.check.Require;
import pathline.check.RequireArray;
import pathline.field.Gradient;
import pathline.field.Velocity;
import pathline.objective.Objective;
import pathline.random.Rng;

/** One training under way: batch, gradient, step, and what is due after it. */
final class Loop {

    private static final double NEAR_ZERO = 1e-6; // keeps the clipping's division safe; PyTorch's value

    private final Trainer trainer;
    private final Velocity velocity;
    private final Rng rng;
    private final State state;
    private final Optional<Checkpoint> checkpoint;
    private final Counted counted;
    private final Gradient gradient;
    private final Descent descent;
    private final NDManager manager;
    private final long begun = System.nanoTime();
    private final int first;
    private int savedAt;

    Loop(Trainer trainer, Velocity velocity, Rng rng, State state, Optional<Checkpoint> checkpoint, NDManager manager) {
        this.trainer = trainer;
        this.velocity = velocity;
        this.rng = rng;
        this.state = state;
        this.checkpoint = checkpoint;
        this.counted = new Counted(velocity);
        this.gradient = velocity.parameters().gradient(manager);
        this.descent = Descent.of(trainer.optimizer(), parameters(), gradient.flat(), state.moments());
        this.manager = manager;
        this.first = state.step();
        this.savedAt = state.step();
    }

    /** Trains to the end; a training whose thread is interrupted returns what it has made, and leaves the thread interrupted. */
    Run run(Objective objective) {
        try {
            return trained(objective);
        } catch (TrainingException failure) {
            if (failure.ending() != Ending.INTERRUPTED) {
                throw failure;
            }
            return failure.run();
        }
    }

    private Run trained(Objective objective) {
        var type = velocity.parameters().type();
        var batches = rng.child("batch");
        try (var queue = new BatchQueue(objective, manager, type, batches, first, trainer.steps())) {
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

    private void step(BatchQueue queue) {
        long forward = counted.forward();
        long backward = counted.backward();
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
            state.history().add(loss, norm, rate, (double) (counted.forward() - forward), (double)
                    (counted.backward() - backward));
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
        boolean wide = velocity.parameters().type() == DataType.FLOAT64;
        if (!(rate >= 0 && rate <= (wide ? Double.MAX_VALUE : Float.MAX_VALUE))) {
            throw failed(Ending.RATE, "It is " + rate + " at(" + state.step() + ")");
        }
        return rate;
    }

    private double loss(BatchQueue queue) {
        try {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            var batch = Require.nonNull(queue.next(), "the batch that was drawn");
            var loss = RequireArray.real(batch.loss(counted, gradient), "the loss");
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
                state.average().ifPresent(velocity.parameters()::set);
                due.forEach(this::evaluate);
            } finally {
                velocity.parameters().set(trained);
            }
        }
    }

    private void evaluate(Evaluation evaluation) {
        double value;
        try {
            value = evaluation.value().applyAsDouble(velocity);
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

    private Run result(Ending ending) {
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

    private Run made(Ending ending) {
        return new Run(velocity, state, seconds(), trainer.toString(), rng.toString(), ending);
    }

    private NDArray parameters() {
        return velocity.parameters().flat();
    }
}
