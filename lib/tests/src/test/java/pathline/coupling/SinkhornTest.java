package pathline.coupling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import pathline.distribution.Gaussian;
import pathline.distribution.Toy;
import pathline.random.Rng;

/** Entropic plans, against the plain iteration, their marginals, their dual value, their two limits and a Gaussian closed form. */
class SinkhornTest {

    private final NDManager manager = NDManager.newBaseManager();
    private final Rng rng = Rng.of(5);
    private Costs costs;

    @BeforeEach
    void draw() {
        costs = Costs.squaredDistances(
                Toy.eightGaussiansC().sample(manager, 128, rng), Toy.moonsC().sample(manager, 128, rng));
    }

    @AfterEach
    void close() {
        manager.close();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.02, 0.1, 1, 10, 1000})
    void plansReachTheirMarginalsAndTheirDualValue(double epsilon) {
        // At 0.02 and 0.1, TorchCFM's plan on this data loses its mass or does not converge in silence.
        var plan = Sinkhorn.of(epsilon).solve(costs);
        assertEquals(1, plan.mass(), 1e-9);
        assertTrue(plan.sourceError() <= 1e-4, "sources " + plan.sourceError());
        assertTrue(plan.targetError() <= 1e-9, "targets " + plan.targetError()); // the last update fits them exactly
        // The gap is the marginal error times potentials of at most 100.
        assertEquals(0, plan.gap(), 1e-2);
    }

    @ParameterizedTest
    @CsvSource({
        "20, 20, 1, Infinity",
        "33, 100, 0.3, Infinity",
        "130, 70, 2, Infinity",
        "100, 100, 0.4, Infinity",
        "20, 20, 1, 3",
        "100, 130, 0.5, 10",
        "70, 33, 20, 1"
    })
    void plansAreThoseOfThePlainIteration(int n, int m, double epsilon, double rho) {
        NDArray x0 = rng.normal(manager, DataType.FLOAT64, n, 2);
        NDArray x1 = rng.normal(manager, DataType.FLOAT64, m, 2).mul(2).add(0.5);
        var matrix = new double[n][m];
        for (double[] row : matrix) {
            Arrays.setAll(row, j -> 4 * rng.uniform() - 1);
        }
        for (Costs problem : List.of(Costs.squaredDistances(x0, x1), Costs.distances(x0, x1), Costs.matrix(matrix))) {
            double[][] expected = PlainSinkhorn.plan(problem, epsilon, rho, 3000);
            var plan = new Sinkhorn(epsilon, rho, 1e-10, 20_000).solve(problem);
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < m; j++) {
                    // 3000 iterations leave 10⁻⁹ of an entry, the largest of which is 1 / min(n, m).
                    assertEquals(expected[i][j], plan.at(i, j), 1e-8 / Math.min(n, m), problem + " " + i + ", " + j);
                }
            }
            assertEquals(0, plan.gap(), 1e-7);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-400, -30, 30, 400})
    void scalingCostsAndEpsilonKeepsThePlan(int power) {
        NDArray x0 = rng.normal(manager, DataType.FLOAT64, 90, 2);
        NDArray x1 = rng.normal(manager, DataType.FLOAT64, 90, 2);
        double scale = Math.pow(2, power); // scales without rounding
        var plain = Sinkhorn.of(0.5).solve(Costs.squaredDistances(x0, x1));
        var scaled = Sinkhorn.of(0.5 * scale * scale).solve(Costs.squaredDistances(x0.mul(scale), x1.mul(scale)));
        for (int i = 0; i < 90; i++) {
            assertEquals(plain.at(i, i), scaled.at(i, i), 1e-12);
        }
    }

    @Test
    void pointsThatAreAllTheSameAreCoupledIndependently() {
        NDArray same = manager.ones(new Shape(70, 2));
        var plan = Sinkhorn.of(0.1).solve(Costs.squaredDistances(same, same));
        assertEquals(2 * Math.log(70), plan.entropy(), 1e-9);
        NDArray twice = same.get("0:40").concat(same.get("0:30").mul(5));
        var halves = Sinkhorn.of(0.1).solve(Costs.squaredDistances(twice, twice));
        assertEquals(0, halves.meanCost(), 1e-6); // one costs 32, a share e^-320 of it is paid
        assertEquals(1.0 / 70 / 40, halves.at(0, 0), 1e-9);
    }

    @Test
    void epsilonNearZeroGivesTheExactPlan() {
        // A ten-millionth of the spread; the second-best permutation is dearer by more than that.
        var exact = Assignment.solve(costs);
        var plan = Sinkhorn.of(1e-5).solve(costs);
        assertEquals(exact.meanCost(), plan.meanCost(), 1e-3);
        for (int i = 0; i < 128; i++) {
            assertEquals(1.0 / 128, plan.at(i, exact.target(i)), 1e-3, "source " + i);
        }
    }

    @Test
    void farClustersTakeFewIterations() {
        // Between moons and 8 Gaussians of radius 12 the plain iteration needs 400 from the same start.
        var far = Costs.squaredDistances(
                Toy.moonsB().sample(manager, 512, rng), Toy.eightGaussiansB().sample(manager, 512, rng));
        var plan = Sinkhorn.of(2).withIterations(150).solve(far);
        assertTrue(plan.sourceError() <= 1e-4, "sources " + plan.sourceError());
        assertTrue(plan.targetError() <= 1e-9, "targets " + plan.targetError());
    }

    @Test
    void memoryOfAFormerProblemChangesNothing() {
        var first = Sinkhorn.of(1).solve(costs);
        Sinkhorn.of(0.3)
                .solve(Costs.distances(
                        rng.normal(manager, DataType.FLOAT64, 300, 3), rng.normal(manager, DataType.FLOAT64, 200, 3)));
        var again = Sinkhorn.of(1).solve(costs);
        for (int i = 0; i < 128; i++) {
            assertEquals(first.at(i, 0), again.at(i, 0), 0);
        }
    }

    @Test
    void epsilonLeadsFromTheExactPlanToTheIndependentOne() {
        var exact = Assignment.solve(costs);
        double former = exact.meanCost();
        for (double epsilon : new double[] {0.05, 0.2, 1, 5, 50}) {
            double cost = Sinkhorn.of(epsilon).solve(costs).meanCost();
            assertTrue(cost >= former - 1e-2, "the cost grows with epsilon");
            // Entropy is worth at most log n per unit of epsilon.
            assertTrue(cost - exact.meanCost() <= epsilon * Math.log(128) + 1e-2);
            former = cost;
        }
        var independent = Sinkhorn.of(1e7).solve(costs);
        assertEquals(2 * Math.log(128), independent.entropy(), 1e-6);
        assertEquals(Math.log(128), TransportPlan.of(exact, costs).entropy(), 1e-12);
        assertEquals(0, TransportPlan.of(exact, costs).gap(), 1e-12);
    }

    @Test
    void aWarmStartGivesTheSamePlan() {
        var cold = Sinkhorn.of(0.5).withTolerance(1e-7).solve(costs);
        var warm = Sinkhorn.of(0.5).withIterations(3).solve(costs, cold.targetPotentials());
        var exact = Sinkhorn.of(0.5).solve(costs, Assignment.solve(costs).targetPotentials());
        assertEquals(cold.meanCost(), warm.meanCost(), 1e-5);
        assertEquals(cold.meanCost(), exact.meanCost(), 1e-2); // marginal error 10⁻⁴ of costs up to 130
    }

    @Test
    void whatDoesNotConvergeIsAnErrorWithAdvice() {
        var refused = assertThrows(
                TransportException.class,
                () -> Sinkhorn.of(0.01).withIterations(3).solve(costs));
        assertTrue(refused.getMessage().contains("minibatchOt"), refused.getMessage());
        assertThrows(IllegalArgumentException.class, () -> Sinkhorn.of(0));
        assertThrows(IllegalArgumentException.class, () -> Sinkhorn.of(Double.NaN));
    }

    @Test
    void unbalancedPlansLoseMassOnlyAsTheirPriceAllows() {
        double former = 0;
        for (double rho : new double[] {1, 10, 100, 1e5}) {
            var plan = Sinkhorn.of(1).unbalanced(rho).solve(costs);
            assertTrue(plan.mass() > former, "a higher price keeps more mass");
            assertEquals(0, plan.gap(), 1e-2);
            former = plan.mass();
        }
        assertEquals(1, former, 1e-3);
    }

    @Test
    void gaussiansAreCoupledAsTheirClosedFormSays() {
        // Between N(0, 1) and N(0, 1) the entropic plan has covariance c with c = (√(16 + e²) - e) / 4 for P of least
        // ⟨P, |x - y|²⟩ + e KL (Janati et al., NeurIPS 2020): its mean cost is 2 - 2 c.
        double epsilon = 2;
        double covariance = (Math.sqrt(16 + epsilon * epsilon) - epsilon) / 4;
        double sum = 0;
        int repeats = 20;
        for (int k = 0; k < repeats; k++) {
            var x0 = Gaussian.standard(1).sample(manager, DataType.FLOAT64, 400, rng);
            var x1 = Gaussian.standard(1).sample(manager, DataType.FLOAT64, 400, rng);
            sum += Sinkhorn.of(epsilon).solve(Costs.squaredDistances(x0, x1)).meanCost();
        }
        // The mean over 20 draws of 400 points has a standard error of about 0.02.
        assertEquals(2 - 2 * covariance, sum / repeats, 0.06);
    }
}
