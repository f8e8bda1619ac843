package pathline.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import pathline.field.BlockTangents;
import pathline.field.BlockVelocity;
import pathline.field.LinearField;
import pathline.field.Velocity;
import pathline.field.VelocityMlp;
import pathline.objective.Objective;
import pathline.random.Rng;

class TrainerTest {

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

    @Test
    void theLossFalls() {
        var untrained = velocity.copy();
        double before = new Swirl(1_000).loss(velocity, Rng.of(1));
        var run = Trainer.adam(1e-2).steps(400).fit(velocity, new Swirl(64), RNG);
        double after = new Swirl(1_000).loss(velocity, Rng.of(1));
        // The mean of |u|² is 2 E t² = 2/3, which a velocity of zero would reach; a hundredth of it is learned.
        assertTrue(before > 0.5, "before " + before);
        assertTrue(after < 0.01, "after " + after);
        assertEquals(before, new Swirl(1_000).loss(untrained, Rng.of(1)));
        assertEquals(400, run.steps());
        assertEquals(Ending.ALL_STEPS, run.ending());
    }

    @Test
    void theHistoryHasARowForEveryStep() {
        var run = Trainer.adam(LearningRate.cosine(1e-2, 0, 30)).steps(30).fit(velocity, new Swirl(8), RNG);
        var table = run.history();
        assertEquals(30, table.rowCount());
        assertEquals(
                List.of("step", "loss", "gradient norm", "learning rate", "forward", "backward"), table.columnNames());
        assertEquals(1, table.longColumn("step").get(0));
        assertEquals(5e-3, table.doubleColumn("learning rate").getDouble(15), 1e-12);
        assertEquals(1, table.longColumn("forward").get(7));
        assertEquals(new Run.Work(30, 30), run.work());
        assertEquals(table.doubleColumn("loss").last(10).mean(), run.loss(10), 1e-12);
    }

    @Test
    void theSameSeedGivesTheSameWeightsHoweverBusyTheSecondCoreIs() {
        var quiet = Trainer.adam(1e-2).steps(60).fit(velocity, new Swirl(16), RNG);
        var weights = velocity.parameters().flat().toFloatArray();
        var draws = new AtomicInteger();
        Objective<Velocity> uneven = (own, type, rng) -> {
            if (draws.incrementAndGet() % 7 == 0) {
                pause(); // the queue runs empty now and then
            }
            return new Swirl(16).draw(own, type, rng);
        };
        var other = Swirl.net(manager);
        var busy = Trainer.adam(1e-2).steps(60).fit(other, uneven, RNG);
        assertArrayEquals(weights, other.parameters().flat().toFloatArray());
        assertArrayEquals(losses(quiet), losses(busy));
        var third = Swirl.net(manager);
        Trainer.adam(1e-2).steps(60).fit(third, new Swirl(16), RNG.child("another"));
        assertFalse(Arrays.equals(weights, third.parameters().flat().toFloatArray()));
    }

    private static void pause() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static double[] losses(Run<?> run) {
        return run.history().doubleColumn("loss").asDoubleArray();
    }

    @Test
    void aClippedGradientIsAsLongAsAllowedAndPointsTheSameWay() {
        // With beta1 = beta2 = 0, m = g and s = g²; with a huge epsilon the step is rate g / epsilon.
        var trainer = Trainer.of(Adam.standard().betas(0, 0).epsilon(1e6), LearningRate.constant(1e6))
                .steps(1);
        var start = velocity.parameters().flat().toFloatArray();
        var run = trainer.fit(velocity, new Swirl(64), RNG);
        var free = moved(start, velocity);
        var other = Swirl.net(manager);
        trainer.clip(0.25).fit(other, new Swirl(64), RNG);
        var clipped = moved(start, other);
        double norm = run.history().doubleColumn("gradient norm").get(0);
        assertTrue(norm > 0.5, "the gradient must be long enough to be clipped, it is " + norm);
        assertEquals(norm, length(free), 1e-4 * norm); // differences of float32 weights of size 1
        assertEquals(0.25, length(clipped), 1e-4 * norm);
        for (int i = 0; i < free.length; i++) {
            assertEquals(free[i] * 0.25 / norm, clipped[i], 1e-6);
        }
    }

    private static double[] moved(float[] from, VelocityMlp velocity) {
        var to = velocity.parameters().flat().toFloatArray();
        var difference = new double[from.length];
        for (int i = 0; i < from.length; i++) {
            difference[i] = (double) from[i] - to[i];
        }
        return difference;
    }

    private static double length(double[] vector) {
        return Math.sqrt(Arrays.stream(vector).map(v -> v * v).sum());
    }

    @Test
    void theAverageFollowsTheParametersAndIsWhatIsEvaluated() {
        var expected = new double[(int) velocity.parameters().count()]; // the start is no part of it
        var trainer = Trainer.adam(1e-2).average(0.8);
        var seen = new ArrayList<Double>();
        var run = trainer.steps(6)
                .evaluate("first", 2, v -> {
                    seen.add((double) v.parameters().flat().getFloat(0));
                    return seen.get(seen.size() - 1);
                })
                .fit(velocity, new Swirl(16), RNG);
        for (int k = 1; k <= 6; k++) { // the same training anew, stopped after each step
            var other = Swirl.net(manager);
            Trainer.adam(1e-2).steps(k).fit(other, new Swirl(16), RNG);
            var weights = other.parameters().flat().toFloatArray();
            for (int i = 0; i < expected.length; i++) {
                expected[i] = 0.8 * expected[i] + 0.2 * weights[i];
            }
            if (k % 2 == 0) {
                assertEquals(expected[0] / (1 - Math.pow(0.8, k)), seen.get(k / 2 - 1), 1e-6);
            }
        }
        var average = run.average().toType(DataType.FLOAT64, false).toDoubleArray();
        var corrected =
                Arrays.stream(expected).map(sum -> sum / (1 - Math.pow(0.8, 6))).toArray();
        assertArrayEquals(corrected, average, 1e-6); // float32 rounding of weights of size 1
        assertNotEquals(average[0], velocity.parameters().flat().getFloat(0), 1e-4);
        assertEquals(3, run.evaluations().rowCount());
        assertEquals(6, run.evaluations().longColumn("step").get(2));
    }

