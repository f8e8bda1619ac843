package pathline.objective;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import pathline.coupling.Pairs;
import pathline.distribution.Empirical;
import pathline.distribution.SampleMean;
import pathline.field.Gradient;
import pathline.field.LinearField;
import pathline.path.AffinePath;
import pathline.path.Bridge;
import pathline.path.Schedule;
import pathline.random.Rng;

class PairedFlowMatchingTest {

    private static final int N = 50;

    private final NDManager manager = NDManager.newBaseManager();
    private final NDArray x0 = Rng.of(1).normal(manager, DataType.FLOAT64, N, 2);
    private final PairedFlowMatching tenfold = PairedFlowMatching.of(pairs(x0, x0.mul(10)), 16);

    @AfterEach
    void close() {
        manager.close();
    }

    private static Pairs pairs(NDArray from, NDArray to) {
        int[] rows = IntStream.range(0, N).toArray();
        return Pairs.of(from, to, rows, rows);
    }

    /** x1 = 10 x0: at time t all are at (1 + 9 t) x0 with velocity 9 x0, which a linear field knows, if none is exchanged. */
    @Test
    void everySourceTravelsToItsOwnTarget() {
        for (double t : new double[] {0, 0.25, 1}) {
            double slope = 9 / (1 + 9 * t);
            var known = LinearField.of(new double[][] {{slope, 0}, {0, slope}});
            var gradient = Gradient.unwanted();
            var loss = tenfold.times(Times.at(t))
                    .draw(manager, DataType.FLOAT64, Rng.of(3))
                    .loss(known, gradient);
            assertEquals(0, loss.getDouble(), 1e-20);
            var turned = x0.mul(10).get("1:").concat(x0.mul(10).get(":1"));
            var wrong = PairedFlowMatching.of(pairs(x0, turned), 16).times(Times.at(t));
            assertTrue(wrong.draw(manager, DataType.FLOAT64, Rng.of(3))
                            .loss(known, gradient)
                            .getDouble()
                    > 1);
        }
    }

    /** A field at rest misses each pair by |x1 - x0|²: the mean over batches is that of the pairs, within 4.5 errors. */
    @Test
    void pairsAreDrawnEvenly() {
        var rest = LinearField.of(new double[2][2]);
        var losses = IntStream.range(0, 400)
                .mapToDouble(
                        k -> tenfold.draw(manager, DataType.FLOAT64, Rng.of(5).child(k))
                                .loss(rest, Gradient.unwanted())
                                .getDouble())
                .toArray();
        var mean = SampleMean.of(losses);
        double expected = pairs(x0, x0.mul(10)).meanSquaredDistance();
        assertEquals(expected, mean.value(), 4.5 * mean.standardError());
        assertTrue(mean.standardError() < 0.03 * expected, "" + mean);
    }

    @Test
    void weightAndNoiseOfThePathCount() {
        var rest = LinearField.of(new double[2][2]);
        double plain = loss(tenfold, rest);
        assertEquals(3 * plain, loss(tenfold.weight(LossWeight.of(t -> 3)), rest), 1e-9 * plain);
        var noisy = AffinePath.of(Schedule.linear()).with(Bridge.quadratic());
        assertTrue(Math.abs(loss(tenfold.path(noisy), rest) - plain) > 1e-3 * plain, "ut has the bridge's velocity");
    }

    private double loss(PairedFlowMatching objective, LinearField field) {
        var batch = objective.draw(manager, DataType.FLOAT64, Rng.of(7));
        return batch.loss(field, Gradient.unwanted()).getDouble();
    }

    @Test
    void refusesPointsWithoutPartner() {
        var two = Empirical.of(new double[][] {{0, 0}, {1, 1}});
        var path = AffinePath.of(Schedule.linear());
        var error = assertThrows(
                IllegalArgumentException.class,
                () -> new PairedFlowMatching(two.subset(0), two, path, 4, Times.uniform(), LossWeight.one()));
        assertTrue(error.getMessage().contains("as many targets as sources"), error.getMessage());
        assertThrows(IllegalArgumentException.class, () -> PairedFlowMatching.of(pairs(x0, x0), 0));
    }
}
