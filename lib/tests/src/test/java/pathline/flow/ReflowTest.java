package pathline.flow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import pathline.coupling.Pairs;
import pathline.distribution.Gaussian;
import pathline.distribution.SampleMean;
import pathline.field.LinearField;
import pathline.field.VelocityMlp;
import pathline.metric.Straightness;
import pathline.objective.ConditionalFlowMatching;
import pathline.objective.MarginalFlowMatching;
import pathline.objective.PairedFlowMatching;
import pathline.ode.OdeSolver;
import pathline.ode.Tableaus;
import pathline.path.AffinePath;
import pathline.path.MarginalVelocity;
import pathline.path.Schedule;
import pathline.random.Rng;
import pathline.train.LearningRate;
import pathline.train.Trainer;

/** Reflow of flows between Gaussians, where all is known: the flow of independent pairs is z1 = m1 + s1 (z0 - m0). */
class ReflowTest {

    private static final AffinePath LINE = AffinePath.of(Schedule.linear());
    private static final OdeSolver DOPRI5 = OdeSolver.adaptive(Tableaus.DOPRI5, 1e-8, 1e-8);
    private static final Gaussian LEFT = Gaussian.isotropic(new double[] {-2, 0}, 1);
    private static final Gaussian RIGHT = Gaussian.isotropic(new double[] {2, 0}, 1);
    private static final Gaussian FLAT = Gaussian.diagonal(new double[] {2, 1}, new double[] {2, 0.5});

    private final NDManager manager = NDManager.newBaseManager();

    /** Trains a small net for a second or two. */
    private final Reflow.Fit fit = (objective, rng) -> Trainer.adam(LearningRate.cosine(1e-2, 1e-4, 1_500))
            .steps(1_500)
            .fit(
                    VelocityMlp.of(2, 16).type(DataType.FLOAT64).init(rng.child("net"), manager),
                    objective,
                    rng.child("batches"))
            .model();

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void pairsAreTheEndsOfTheFlow() {
        var field = MarginalVelocity.of(LINE, LEFT, FLAT);
        var reflow = Reflow.of(LEFT, DOPRI5, 40);
        var pairs = reflow.pairs(field, Rng.of(3));
        assertArrayEquals(
                LEFT.sample(manager, DataType.FLOAT64, 40, Rng.of(3)).toDoubleArray(),
                pairs.x0().toDoubleArray());
        for (int i = 0; i < 40; i++) {
            assertEquals(2 + 2 * (pairs.x0().getDouble(i, 0) + 2), pairs.x1().getDouble(i, 0), 1e-6);
            assertEquals(1 + 0.5 * pairs.x0().getDouble(i, 1), pairs.x1().getDouble(i, 1), 1e-6);
        }
        assertEquals(40, reflow.pairs(field, Rng.of(3)).size());
        assertThrows(IllegalArgumentException.class, () -> Reflow.of(LEFT, DOPRI5, 0));
    }

    /** A float32 velocity is solved in float32, in parts that together are all points. */
    @Test
    void manyPairsAreMadeInParts() {
        var net = VelocityMlp.of(2, 4).init(Rng.of(4), manager);
        var pairs = Reflow.of(LEFT, OdeSolver.fixed(Tableaus.EULER, 2), (1 << 14) + 3)
                .pairs(net, Rng.of(5));
        assertEquals(DataType.FLOAT32, pairs.x1().getDataType());
        var last = OdeSolver.fixed(Tableaus.EULER, 2).solve(net, pairs.x0().get("-3:"), 0, 1);
        assertArrayEquals(last.toFloatArray(), pairs.x1().get("-3:").toFloatArray(), 1e-6f);
    }

    /**
     * E|x1 - x0|² = 4 mu² + 2 d, of which the flow leaves 4 mu²: its own straightness is d (2 - π/2), the variance of the lines
     * through a point d π/2.
     */
    @Test
    void whatARoundSavesIsStraightnessAndVariance() {
        var field = MarginalVelocity.of(LINE, LEFT, RIGHT);
        var pairs = Reflow.of(LEFT, DOPRI5, 4_000).pairs(field, Rng.of(7));
        double kept = pairs.meanSquaredDistance();
        assertEquals(16, kept, 1e-5);
        var straight = Straightness.of(field, pairs.x0(), DOPRI5).straightness();
        assertEquals(2 * (2 - Math.PI / 2), straight.value(), 4.5 * straight.standardError());
        var conditional = ConditionalFlowMatching.of(LEFT, RIGHT, LINE, 200);
        var variance = MarginalFlowMatching.of(conditional).irreducible(50, Rng.of(8));
        assertEquals(Math.PI, variance.value(), 4.5 * variance.standardError() + 1e-9);
        double error = Math.hypot(straight.standardError(), variance.standardError());
        assertEquals(16 + 4 - kept, straight.value() + variance.value(), 4.5 * error);
        assertTrue(error < 0.05, "standard error " + error);
    }