    @Test
    void anEvaluationThatFailsLeavesTheTrainedParameters() {
        var trainer = Trainer.adam(1e-2).average(0.5).steps(4).evaluate("broken", 4, v -> {
            throw new ArithmeticException("planted");
        });
        var failure = assertThrows(TrainingException.class, () -> trainer.fit(velocity, new Swirl(8), RNG));
        assertEquals(ArithmeticException.class, failure.getCause().getClass());
        assertEquals(Ending.EVALUATION_FAILED, failure.ending());
        assertEquals(4, failure.run().steps());
        assertTrue(failure.getMessage().startsWith("Step 4:"), failure.getMessage());
        assertTrue(failure.getMessage().contains("\"broken\""), failure.getMessage());
        var other = Swirl.net(manager);
        Trainer.adam(1e-2).steps(4).fit(other, new Swirl(8), RNG);
        assertEquals(other.parameters().flat(), velocity.parameters().flat());
    }

    @Test
    void stopsWhenAnEvaluationNoLongerImproves() {
        double[] values = {5, 4, 6, 3, 3, 7, 8, 9};
        var count = new AtomicInteger();
        var weights = new ArrayList<float[]>();
        var run = Trainer.adam(1e-2)
                .steps(1_000)
                .evaluate("score", 10, v -> {
                    weights.add(v.parameters().flat().toFloatArray());
                    return values[count.getAndIncrement()];
                })
                .stopAfter("score", 3)
                .fit(velocity, new Swirl(8), RNG);
        assertEquals(Ending.EARLY_STOP, run.ending());
        assertEquals(70, run.steps());
        assertArrayEquals(weights.get(3), run.best().toFloatArray());
    }

    @Test
    void theListenerHearsOfEveryStep() {
        var heard = new ArrayList<Status>();
        var ended = new ArrayList<Run<?>>();
        var listener = new TrainingListener() {
            @Override
            public void step(Status status) {
                heard.add(status);
            }

            @Override
            public void end(Run<?> run) {
                ended.add(run);
            }
        };
        var run = Trainer.adam(1e-2).steps(5).listener(listener).fit(velocity, new Swirl(8), RNG);
        assertEquals(List.of(run), ended);
        assertEquals(5, heard.size());
        assertEquals(3, heard.get(2).step());
        assertEquals(5, heard.get(2).steps());
        assertEquals(losses(run)[2], heard.get(2).loss());
        assertEquals(0, heard.get(4).secondsLeft());
        assertEquals(heard.get(3).seconds() / 4, heard.get(3).secondsLeft(), 1e-9);
    }

    @Test
    void anyVelocityIsTrainedInItsOwnType() {
        var precise = VelocityMlp.of(2, 16).type(DataType.FLOAT64).init(RNG, manager);
        var run = Trainer.adam(1e-2).average(0.9).clip(1).steps(300).fit(precise, new Swirl(32), RNG);
        assertEquals(DataType.FLOAT64, run.average().getDataType());
        assertTrue(run.loss(20) < 0.1, run.toString());
        var block = new SequentialBlock()
                .add(Linear.builder().setUnits(16).build())
                .add(ai.djl.nn.Activation::tanh)
                .add(Linear.builder().setUnits(2).build());
        block.initialize(manager, DataType.FLOAT32, new Shape(1, 3));
        var ofBlock = BlockVelocity.concatenated(block, 2, BlockTangents.refused());
        var blockRun = Trainer.adam(1e-2).steps(300).fit(ofBlock, new Swirl(32), RNG);
        assertTrue(blockRun.loss(20) < 0.2, blockRun.toString());
    }

    @Test
    void aCallersMistakeIsRefusedAtOnce() {
        assertThrows(IllegalArgumentException.class, () -> Trainer.adam(1e-2).steps(0));
        assertThrows(IllegalArgumentException.class, () -> Trainer.adam(1e-2).clip(0));
        assertThrows(IllegalArgumentException.class, () -> Trainer.adam(1e-2).average(1));
        assertThrows(IllegalArgumentException.class, () -> Trainer.adam(1e-2).stopAfter("score", 3));
        assertThrows(IllegalArgumentException.class, () -> Trainer.adam(1e-2).evaluate("a", 0, v -> 0));
        var linear = LinearField.of(new double[][] {{1}});
        assertThrows(IllegalArgumentException.class, () -> Trainer.adam(1).fit(linear, new Swirl(8), RNG));
        Objective<Velocity> many = (own, type, rng) -> (v, into) -> own.zeros(new Shape(2));
        assertThrows(TrainingException.class, () -> Trainer.adam(1).fit(velocity, many, RNG));
        assertThrows(IllegalStateException.class, () -> Trainer.adam(1).resume(velocity, many, RNG));
    }
}
