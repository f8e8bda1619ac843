package pathline.bench;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import pathline.coupling.Assignment;

/** What is timed does what its name says. */
class WorksTest {

    /** Works whose task returns a loss. */
    static Stream<Work> losses() {
        return Stream.of("W4", "W5", "W6", "W7", "W8", "W9").flatMap(id -> Catalogue.called(id).stream());
    }

    @ParameterizedTest
    @MethodSource("losses")
    void bothWaysFindTheSameLoss(Work work) {
        double arrays = loss(work, Side.ARRAYS);
        double compiled = loss(work, Side.COMPILED);
        // float32: the rounding of a forward pass, carried through a solve of tolerance 1e-5 or 200 steps of training
        assertEquals(arrays, compiled, 2e-3 * Math.abs(arrays), work.name());
        assertTrue(arrays != 0 && Double.isFinite(arrays), work.name() + " " + arrays);
    }

    private static double loss(Work work, Side side) {
        try (var manager = NDManager.newBaseManager()) {
            return ((Number) work.task(manager, side).run()).doubleValue();
        }
    }

    @Test
    void theLossesOfOneQuestionAgreeHoweverItsGradientIsTaken() {
        var w4 = loss(Catalogue.named("W4 gradient, continuous adjoint"), Side.ARRAYS);
        var w5 = loss(Catalogue.named("W5 gradient, through the steps"), Side.ARRAYS);
        assertEquals(w4, w5); // the same steps
    }

    @Test
    void everyWorkHasANameOfItsOwn() {
        assertEquals(Catalogue.all().size(), Catalogue.names().size());
        assertThrows(IllegalArgumentException.class, () -> Catalogue.named("W11"));
        for (int i = 1; i <= 10; i++) {
            assertTrue(!Catalogue.called("W" + i).isEmpty(), "W" + i);
        }
    }

    @Test
    void whatCanBeCalledIsTimed() {
        var grouped = Bench.GROUPS.stream().flatMap(List::stream).collect(Collectors.toSet());
        var apart = Set.of(Scaling.ID);
        assertTrue(Collections.disjoint(grouped, apart));
        assertEquals(
                Set.copyOf(Catalogue.ids()),
                Stream.of(grouped, apart).flatMap(Set::stream).collect(Collectors.toSet()));
    }

    @Test
    void thePointsAreThoseOfThePeersScript() {
        // uniforms, gaussians and moons of peers.py; sine and logarithm may differ in the last digit
        assertEquals(0.12447268724196459, TransportTasks.uniform(1, 0));
        assertEquals(0.3455851166179462, TransportTasks.uniform(2, 2));
        assertArrayEquals(new double[] {2.998981557240846, -3.77039350165437}, TransportTasks.gaussians(1), 1e-14);
        assertArrayEquals(new double[] {-1.8866939969105088, 1.8659682056580573}, TransportTasks.moons(1), 1e-14);
    }

    @Test
    void transportIsSolvedToTheOptimum() {
        try (var manager = NDManager.newBaseManager()) {
            var solved = (Assignment) Catalogue.named("W10 exact OT n=256")
                    .task(manager, Side.LIBRARY)
                    .run();
            assertEquals(256, solved.size());
            assertEquals(0, solved.gap(), 1e-9 * solved.totalCost()); // rounding of 256 sums
        }
    }

    @Test
    void curvesGrowInOneSize() {
        for (var curve : Scaling.CURVES) {
            assertEquals(curve.sizes().length, curve.works().size());
            for (int i = 0; i < curve.sizes().length; i++) {
                var work = curve.works().get(i);
                int size = (int) curve.sizes()[i];
                assertTrue(List.of(work.batch(), work.dim(), work.hidden()).contains(size), work.name());
            }
        }
    }
}
