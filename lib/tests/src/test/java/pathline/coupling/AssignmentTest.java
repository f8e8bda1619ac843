package pathline.coupling;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import pathline.distribution.Toy;
import pathline.random.Rng;

/** The exact assignment, against enumeration of all permutations for small n and its own certificate for large n. */
class AssignmentTest {

    private final NDManager manager = NDManager.newBaseManager();
    private final Rng rng = Rng.of(11);

    @AfterEach
    void close() {
        manager.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void noPermutationIsCheaper(int n) {
        for (int draw = 0; draw < 40; draw++) {
            // Every third problem has costs 0, 1 or 2 only, so that ties abound.
            int kinds = draw % 3 == 0 ? 3 : 1_000_000;
            double[][] costs = matrix(n, (i, j) -> rng.below(kinds) - kinds / 2.0);
            assertEquals(
                    cheapest(costs, 0, 0), Assignment.solve(Costs.matrix(costs)).totalCost(), 1e-9 * kinds);
            var points = Costs.squaredDistances(normal(n, 2), normal(n, 2));
            double[][] distances = matrix(n, points::at);
            // Sums of at most 8 squares near 1 in different orders: a few times 10⁻¹⁶.
            assertEquals(cheapest(distances, 0, 0), Assignment.solve(points).totalCost(), 1e-13);
        }
    }

    /** Problems on lists are large; here small ones are, so that they can be compared. */
    @ParameterizedTest
    @ValueSource(ints = {2, 17, 64, 255, 600})
    void listsOfCandidatesGiveTheSame(int n) {
        var points = (PointCosts) Costs.squaredDistances(normal(n, 2), normal(n, 2));
        Scan scan = points.scan(points.sourceOrder(), points.targetOrder());
        int[] dense = new AssignmentSolver(1024).solve(scan).columnOf;
        int[] listed = new AssignmentSolver(1).solve(scan).columnOf;
        assertArrayEquals(Arrays.copyOf(dense, n), Arrays.copyOf(listed, n)); // points in the plane: no ties
        var few = (MatrixCosts) Costs.matrix(matrix(n, (i, j) -> rng.below(10)));
        assertEquals(
                total(few, new AssignmentSolver(1024).solve(few.scan())),
                total(few, new AssignmentSolver(1).solve(few.scan())));
    }

    private static double total(Costs costs, Level solved) {
        return IntStream.range(0, costs.rows())
                .mapToDouble(i -> costs.at(i, solved.columnOf[i]))
                .sum();
    }

    static Stream<Arguments> largeProblems() {
        return Stream.of(17, 64, 255, 256, 500, 1024, 2000)
                .flatMap(n -> Stream.of(
                        Arguments.of(
                                "8 gaussians to moons",
                                n,
                                problem(
                                        n,
                                        (m, r) -> Costs.squaredDistances(
                                                Toy.eightGaussiansC().sample(m, n, r),
                                                Toy.moonsC().sample(m, n, r)))),
                        Arguments.of(
                                "distances",
                                n,
                                problem(
                                        n,
                                        (m, r) -> Costs.distances(
                                                r.normal(m, DataType.FLOAT64, n, 2),
                                                r.normal(m, DataType.FLOAT64, n, 2)))),
                        Arguments.of(
                                "eight dimensions",
                                n,
                                problem(n, (m, r) -> Costs.squaredDistances(r.normal(m, n, 8), r.normal(m, n, 8)))),
                        Arguments.of(
                                "grid of ties",
                                n,
                                problem(
                                        n,
                                        (m, r) -> Costs.squaredDistances(
                                                r.normal(m, n, 2).mul(2).round(),
                                                r.normal(m, n, 2).mul(2).round()))),
                        Arguments.of(
                                "all the same point",
                                n,
                                problem(
                                        n,
                                        (m, r) -> Costs.squaredDistances(
                                                m.zeros(new Shape(n, 2)), m.ones(new Shape(n, 2))))),
                        Arguments.of(
                                "random matrix",
                                n,
                                problem(n, (m, r) -> Costs.matrix(matrix(n, (i, j) -> r.uniform())))),
                        Arguments.of(
                                "matrix of few values",
                                n,
                                problem(n, (m, r) -> Costs.matrix(matrix(n, (i, j) -> r.below(10)))))));
    }

    @ParameterizedTest(name = "{0}, n = {1}")
    @MethodSource("largeProblems")
    void potentialsProveOptimality(String name, int n, IntFunction<Costs> problem) {
        Costs costs = problem.apply(n);
        var solved = Assignment.solve(costs);
        assertProven(solved, costs);
        assertArrayEquals(solved.targets(), Assignment.solve(costs).targets(), "the same costs, the same permutation");
    }

    @ParameterizedTest
    @CsvSource({"1e-150, 0", "1e-30, 0", "1e30, 0", "1e130, 0", "1, 1e9", "1e-6, -1e6"})
    void hugeAndTinyCostsAreSolvedAlike(double scale, double shift) {
        NDArray x0 = normal(200, 2).mul(scale);
        NDArray x1 = normal(200, 2).mul(scale).add(shift);
        var costs = Costs.squaredDistances(x0, x1);
        assertProven(Assignment.solve(costs), costs);
    }

    @Test
    void memoryOfAFormerProblemChangesNothing() {
        var costs = Costs.squaredDistances(normal(100, 2), normal(100, 2));
        int[] first = Assignment.solve(costs).targets();
        // Matrices are read in rows of n and points in blocks of 16, through the same buffers.
        Assignment.solve(Costs.matrix(matrix(300, (i, j) -> rng.uniform())));
        Assignment.solve(Costs.distances(normal(513, 3), normal(513, 3)));
        assertArrayEquals(first, Assignment.solve(costs).targets());
    }

    @Test
    void scalingTheCostsKeepsThePermutation() {
        NDArray x0 = normal(300, 2);
        NDArray x1 = normal(300, 2);
        int[] plain = Assignment.solve(Costs.squaredDistances(x0, x1)).targets();
        // Powers of two scale without rounding.
        int[] scaled = Assignment.solve(Costs.squaredDistances(x0.mul(0x1p40), x1.mul(0x1p40)))
                .targets();
        assertArrayEquals(plain, scaled);
    }

    @Test
    void aPermutedCopyIsMatchedToItself() {
        NDArray x0 = normal(512, 3);
        int[] order = rng.permutation(512);
        NDArray x1 = x0.get(manager.create(order));
        int[] targets = Assignment.solve(Costs.squaredDistances(x0, x1)).targets();
        for (int i = 0; i < 512; i++) {
            assertEquals(i, order[targets[i]]);
        }
    }

    @Test
    void theCertificateRejectsAWorsePermutation() {
        var costs = Costs.squaredDistances(normal(100, 2), normal(100, 2));
        var other = Costs.squaredDistances(normal(100, 2), normal(100, 2));
        assertTrue(Assignment.solve(costs).violation(other) > 0.1, "potentials of another problem must not fit");
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void whatIsNotFiniteIsRefused(double bad) {
        double[][] costs = {{1, 2}, {bad, 4}};
        var refused = assertThrows(IllegalArgumentException.class, () -> Costs.matrix(costs));
        assertTrue(refused.getMessage().contains("source 1 and target 0"), refused.getMessage());
        NDArray points = manager.create(new double[] {0, 1, 2, bad}, new Shape(2, 2));
        refused = assertThrows(IllegalArgumentException.class, () -> Costs.squaredDistances(normal(2, 2), points));
        assertTrue(refused.getMessage().contains("x1") && refused.getMessage().contains("row 1"));
    }

    @Test
    void unequalNumbersAreRefused() {
        var costs = Costs.squaredDistances(normal(3, 2), normal(4, 2));
        var refused = assertThrows(IllegalArgumentException.class, () -> Assignment.solve(costs));
        assertTrue(refused.getMessage().contains("3 sources and 4 targets"), refused.getMessage());
        assertThrows(IllegalArgumentException.class, () -> Costs.distances(normal(3, 2), normal(3, 1)));
    }

    private static void assertProven(Assignment solved, Costs costs) {
        int n = solved.size();
        var hit = new boolean[n];
        double scale = 0;
        for (int i = 0; i < n; i++) {
            hit[solved.target(i)] = true;
            scale = Math.max(scale, Math.abs(costs.at(i, solved.target(i))));
            scale = Math.max(scale, Math.abs(solved.targetPotentials()[0] - solved.targetPotentials()[i]));
        }
        assertEquals(n, IntStream.range(0, n).filter(j -> hit[j]).count(), "every target once");
        // Potentials are sums of up to n steps, each rounded to 10⁻¹⁶ of their size.
        assertTrue(solved.violation(costs) <= 1e-13 * scale, "violation " + solved.violation(costs));
        assertTrue(Math.abs(solved.gap()) <= 1e-12 * n * scale, "gap " + solved.gap());
    }

    private static double cheapest(double[][] costs, int row, int used) {
        int n = costs.length;
        if (row == n) {
            return 0;
        }
        double best = Double.POSITIVE_INFINITY;
        for (int j = 0; j < n; j++) {
            if ((used >> j & 1) == 0) {
                best = Math.min(best, costs[row][j] + cheapest(costs, row + 1, used | 1 << j));
            }
        }
        return best;
    }

    private NDArray normal(int n, int d) {
        return rng.normal(manager, DataType.FLOAT64, n, d);
    }

    private static double[][] matrix(int n, Entry entry) {
        var rows = new double[n][n];
        for (int i = 0; i < n; i++) {
            int row = i;
            Arrays.setAll(rows[i], j -> entry.at(row, j));
        }
        return rows;
    }

    private static IntFunction<Costs> problem(int n, Draw draw) {
        return size -> {
            try (var points = NDManager.newBaseManager()) {
                return draw.costs(points, Rng.of(n));
            }
        };
    }

    private interface Entry {
        double at(int i, int j);
    }

    private interface Draw {
        Costs costs(NDManager manager, Rng rng);
    }
}
