package pathline.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Optional;
import pathline.field.Gradient;
import pathline.field.Velocity;
import pathline.objective.Objective;
import pathline.ode.Memory;
import pathline.ode.Scratch;
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
                trainer.listener().step(status());
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
        double rate = trainer.rate().at(state.step());
        try (var scratch = new Scratch()) {
            gradient.clear();
            double loss = loss(queue);
            double norm = descent.norm();
            check(loss, norm, rate);
            double scale = Math.min(1, trainer.clipAt() / (norm + NEAR_ZERO));
            descent.step(state.step() + 1, rate, scale);
            follow();
            state.history().add(loss, norm, rate, (double) (counted.forward() - forward), (double)
                    (counted.backward() - backward));
        }
    }

    private double loss(BatchQueue queue) {
        try {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            var loss = queue.next().loss(counted, gradient);
            if (loss.size() != 1) {
                throw new IllegalArgumentException("A loss must be one number, got shape " + loss.getShape());
            }
            double value = Memory.number(loss);
            queue.release();
            return value;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TrainingException(result(Ending.INTERRUPTED), lastSaved(), e);
        } catch (IllegalArgumentException e) {
            throw e; // a caller's mistake, not a mishap of training
        } catch (RuntimeException e) {
            throw new TrainingException(result(Ending.FAILED), e.getMessage() + lastSaved(), e);
        }
    }

    /** Stops before a step that would spoil the parameters. */
    private void check(double loss, double norm, double rate) {
        boolean finite = Double.isFinite(loss) && Double.isFinite(norm);
        double atFirst = Math.max(1, state.history().largest(Trainer.FIRST_STEPS));
        boolean exploded = state.step() >= Trainer.FIRST_STEPS && Math.abs(loss) > Trainer.EXPLOSION * atFirst;
        if (!finite || exploded) {
            var detail = "Loss " + loss + ", gradient norm " + norm + ", learning rate " + rate;
            throw new TrainingException(result(finite ? Ending.EXPLODED : Ending.NOT_FINITE), detail + lastSaved());
        }
    }

    private String lastSaved() {
        return trainer.checkpoint()
                .map(saving -> savedAt == 0
                        ? "; no checkpoint was written yet"
                        : "; the last checkpoint, of step " + savedAt + ", is " + saving.file())
                .orElse("");
    }

    /** Lets the average follow the parameters. */
    private void follow() {
        state.average().ifPresent(average -> {
            double decay = trainer.decay().orElseThrow();
            average.muli(decay).addi(parameters().mul(1 - decay));
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
        double value = evaluation.value().applyAsDouble(velocity);
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
                checkpoint.orElseThrow().write(state, seconds());
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
        var run = new Run(velocity, state, seconds(), trainer.toString(), rng.toString(), ending);
        trainer.listener().end(run);
        return run;
    }

    private NDArray parameters() {
        return velocity.parameters().flat();
    }
}
