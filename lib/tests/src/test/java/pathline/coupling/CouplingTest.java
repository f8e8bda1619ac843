package pathline.coupling;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import pathline.distribution.Toy;
import pathline.random.Rng;

/** Couplings keep their marginals, their labels and their batch; and the traps of the peers are not here. */
class CouplingTest {

    private static final int N = 256;

    private final NDManager manager = NDManager.newBaseManager();
    private final Rng rng = Rng.of(3);
    private NDArray x0;
    private NDArray x1;

    @BeforeEach
    void draw() {
        x0 = Toy.eightGaussiansC().sample(manager, N, rng.child("x0"));
        x1 = Toy.moonsC().sample(manager, N, rng.child("x1"));
    }

    @AfterEach
    void close() {
        manager.close();
    }

    static Stream<Coupling> permutations() {
        return Stream.of(
                Coupling.independent(),
                Coupling.minibatchOt(),
                Coupling.minibatchOt(Costs::distances),
                Coupling.minibatchOt((a, b) -> Costs.between(a, b, (p, q) -> Math.abs(p[0] - q[0]))),
                Coupling.stable(),
                Coupling.greedy(),
                Coupling.partial(1));
    }

    @ParameterizedTest
    @MethodSource("permutations")
    void everyPointIsUsedOnceAndSourcesKeepTheirOrder(Coupling coupling) {
        var pairs = coupling.pair(x0, x1, rng);
        assertSame(x0, pairs.x0());
        assertArrayEquals(IntStream.range(0, N).toArray(), pairs.sources());
        assertArrayEquals(
                IntStream.range(0, N).toArray(),
                Arrays.stream(pairs.targets()).sorted().toArray());
    }

    static Stream<Coupling> all() {
        return Stream.concat(
                permutations(),
                Stream.of(
                        Coupling.minibatchOtWithReplacement(),
                        Coupling.sinkhorn(1),
                        Coupling.unbalanced(1, 10),
                        Coupling.partial(0.4)));
    }

    @ParameterizedTest
    @MethodSource("all")
    void rowsAndLabelsTravelTogether(Coupling coupling) {
        var pairs = coupling.pair(x0, x1, rng);
        int[] labels = IntStream.range(0, N).map(i -> 1000 + i).toArray();
        float[] all = x1.toFloatArray();
        float[] chosen = pairs.x1().toFloatArray();
        for (int k = 0; k < pairs.size(); k++) {
            int j = pairs.targets()[k];
            assertEquals(all[2 * j], chosen[2 * k]);
            assertEquals(all[2 * j + 1], chosen[2 * k + 1]);
            assertEquals(1000 + j, pairs.ofTargets(labels)[k]);
            assertEquals(1000 + pairs.sources()[k], pairs.ofSources(labels)[k]);
        }
        assertEquals(pairs.x0().toFloatArray()[0], x0.toFloatArray()[2 * pairs.sources()[0]]);
        assertTrue(coupling.toString().startsWith("Coupling["), coupling.toString());
    }

    static Stream<Coupling> marginalKeeping() {
        return Stream.of(Coupling.minibatchOtWithReplacement(), Coupling.sinkhorn(0.5), Coupling.sinkhorn(20));
    }

    @ParameterizedTest
    @MethodSource("marginalKeeping")
    void drawnPairsHaveTheMarginalsInTheMean(Coupling coupling) {
        int repeats = 40;
        int small = 64;
        NDArray from = x0.get("0:" + small);
        NDArray to = x1.get("0:" + small);
        var sourceCounts = new int[small];
        var targetCounts = new int[small];
        for (int k = 0; k < repeats; k++) {
            var pairs = coupling.pair(from, to, rng);
            Arrays.stream(pairs.sources()).forEach(i -> sourceCounts[i]++);
            Arrays.stream(pairs.targets()).forEach(j -> targetCounts[j]++);
        }
        // A count has mean 40 and, being a sum of independent indicators, deviation at most √40 = 6.3; 128 of them stay
        // within 4.5 deviations but once in a thousand seeds.
        for (int i = 0; i < small; i++) {
            assertEquals(repeats, sourceCounts[i], 4.5 * Math.sqrt(repeats));
            assertEquals(repeats, targetCounts[i], 4.5 * Math.sqrt(repeats));
        }
    }

    @Test
    void costsAreOrderedAsTheirDefinitionsSay() {
        double optimal = cost(Coupling.minibatchOt());
        double independent = cost(Coupling.independent());
        assertTrue(optimal < 10 && independent > 28, optimal + " against " + independent);
        for (Coupling other : new Coupling[] {Coupling.stable(), Coupling.greedy(), Coupling.sinkhorn(1)}) {
            double cost = cost(other);
            assertTrue(cost > optimal && cost < independent, other + " costs " + cost);
        }
    }

    @Test
    void replacementLosesAThirdOfTheBatchAndThePermutationNothing() {
        long kept =
                distinct(Coupling.minibatchOtWithReplacement().pair(x0, x1, rng).sources());
        // 1 - 1/e of 256 is 162, with a deviation of 5.
        assertTrue(Math.abs(kept - 162) < 20, "kept " + kept);
        assertEquals(N, distinct(Coupling.minibatchOt().pair(x0, x1, rng).targets()));
    }

