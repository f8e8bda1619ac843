package pathline.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import pathline.field.Velocity;
import pathline.field.VelocityMlp;
import pathline.objective.Objective;
import pathline.random.Rng;

/** A training that goes wrong stops at the step where it did, with the parameters from before. */
class TrainingFailureTest {

    private static final Rng RNG = Swirl.RNG.child("training");

    private NDManager manager;
    private VelocityMlp velocity;

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager();
        velocity = Swirl.net(manager);
    }

    @AfterEach
    void close() {
        manager.close();
    }

    /** A regression whose loss is multiplied from some step on. Losses are computed in order, unlike batches. */
    private static Objective<Velocity> spoiled(int from, double factor) {
        var losses = new AtomicInteger();
        return (own, type, rng) -> {
            var batch = new Swirl(8).draw(own, type, rng);
            return (v, into) -> {
                NDArray loss = batch.loss(v, into);
                return losses.getAndIncrement() >= from ? loss.mul(factor) : loss;
            };
        };
    }

    @Test
    void aLossThatIsNotANumberStopsBeforeItSpoilsTheParameters() {
        var failure = assertThrows(
                TrainingException.class,
                () -> Trainer.adam(1e-2).steps(100).fit(velocity, spoiled(42, Double.NaN), RNG));
        assertEquals(Ending.NOT_FINITE, failure.ending());
        assertEquals(42, failure.run().steps());
        assertTrue(failure.getMessage().startsWith("Step 43:"), failure.getMessage());
        var other = Swirl.net(manager);
        Trainer.adam(1e-2).steps(42).fit(other, new Swirl(8), RNG);
        assertEquals(other.parameters().flat(), velocity.parameters().flat());
    }

    @Test
    void anObjectiveThatRefusesItsArgumentsIsToldWithStepAndRun() {
        var draws = new AtomicInteger();
        Objective<Velocity> refusing = (own, type, rng) -> {
            var batch = new Swirl(8).draw(own, type, rng);
            return (v, into) -> {
                if (draws.getAndIncrement() == 5) {
                    throw new IllegalArgumentException("n must be even");
                }
                return batch.loss(v, into);
            };
        };
        var failure = assertThrows(
                TrainingException.class, () -> Trainer.adam(1e-2).steps(20).fit(velocity, refusing, RNG));
        assertEquals(Ending.FAILED, failure.ending());
        assertEquals(5, failure.run().steps());
        assertTrue(failure.getMessage().startsWith("Step 6:"), failure.getMessage());
        assertTrue(failure.getMessage().contains("n must be even"), failure.getMessage());
        assertEquals(IllegalArgumentException.class, failure.getCause().getClass());
    }

    @Test
    void anObjectiveWithoutABatchOrWithoutANumberIsToldSo() {
        refuses("the batch that was drawn is null", (own, type, rng) -> null);
        refuses("the loss is null", (own, type, rng) -> (v, into) -> null);
        refuses("the loss is int32", (own, type, rng) -> (v, into) -> own.create(1));
        refuses("the loss is string", (own, type, rng) -> (v, into) -> own.create(new String[] {"a"}));
    }

    private void refuses(String reason, Objective<Velocity> objective) {
        var failure =
                assertThrows(TrainingException.class, () -> Trainer.adam(1).fit(velocity, objective, RNG));
        assertTrue(failure.getMessage().contains(reason), failure.getMessage());
        assertTrue(
                assertThrows(IllegalArgumentException.class, () -> objective.loss(velocity, RNG))
                        .getMessage()
                        .contains(reason),
                reason);
    }

    @Test
    void aGradientThatIsNotFiniteStopsToo() {
        Objective<Velocity> bad = (own, type, rng) -> (v, into) -> {
            into.flat().addi(Float.POSITIVE_INFINITY);
            return own.create(1f);
        };
        var failure =
                assertThrows(TrainingException.class, () -> Trainer.adam(1).fit(velocity, bad, RNG));
        assertEquals(Ending.NOT_FINITE, failure.ending());
        assertEquals(0, failure.run().steps());
    }

    private void refusesRate(int step, Ending ending, LearningRate rate) {
        refusesRate(step, ending, Adam.standard(), rate);
    }

    private void refusesRate(int step, Ending ending, Adam adam, LearningRate rate) {
        var net = Swirl.net(manager);
        var failure = assertThrows(
                TrainingException.class, () -> Trainer.of(adam, rate).steps(10).fit(net, new Swirl(8), RNG));
        assertEquals(ending, failure.ending(), failure.getMessage());
        assertEquals(step - 1, failure.run().steps());
        var before = Swirl.net(manager);
        if (step > 1) {
            Trainer.of(adam, rate).steps(step - 1).fit(before, new Swirl(8), RNG);
        }
        assertEquals(before.parameters().flat(), net.parameters().flat());
    }

    @Test
    void aRateThatIsNoNumberStopsWithTheParametersFromBefore() {
        refusesRate(1, Ending.RATE, k -> 1 / Math.sqrt((double) k));
        refusesRate(10, Ending.RATE, k -> k == 9 ? Double.NaN : 1e-2);
        refusesRate(4, Ending.RATE, k -> k == 3 ? -1e-3 : 1e-2);
        refusesRate(1, Ending.RATE, k -> 1e39);
        refusesRate(3, Ending.OVERFLOW, Adam.decoupled(10), k -> k == 2 ? 3e38 : 1e-2);
    }

    @Test
    void aGradientWhoseSquareOverflowsIsSaid() {
        for (var type : List.of(DataType.FLOAT32, DataType.FLOAT64)) {
            var net = VelocityMlp.of(2, 4).type(type).init(Rng.of(1), manager);
            var before = net.parameters().flat().duplicate();
            double huge = type == DataType.FLOAT32 ? 1e25 : 1e200;
            Objective<Velocity> steep = (own, t, rng) -> (v, into) -> {
                into.flat().addi(huge);
                return own.create(1f);
            };
            var failure = assertThrows(
                    TrainingException.class, () -> Trainer.adam(1e-2).fit(net, steep, RNG));
            boolean wide = type == DataType.FLOAT64; // whose norm overflows first
            assertEquals(wide ? Ending.NOT_FINITE : Ending.OVERFLOW, failure.ending());
            assertTrue(wide || failure.getMessage().contains("square overflows"), failure.getMessage());
            assertEquals(before, net.parameters().flat());
        }
    }

    @Test
    void aRunWithoutAStepHasNoLoss() {
        Objective<Velocity> bad = (own, type, rng) -> (v, into) -> own.create(Float.NaN);
        var failure =
                assertThrows(TrainingException.class, () -> Trainer.adam(1).fit(velocity, bad, RNG));
        assertThrows(IllegalStateException.class, () -> failure.run().loss(10));
        assertTrue(failure.run().toString().startsWith("no step"), failure.run().toString());
        var run = Trainer.adam(1e-2).steps(2).fit(velocity, new Swirl(8), RNG);
        assertThrows(IllegalArgumentException.class, () -> run.loss(0));
    }

    /** What was judged: the average after two steps is (d θ1 + θ2) / (1 + d). */
    @Test
    void theBestIsHandedOut() {
        var run = Trainer.adam(1e-2).average(0.5).steps(2).fit(velocity, new Swirl(8), RNG);
        var average = run.average().duplicate();
        assertNotEquals(average, velocity.parameters().flat());
        assertEquals(velocity, run.takeBest());
        assertEquals(average, velocity.parameters().flat());
        var count = new AtomicInteger();
        var best = Trainer.adam(1e-2)
                .steps(6)
                .evaluate("score", 2, v -> count.getAndIncrement())
                .stopAfter("score", 9)
                .fit(velocity, new Swirl(8), RNG);
        best.takeBest();
        assertEquals(best.best(), velocity.parameters().flat());
    }

    @Test
    void aLossThatExplodesStops() {
        var failure =
                assertThrows(TrainingException.class, () -> Trainer.adam(1e-2).fit(velocity, spoiled(50, 1e9), RNG));
        assertEquals(Ending.EXPLODED, failure.ending());
        assertEquals(50, failure.run().steps());
    }

    @Test
    void aFailureOfTheObjectiveKeepsTheRun() {
        Objective<Velocity> failing = (own, type, rng) -> {
            if (Swirl.isBatch(10, RNG, rng)) {
                throw new ArithmeticException("no plan");
            }
            return new Swirl(8).draw(own, type, rng);
        };
        var failure =
                assertThrows(TrainingException.class, () -> Trainer.adam(1e-2).fit(velocity, failing, RNG));
        assertEquals(Ending.FAILED, failure.ending());
        assertEquals(10, failure.run().steps());
        assertTrue(failure.getMessage().contains("no plan"), failure.getMessage());
    }

    @Test
    void anInterruptedTrainingReturnsWhatItHas() {
        Objective<Velocity> interrupting = (own, type, rng) -> {
            var batch = new Swirl(8).draw(own, type, rng);
            return (v, into) -> {
                Thread.currentThread().interrupt();
                return batch.loss(v, into);
            };
        };
        var run = Trainer.adam(1e-2).fit(velocity, interrupting, RNG);
        assertTrue(Thread.interrupted());
        assertEquals(Ending.INTERRUPTED, run.ending());
        assertEquals(1, run.steps());
        assertSame(run, assertThrows(TrainingException.class, run::whole).run(), "a study does not go on with a part");
    }
}
