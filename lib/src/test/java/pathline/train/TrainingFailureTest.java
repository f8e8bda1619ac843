package pathline.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
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
    private static Objective spoiled(int from, double factor) {
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
    void aGradientThatIsNotFiniteStopsToo() {
        Objective bad = (own, type, rng) -> (v, into) -> {
            into.flat().addi(Float.POSITIVE_INFINITY);
            return own.create(1f);
        };
        var failure =
                assertThrows(TrainingException.class, () -> Trainer.adam(1).fit(velocity, bad, RNG));
        assertEquals(Ending.NOT_FINITE, failure.ending());
        assertEquals(0, failure.run().steps());
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
        Objective failing = (own, type, rng) -> {
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
        Objective interrupting = (own, type, rng) -> {
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
    }
}