    /** The second flow is a translation: straightness 0 in place of 0.858. A fit of 1 500 steps leaves a few hundredths. */
    @Test
    void aRoundStraightensAndKeepsTheEnds() {
        var field = MarginalVelocity.of(LINE, LEFT, RIGHT);
        var second = Reflow.of(LEFT, DOPRI5, 4_000)
                .rounds(1, field, 128, fit, Rng.of(9))
                .get(0);
        var z0 = LEFT.sample(manager, DataType.FLOAT64, 4_000, Rng.of(10));
        assertTrue(Straightness.of(field, z0, DOPRI5).straightness().value() > 0.8);
        assertTrue(Straightness.of(second, z0, DOPRI5).straightness().value() < 0.05);
        var z1 = DOPRI5.solve(second, z0, 0, 1);
        for (int axis = 0; axis < 2; axis++) {
            var column = z1.get(":, " + axis);
            var mean = SampleMean.of(column);
            var square = SampleMean.of(column.sub(RIGHT.mean()[axis]).square());
            // Beside chance, the fit is off by a few hundredths.
            assertEquals(RIGHT.mean()[axis], mean.value(), 4.5 * mean.standardError() + 0.05);
            assertEquals(1, square.value(), 4.5 * square.standardError() + 0.1);
        }
    }

    /** Each fit here answers with a wind twice as strong as its pairs were moved. */
    @Test
    void everyRoundLearnsFromTheOneBefore() {
        var moved = new ArrayList<Double>();
        Reflow.Fit twice = (objective, rng) -> {
            var pairs = (PairedFlowMatching) objective;
            double x = difference(pairs);
            moved.add(x);
            return LinearField.of(new double[2][2], new double[] {2 * x, 0});
        };
        var first = LinearField.of(new double[2][2], new double[] {1, 0});
        var flows = Reflow.of(LEFT, DOPRI5, 5).rounds(3, first, 2, twice, Rng.of(11));
        assertArrayEquals(
                new double[] {1, 2, 4}, moved.stream().mapToDouble(x -> x).toArray(), 1e-12);
        assertEquals(
                8,
                flows.get(2)
                        .at(0, manager.zeros(new Shape(1, 2), DataType.FLOAT64))
                        .getDouble(0, 0),
                1e-12);
        assertEquals(3, flows.size());
        assertThrows(
                IllegalArgumentException.class, () -> Reflow.of(LEFT, DOPRI5, 5).rounds(0, first, 2, twice, Rng.of(1)));
    }

    private double difference(PairedFlowMatching pairs) {
        NDArray apart = pairs.targets()
                .all(manager, DataType.FLOAT64)
                .sub(pairs.sources().all(manager, DataType.FLOAT64));
        return apart.get(":, 0").mean().getDouble();
    }

    /** The flow stretches and shifts; one step of the pupil does the same, to the few hundredths that its training leaves. */
    @Test
    void theDistilledStepIsTheWholeFlow() {
        var field = MarginalVelocity.of(LINE, LEFT, FLAT);
        var reflow = Reflow.of(LEFT, DOPRI5, 4_000);
        var pupil = reflow.distillation(field, 128, fit, Rng.of(12));
        Pairs fresh = reflow.pairs(field, Rng.of(13));
        var one = OdeSolver.fixed(Tableaus.EULER, 1);
        double taught = distance(one.solve(pupil, fresh.x0(), 0, 1), fresh.x1());
        double untaught = distance(one.solve(field, fresh.x0(), 0, 1), fresh.x1());
        assertTrue(taught < 0.01, "E|step - flow|² = " + taught);
        assertTrue(untaught > 100 * taught, "one step of the teacher: " + untaught);
    }

    private static double distance(NDArray a, NDArray b) {
        return a.sub(b).square().sum(new int[] {1}).mean().getDouble();
    }
}
