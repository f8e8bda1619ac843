package pathline.coupling;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import pathline.distribution.Toy;
import pathline.random.Rng;

/** What couplings and their plans refuse. */
class CouplingRefusalsTest {

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

    private static void refused(String part, org.junit.jupiter.api.function.Executable call) {
        String message = org.junit.jupiter.api.Assertions.assertThrows(IllegalArgumentException.class, call)
                .getMessage();
        assertTrue(message.contains(part), message);
    }

    @Test
    void batchesOfDifferentShapesAreRefused() {
        var refused = assertThrows(
                IllegalArgumentException.class, () -> Coupling.independent().pair(x0, x1.get("0:10"), rng));
        assertTrue(refused.getMessage().contains("(10, 2)"), refused.getMessage());
    }

    @Test
    void indicesThatAreNotThereAreRefused() {
        var matrix = Costs.matrix(new double[][] {{0, 1}, {2, 3}});
        refused("j is 2; expected 0 to 1", () -> matrix.at(0, 2));
        refused("i is -1; expected 0 to 1", () -> matrix.at(-1, 2));
        refused(
                "j is 256; expected 0 to 255",
                () -> Costs.squaredDistances(x0, x1).at(0, N));
        refused("sources[1] is -1; expected 0 to 255", () -> Pairs.of(x0, x1, new int[] {0, -1}, new int[] {0, 1}));
        refused("targets[0] is 256", () -> Pairs.of(x0, x1, new int[] {0}, new int[] {N}));
        refused("targets[0] is -1", () -> new Pairs(x0.get("0:1"), x1.get("0:1"), new int[] {0}, new int[] {-1}));
        refused("sources and targets are none", () -> Pairs.of(x0, x1, new int[0], new int[0]));
        var pairs = Pairs.of(x0, x1, new int[] {7}, new int[] {9});
        refused("values are 9, but the pairs come from row 9", () -> pairs.ofTargets(new int[9]));
        var assignment = Assignment.solve(matrix);
        refused("i is 2; expected 0 to 1", () -> assignment.target(2));
        var plan = TransportPlan.of(assignment, matrix);
        refused("j is 2; expected 0 to 1", () -> plan.at(0, 2));
        refused("i is -1", () -> plan.share(-1, 0));
        refused("draws is 0; expected 1 to 33554432", () -> plan.draw(0, rng));
        refused("draws is -1", () -> plan.draw(-1, rng));
        refused("draws is 2147483647; expected 1 to", () -> plan.draw(Integer.MAX_VALUE, rng));
        refused("targetPotentials[0] is NaN", () -> Sinkhorn.of(1).solve(matrix, new double[] {Double.NaN, 0}));
    }

    @Test
    void whatWouldTakeHoursOrAllMemoryIsRefused() {
        NDArray many = manager.zeros(new Shape(65_536, 250));
        refused(
                "differences to read once; expected at most 1.0E12",
                () -> Assignment.solve(Costs.distances(many, many)));
        NDArray more = manager.zeros(new Shape(100_000, 1));
        var costs = Costs.squaredDistances(more, more);
        refused("10000000000 entries", costs::toArray);
        refused("10000000000 entries", () -> Sinkhorn.of(1).solve(costs));
        refused("10000000000 entries", () -> Coupling.stable().pair(more, more, rng));
        refused("entries", () -> Coupling.partial(0.5).pair(more, more, rng));
        refused("10000000000 entries", () -> Costs.between(more, more, (a, b) -> 0));
    }
}
