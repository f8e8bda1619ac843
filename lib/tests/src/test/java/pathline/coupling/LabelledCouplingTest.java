package pathline.coupling;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import pathline.random.Rng;

/** Pairs within labels give every label the whole source, which plain transport does not. */
class LabelledCouplingTest {

    private static final int N = 120;

    private final NDManager manager = NDManager.newBaseManager();
    private final Rng rng = Rng.of(8);

    @AfterEach
    void close() {
        manager.close();
    }

    /** Label 0 left, 1 in the middle, 2 right. */
    private NDArray targets(int[] labels) {
        var noise = rng.normal(manager, labels.length, 2).mul(0.5);
        var centre = new float[2 * labels.length];
        for (int i = 0; i < labels.length; i++) {
            centre[2 * i] = 4 * (labels[i] - 1);
        }
        return noise.add(manager.create(centre).reshape(labels.length, 2));
    }

    private int[] drawnLabels() {
        return IntStream.range(0, N).map(i -> rng.below(3)).toArray();
    }

    private double[] sourcesOfLabel(int label, LabelledCoupling coupling) {
        var chosen = new double[0];
        for (int batch = 0; batch < 60; batch++) {
            int[] labels = drawnLabels();
            var pairs = coupling.pair(rng.normal(manager, N, 2), targets(labels), labels, labels, rng.child(batch));
            float[] x0 = pairs.x0().toFloatArray();
            int[] told = pairs.ofTargets(labels);
            chosen = Stream.of(
                            Arrays.stream(chosen),
                            IntStream.range(0, pairs.size())
                                    .filter(k -> told[k] == label)
                                    .mapToDouble(k -> x0[2 * k]))
                    .flatMapToDouble(s -> s)
                    .toArray();
        }
        return chosen;
    }

    static Stream<Coupling> couplings() {
        return Stream.of(Coupling.independent(), Coupling.minibatchOt(), Coupling.sinkhorn(1), Coupling.stable());
    }

    @ParameterizedTest
    @MethodSource("couplings")
    void everyLabelKeepsTheWholeSource(Coupling coupling) {
        double[] x = sourcesOfLabel(0, LabelledCoupling.within(coupling));
        double mean = Arrays.stream(x).average().orElseThrow();
        double square = Arrays.stream(x).map(v -> v * v).average().orElseThrow();
        // About 2400 independent normal numbers: standard errors 1/√n of the mean, √(2/n) of the mean square.
        assertEquals(0, mean, 4.5 / Math.sqrt(x.length));
        assertEquals(1, square, 4.5 * Math.sqrt(2.0 / x.length));
    }

    @Test
    void plainTransportGivesEachLabelItsOwnPartOfTheSource() {
        double[] x = sourcesOfLabel(0, LabelledCoupling.penalised(0));
        // The lowest third of a normal law has mean -1.09.
        assertEquals(-1.09, Arrays.stream(x).average().orElseThrow(), 0.1);
    }

    @Test
    void labelsTravelWithTheirPoints() {
        int[] sourceLabels = IntStream.range(0, N).map(i -> i % 3).toArray();
        int[] targetLabels = IntStream.range(0, N).map(i -> i / 40).toArray();
        NDArray x0 = rng.normal(manager, N, 2);
        NDArray x1 = targets(targetLabels);
        for (var coupling : couplings().toList()) {
            var pairs = LabelledCoupling.within(coupling).pair(x0, x1, sourceLabels, targetLabels, rng);
            assertArrayEquals(pairs.ofSources(sourceLabels), pairs.ofTargets(targetLabels));
            assertArrayEquals(IntStream.range(0, N).toArray(), pairs.sources(), "sources keep their order");
            float[] all = x1.toFloatArray();
            float[] chosen = pairs.x1().toFloatArray();
            for (int k = 0; k < N; k++) {
                assertEquals(all[2 * pairs.targets()[k]], chosen[2 * k]);
            }
        }
    }

    @Test
    void theWeightLeadsFromPlainTransportToTransportWithinLabels() {
        int[] sourceLabels = IntStream.range(0, N).map(i -> i % 3).toArray();
        int[] targetLabels = IntStream.range(0, N).map(i -> i / 40).toArray();
        NDArray x0 = rng.normal(manager, N, 2);
        NDArray x1 = targets(targetLabels);
        int former = N;
        for (double weight : new double[] {0, 1, 4, 16, 1e4}) {
            var pairs = LabelledCoupling.penalised(weight).pair(x0, x1, sourceLabels, targetLabels, rng);
            int[] from = pairs.ofSources(sourceLabels);
            int[] to = pairs.ofTargets(targetLabels);
            int changes = Math.toIntExact(
                    IntStream.range(0, N).filter(k -> from[k] != to[k]).count());
            assertTrue(changes <= former, "a higher price, no more changes");
            former = changes;
            if (weight == 0) {
                assertTrue(changes > N / 2, "labels that mean nothing change two times of three: " + changes);
                assertArrayEquals(Coupling.minibatchOt().pair(x0, x1, rng).targets(), pairs.targets());
            }
        }
        assertEquals(0, former);
        assertArrayEquals(
                LabelledCoupling.within(Coupling.minibatchOt())
                        .pair(x0, x1, sourceLabels, targetLabels, rng)
                        .targets(),
                LabelledCoupling.penalised(1e4)
                        .pair(x0, x1, sourceLabels, targetLabels, rng)
                        .targets());
    }

    @Test
    void penaltiesChangeLabelsOnlyAsCountsForceThem() {
        int[] sourceLabels = IntStream.range(0, N).map(i -> i < 50 ? 0 : 1).toArray();
        int[] targetLabels = IntStream.range(0, N).map(i -> i < 70 ? 0 : 1).toArray();
        NDArray x0 = rng.normal(manager, N, 2);
        NDArray x1 = targets(targetLabels);
        var pairs = LabelledCoupling.penalised(1e4).pair(x0, x1, sourceLabels, targetLabels, rng);
        int[] from = pairs.ofSources(sourceLabels);
        int[] to = pairs.ofTargets(targetLabels);
        assertEquals(20, IntStream.range(0, N).filter(k -> from[k] != to[k]).count());
        var refused = assertThrows(
                IllegalArgumentException.class,
                () -> LabelledCoupling.within(Coupling.minibatchOt()).pair(x0, x1, sourceLabels, targetLabels, rng));
        assertTrue(refused.getMessage().contains("50 sources and 70 targets"), refused.getMessage());
        assertThrows(
                IllegalArgumentException.class,
                () -> LabelledCoupling.penalised(1).pair(x0, x1, new int[3], targetLabels, rng));
        assertThrows(IllegalArgumentException.class, () -> LabelledCoupling.penalised(-1));
    }
}
