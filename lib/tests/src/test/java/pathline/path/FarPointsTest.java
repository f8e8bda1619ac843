package pathline.path;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import pathline.distribution.Empirical;
import pathline.distribution.Gaussian;
import pathline.distribution.GaussianMixture;
import pathline.field.Gradient;
import pathline.objective.ConditionalFlowMatching;
import pathline.objective.MarginalFlowMatching;
import pathline.ode.OdeSolver;
import pathline.ode.SolveException;
import pathline.ode.Tableaus;
import pathline.random.Rng;

/** Exact velocities where squares of distances are beyond the range of doubles, and where there is nothing to be known. */
class FarPointsTest {

    private static final double[] FAR = {1e9, 1e20, 1e155, 1e200, 1e300};
    private static final AffinePath LINE = AffinePath.of(Schedule.linear());

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    private NDArray point(double... x) {
        return manager.create(x, new Shape(1, x.length));
    }

    /** From N(0, I) to points: at t, v = (x1 - x)/(1 - t), score (t x1 - x)/(1 - t)², for the x1 that is nearest. */
    @Test
    void farToTheRightOnlyTheNearestPointCounts() {
        var field =
                MarginalVelocity.of(LINE, Gaussian.standard(2), Empirical.of(new double[][] {{-3, 0}, {2, 5}, {2, -5}
                }));
        for (double far : FAR) {
            var x = point(far, far);
            assertArrayEquals(
                    new double[] {(2 - far) / 0.5, (5 - far) / 0.5},
                    field.at(0.5, x).toDoubleArray(),
                    1e-15 * far);
            assertArrayEquals(
                    new double[] {(1 - far) / 0.25, (2.5 - far) / 0.25},
                    field.score(0.5, x).toDoubleArray(),
                    1e-15 * far);
            assertEquals(0, field.conditionalVariance(0.5, x).toDoubleArray()[0]);
            // dv/dx = -1/(1 - t), as of one point
            assertArrayEquals(
                    new double[] {-2, -4},
                    field.jvp(half(), x, point(1, 2)).derivative().toDoubleArray(),
                    1e-12);
        }
    }

    /**
     * On the axis between (2, 5) and (2, -5) both count by half at any distance: v's second coordinate is that of the
     * mean, the variance that of ±5/(1 - t), and J = dv/dx of a pair of points.
     */
    @Test
    void twoPointsAsFarShareAtAnyDistance() {
        var field =
                MarginalVelocity.of(LINE, Gaussian.standard(2), Empirical.of(new double[][] {{-3, 0}, {2, 5}, {2, -5}
                }));
        var near = MarginalVelocity.of(LINE, Gaussian.standard(2), Empirical.of(new double[][] {{2, 5}, {2, -5}}));
        double[] jacobian =
                near.jvp(half(), point(1, 0), point(1, 1)).derivative().toDoubleArray();
        double[] curve = near.vjp(half(), point(1, 0), point(1, 1), point(1, 2), point(0, 1), Gradient.unwanted())
                .toDoubleArray();
        for (double far : FAR) {
            var x = point(far, 0);
            assertArrayEquals(
                    new double[] {(2 - far) / 0.5, 0}, field.at(0.5, x).toDoubleArray(), 1e-15 * far);
            assertEquals(100, field.conditionalVariance(0.5, x).toDoubleArray()[0], 1e-10);
            assertArrayEquals(
                    jacobian, field.jvp(half(), x, point(1, 1)).derivative().toDoubleArray(), 1e-10);
            assertArrayEquals(
                    curve,
                    field.vjp(half(), x, point(1, 1), point(1, 2), point(0, 1), Gradient.unwanted())
                            .toDoubleArray(),
                    1e-9);
        }
    }

    /** Where the two ways to calculate meet, they agree. */
    @Test
    void mixturesAreTheSameOnBothSidesOfTheLimit() {
        var target = GaussianMixture.of(
                new double[] {0.2, 0.8},
                java.util.List.of(
                        Gaussian.full(new double[] {1, 2}, new double[][] {{1, 0.3}, {0.3, 2}}),
                        Gaussian.isotropic(new double[] {-1, 0}, 0.5)));
        var field = MarginalVelocity.of(LINE, Gaussian.standard(2), target);
        double[] below = field.at(0.7, point(1e7, 1.5e7)).toDoubleArray();
        double[] above = field.at(0.7, point(1e9, 1.5e9)).toDoubleArray();
        // linear in x there, with the wider component's slope: x 100 but for the constant
        for (int i = 0; i < 2; i++) {
            assertEquals(below[i], above[i] / 100, 10);
        }
        assertTrue(Double.isFinite(field.logDensity(0.7, point(2e9, 3e9)).toDoubleArray()[0]));
        assertEquals(
                Double.NEGATIVE_INFINITY, field.logDensity(0.7, point(2e200, 0)).toDoubleArray()[0]);
    }