    /** From N(0, I) to N(0, I/4) in the plane W2² is 2 (1 - 1/2)² = 1/2, and independent pairs cost 2 (1 + 1/4). */
    @Test
    void onePlanOfManyPointsIsNearerToTheOptimumThanPlansOfBatches() {
        double all = scaledPairs(2048, 8);
        double batches = scaledPairs(16, 200);
        // The mean over 16384 and 3200 pairs of numbers whose deviation is at most 1/2 around 1/2 and 1 around 1.
        assertEquals(0.5, all, 4.5 * 0.5 / Math.sqrt(16384) + 0.01); // a plan of 2048 costs one per cent too much or so
        assertTrue(batches > 0.8, "16 points leave much to be paired better: " + batches);
        assertEquals(2.5, scaledPairs(1, 3000), 4.5 * 2.5 / Math.sqrt(3000));
    }

    private double scaledPairs(int batch, int repeats) {
        double sum = 0;
        for (int k = 0; k < repeats; k++) {
            NDArray from = rng.normal(manager, batch, 2);
            NDArray to = rng.normal(manager, batch, 2).mul(0.5);
            sum += Coupling.minibatchOt().pair(from, to, rng).meanSquaredDistance();
        }
        return sum / repeats;
    }

    @Test
    void smallEpsilonUsesTheWholeBatch() {
        // TorchCFM's Sinkhorn at epsilon 0.02 couples 14 distinct sources of 256, at a cost of 0.02 where 8 is optimal.
        var pairs = Coupling.sinkhorn(0.02).pair(x0, x1, rng);
        assertEquals(N, distinct(pairs.sources()));
        assertTrue(distinct(pairs.targets()) > 0.6 * N, "targets " + distinct(pairs.targets()));
        // The plan costs at most epsilon log n = 0.11 more than the optimum; the draw of a target for each of 256
        // sources
        // adds a standard error of about 0.05.
        assertEquals(cost(Coupling.minibatchOt()), pairs.meanSquaredDistance(), 0.5);
    }

    @Test
    void partialTransportMovesTheMassAskedFor() {
        double former = 0;
        for (double mass : new double[] {0.1, 0.5, 0.9, 1}) {
            var pairs = Coupling.partial(mass).pair(x0, x1, rng);
            assertEquals(Math.round(mass * N), pairs.size());
            assertEquals(pairs.size(), distinct(pairs.sources()));
            assertEquals(pairs.size(), distinct(pairs.targets()));
            double cost = pairs.meanSquaredDistance();
            assertTrue(cost > former, "more mass travels further in the mean");
            former = cost;
        }
        assertEquals(cost(Coupling.minibatchOt()), former, 1e-4); // float32 points against doubles
        assertThrows(IllegalArgumentException.class, () -> Coupling.partial(0));
    }

    @Test
    void partialTransportIsTheCheapestOfItsSize() {
        for (int draw = 0; draw < 20; draw++) {
            var costs = Costs.squaredDistances(
                    rng.normal(manager, DataType.FLOAT64, 5, 2), rng.normal(manager, DataType.FLOAT64, 5, 2));
            int[][] pairs = PartialAssignment.solve(costs, 3);
            double total = IntStream.range(0, 3)
                    .mapToDouble(k -> costs.at(pairs[0][k], pairs[1][k]))
                    .sum();
            assertEquals(cheapest(costs, 0, 0, 3), total, 1e-12);
        }
    }

    @Test
    void aStableMatchingHasNoPairThatWouldRatherBeTogether() {
        var costs = Costs.squaredDistances(x0, x1);
        int[] targets = GreedyMatching.stable(costs);
        var sourceOf = new int[N];
        IntStream.range(0, N).forEach(i -> sourceOf[targets[i]] = i);
        for (int i = 0; i < N; i++) {
            for (int j = 0; j < N; j++) {
                boolean bothPrefer =
                        costs.at(i, j) < costs.at(i, targets[i]) && costs.at(i, j) < costs.at(sourceOf[j], j);
                assertTrue(!bothPrefer, i + " and " + j);
            }
        }
    }

    @Test
    void labelsInTheCostKeepClassesTogether() {
        int[] sourceLabels = IntStream.range(0, N).map(i -> i % 4).toArray();
        int[] targetLabels = IntStream.range(0, N).map(i -> (i * 7 + 3) % 4).toArray();
        Coupling labelled = Coupling.minibatchOt(
                (a, b) -> Costs.squaredDistances(a, b).plusLabels(1e4, sourceLabels, targetLabels));
        var pairs = labelled.pair(x0, x1, rng);
        assertArrayEquals(pairs.ofSources(sourceLabels), pairs.ofTargets(targetLabels));
        assertTrue(pairs.meanSquaredDistance() >= cost(Coupling.minibatchOt()) - 1e-4);
    }

    private double cost(Coupling coupling) {
        return coupling.pair(x0, x1, rng).meanSquaredDistance();
    }

    private static long distinct(int... indices) {
        return Arrays.stream(indices).distinct().count();
    }

    /** The least cost of {@code left} pairs from row i on, among columns not used. */
    private static double cheapest(Costs costs, int i, int used, int left) {
        if (left == 0) {
            return 0;
        }
        if (i == costs.rows()) {
            return Double.POSITIVE_INFINITY;
        }
        double best = cheapest(costs, i + 1, used, left);
        for (int j = 0; j < costs.columns(); j++) {
            if ((used >> j & 1) == 0) {
                best = Math.min(best, costs.at(i, j) + cheapest(costs, i + 1, used | 1 << j, left - 1));
            }
        }
        return best;
    }

    private static void refused(String part, org.junit.jupiter.api.function.Executable call) {
        String message = org.junit.jupiter.api.Assertions.assertThrows(IllegalArgumentException.class, call)
                .getMessage();
        assertTrue(message.contains(part), message);
    }
}
