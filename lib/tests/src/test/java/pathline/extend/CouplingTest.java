package pathline.extend;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import pathline.coupling.Coupling;
import pathline.coupling.Pairs;
import pathline.distribution.Gaussian;
import pathline.objective.ConditionalFlowMatching;
import pathline.path.AffinePath;
import pathline.path.Schedule;
import pathline.random.Rng;

/** A coupling of one's own: who is paired with whom. */
class CouplingTest {

    /** The smallest with the smallest, by the first coordinate: on the line the optimal transport of any convex cost. */
    private static final Coupling SORTED =
            (x0, x1, rng) -> Pairs.of(x0, x1, byFirstCoordinate(x0), byFirstCoordinate(x1));

    private static int[] byFirstCoordinate(NDArray x) {
        var first = x.get(":, 0").toType(DataType.FLOAT64, true).toDoubleArray();
        return IntStream.range(0, first.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> first[i]))
                .mapToInt(i -> i)
                .toArray();
    }

    @Test
    void onTheLineItIsOptimal() {
        try (var manager = NDManager.newBaseManager()) {
            var x0 = Rng.of(1).normal(manager, DataType.FLOAT64, 64, 1);
            var x1 = Rng.of(2).normal(manager, DataType.FLOAT64, 64, 1).mul(3).add(1);
            var sorted = SORTED.pair(x0, x1, Rng.of(3));
            var optimal = Coupling.minibatchOt().pair(x0, x1, Rng.of(3));
            assertEquals(optimal.meanSquaredDistance(), sorted.meanSquaredDistance(), 1e-12);
            int[] all = IntStream.range(0, 64).toArray();
            assertArrayEquals(all, IntStream.of(sorted.targets()).sorted().toArray(), "each target is used once");
        }
    }

    @Test
    void flowMatchingTakesIt() {
        try (var manager = NDManager.newBaseManager()) {
            var matching = ConditionalFlowMatching.of(
                            Gaussian.standard(1), Gaussian.standard(1), AffinePath.of(Schedule.linear()), 256)
                    .coupling(SORTED);
            var ut = matching.sample(manager, DataType.FLOAT64, Rng.of(4)).ut();
            // Independent pairs have E ut² = 2; two sorted samples of one law come closer as 1/n.
            assertTrue(ut.square().mean().getDouble() < 0.1);
        }
    }
}
