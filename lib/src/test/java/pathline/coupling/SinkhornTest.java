package pathline.coupling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pathline.distribution.Gaussian;
import pathline.distribution.Toy;
import pathline.random.Rng;

/** Entropic plans, against their marginals, their dual value, their two limits and a Gaussian closed form. */
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
        assertEquals(128 * (1 - Math.pow(1 - 1.0 / 16384, 128)) * 128, independent.distinctPairs(128), 1e-3);
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