    @Test
    void whatIsNoPointIsNeverZero() {
        var field = MarginalVelocity.of(LINE, Gaussian.standard(2), Empirical.of(new double[][] {{-3, 0}, {2, 5}}));
        for (double value : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
            var x = manager.create(new double[] {0, 1, 2, value}, new Shape(2, 2));
            String where = "x is " + value + " in row 1, column 1";
            refused(where, () -> field.score(0.5, x));
            refused(where, () -> field.logDensity(0.5, x));
            refused(where, () -> field.conditionalVariance(0.5, x));
            double[] v = field.at(0.5, x).toDoubleArray();
            assertTrue(Double.isFinite(v[0]) && Double.isFinite(v[1]) && Double.isNaN(v[2]) && Double.isNaN(v[3]));
            double[] jv = field.jvp(half(), x, x.onesLike()).derivative().toDoubleArray();
            assertTrue(Double.isFinite(jv[0]) && Double.isNaN(jv[2]));
            double[] back =
                    field.vjp(half(), x, x.onesLike(), Gradient.unwanted()).toDoubleArray();
            assertTrue(Double.isFinite(back[0]) && Double.isNaN(back[3]));
        }
        var solver = OdeSolver.fixed(Tableaus.EULER, 4);
        // the field is asked at the edge of doubles, where x/(1 - t) leaves them: the solve says so
        var edge = point(1.7e308, 0);
        assertThrows(SolveException.class, () -> solver.solve(field, edge, 0.5, 0.9));
    }

    @Test
    void theIrreducibleLossOfARowWithoutAValueIsRefused() {
        var rows = new double[272][2];
        rows[7][1] = Double.NaN;
        refused(
                "in row 7, column 1",
                () -> MarginalFlowMatching.of(
                                ConditionalFlowMatching.of(Gaussian.standard(2), Empirical.of(rows), LINE, 64))
                        .irreducible(10, Rng.of(1)));
    }

    @Test
    void closedFormsIn46341DimensionsTakeNoMatrix() {
        int d = 46_341;
        var mean = new double[d];
        Arrays.fill(mean, 2);
        var field = MarginalVelocity.of(LINE, Gaussian.standard(d), Gaussian.isotropic(mean, 0.5));
        var x = manager.ones(new Shape(1, d), DataType.FLOAT64);
        // v = 2 + (-(1 - t) + t/4)/((1 - t)² + t²/4) (x - 2t) = 2 - 3/5 · 0 at t = 1/2, x = 1
        assertEquals(2, field.at(0.5, x).getDouble(0, d - 1), 1e-15);
        assertEquals(0, field.score(0.5, x).getDouble(0, 0), 1e-15);
        var marginal = field.marginal(0.5).components().get(0);
        assertEquals(0.3125, marginal.variances()[d - 1], 1e-15); // 1/4 + 1/16
        assertEquals(
                field.logDensity(0.5, x).toDoubleArray()[0],
                marginal.logDensity(x).toDoubleArray()[0],
                1e-6); // sums of 46 341 terms
    }

    @Test
    void pairsBeyondMemoryAreRefused() {
        var many = Empirical.of(new double[46_341][1]);
        refused("46341 and 46341 parts", () -> MarginalVelocity.of(LINE, many, many));
    }

    @Test
    void anEstimateFromDrawsThatCannotReachThePointIsRefused() {
        var estimator = MonteCarloVelocity.of(Schedule.linear(), Gaussian.standard(2), Gaussian.standard(2));
        refused("row 0, column 1", () -> estimator.at(0.5, point(0, Double.NaN), 10, Rng.of(1)));
        refused("reached from no draw", () -> estimator.at(0.5, point(1e200, 0), 10, Rng.of(1)));
        refused("draws is 2147483647", () -> estimator.at(0.5, point(0, 0), Integer.MAX_VALUE, Rng.of(1)));
    }

    private NDArray half() {
        return point(0.5);
    }

    private static void refused(String part, Executable call) {
        String message = assertThrows(IllegalArgumentException.class, call).getMessage();
        assertTrue(message.contains(part), message);
    }
}
