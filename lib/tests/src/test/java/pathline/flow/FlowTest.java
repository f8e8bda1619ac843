package pathline.flow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import pathline.distribution.Density;
import pathline.distribution.Gaussian;
import pathline.distribution.GaussianMixture;
import pathline.field.LinearField;
import pathline.field.TorchFixture;
import pathline.field.VelocityMlp;
import pathline.likelihood.Divergence;
import pathline.likelihood.Probe;
import pathline.ode.OdeSolver;
import pathline.ode.SaveAt;
import pathline.ode.Tableaus;
import pathline.path.GaussianPath;
import pathline.path.MarginalVelocity;
import pathline.path.Schedule;
import pathline.random.Rng;

class FlowTest {

    private static final OdeSolver TIGHT = OdeSolver.adaptive(Tableaus.DOPRI5, 1e-10, 1e-10);
    private static final Gaussian NORMAL = Gaussian.standard(2);

    /** Trace 0.4, neither symmetric nor normal. */
    private static final LinearField LINEAR =
            LinearField.of(new double[][] {{0.9, -1.3}, {0.6, -0.5}}, new double[] {0.3, -1});

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    private NDArray points(int n) {
        return Rng.of(11).normal(manager, DataType.FLOAT64, n, 2);
    }

    private static void near(NDArray expected, NDArray found, double tolerance) {
        assertArrayEquals(expected.toDoubleArray(), found.toDoubleArray(), tolerance);
    }

    private Flow learned(OdeSolver solver) {
        return Flow.of(NORMAL, new TorchFixture(manager).velocity(), solver);
    }

    /** Some 30 steps with an error of 1e-10 each. */
    private void isTheLawOf(Density expected, Flow flow) {
        var x = points(8);
        near(expected.logDensity(x), flow.logDensity(x), 1e-8);
        near(expected.logDensity(x).exp(), flow.density(x), 1e-8);
        near(expected.score(x), flow.score(x), 1e-7);
        var sampled = flow.pushWithDensity(x);
        near(expected.logDensity(sampled.x1()), sampled.logDensity(), 1e-8);
    }

    @Test
    void aLinearFieldMakesKnownGaussiansAndMixtures() {
        var source = Gaussian.full(new double[] {0.5, -1}, new double[][] {{1.2, 0.4}, {0.4, 0.7}});
        isTheLawOf(
                LINEAR.push(source, 0.25, 1.5), Flow.of(source, LINEAR, TIGHT).over(0.25, 1.5));
        var parts = new Gaussian[] {Gaussian.isotropic(new double[] {2, 0}, 0.5), NORMAL};
        isTheLawOf(
                GaussianMixture.equal(LINEAR.push(parts[0], 0, 1), LINEAR.push(parts[1], 0, 1)),
                Flow.of(GaussianMixture.equal(parts), LINEAR, TIGHT));
    }

    @Test
    void aFlowTurnedRoundTakesTheDataToTheSource() {
        var data = LINEAR.push(NORMAL, 0, 1);
        isTheLawOf(NORMAL, Flow.of(NORMAL, LINEAR, TIGHT).from(data).over(1, 0));
    }

    /** The centres of the cells of a square around 0. */
    private NDArray grid(double half, int cells) {
        double width = 2 * half / cells;
        var flat = new double[cells * cells * 2];
        for (int i = 0; i < cells * cells; i++) {
            flat[2 * i] = -half + width * (0.5 + i / cells);
            flat[2 * i + 1] = -half + width * (0.5 + i % cells);
        }
        return manager.create(flat, new Shape(cells * cells, 2));
    }

    /** How far the mass is from 1; the sum of a smooth density that vanishes at the border is exact to some 1e-9. */
    private static double massError(NDArray density, double half) {
        double area = 4 * half * half / density.size();
        return Math.abs(density.sum().getDouble() * area - 1);
    }

    @Test
    void theDensityIntegratesToOneAsFarAsTheSolverIsExact() {
        var grid = grid(16, 114); // beyond 14 lie 4e-8 of the mass
        double before = 1;
        for (double tolerance : new double[] {1e-2, 1e-5, 1e-8}) {
            var flow = Flow.of(NORMAL, LINEAR, OdeSolver.adaptive(Tableaus.BOSH3, tolerance, tolerance));
            double error = massError(flow.density(grid), 16);
            assertTrue(error < 10 * tolerance && error < before / 10, error + " at tolerance " + tolerance);
            before = error;
        }
    }

    /** The velocity that flow matching would learn: its divergence differs from point to point and from time to time. */
    @Test
    void aMarginalVelocityMakesTheMixtureAsFarAsTheSolverIsExact() {
        var mixture = GaussianMixture.of(
                new double[] {0.3, 0.7},
                List.of(
                        Gaussian.isotropic(new double[] {-1.5, 1}, 0.5),
                        Gaussian.full(new double[] {1, -0.5}, new double[][] {{0.6, 0.2}, {0.2, 0.4}})));
        var velocity = MarginalVelocity.of(GaussianPath.of(Schedule.linear()), mixture);
        var grid = grid(7, 60);
        var expected = mixture.logDensity(grid).exp();
        double before = 1;
        for (double tolerance : new double[] {1e-2, 1e-4, 1e-6}) {
            var flow = Flow.of(NORMAL, velocity, OdeSolver.adaptive(Tableaus.DOPRI5, tolerance, tolerance));
            var density = flow.density(grid);
            double mass = massError(density, 7);
            double error = density.sub(expected).abs().max().getDouble();
            assertTrue(mass < 10 * tolerance && error < 10 * tolerance, mass + ", " + error + " at " + tolerance);
            assertTrue(error < before / 10, error + " after " + before);
            before = error;
        }
        isTheLawOf(mixture, Flow.of(NORMAL, velocity, TIGHT));
        var between = velocity.marginal(0.6); // the same field, stopped on its way
        isTheLawOf(between, Flow.of(NORMAL, velocity, TIGHT).over(0, 0.6));
        isTheLawOf(mixture, Flow.of(between, velocity, TIGHT).over(0.6, 1));
    }

    @Test
    void thereAndBackIsWithinTheTolerance() {
        double before = 1;
        for (double tolerance : new double[] {1e-4, 1e-7, 1e-10}) {
            var flow = learned(OdeSolver.adaptive(Tableaus.DOPRI5, tolerance, tolerance));
            var error = flow.roundTripError(points(40));
            assertTrue(error.max() < 100 * tolerance && error.max() < before, error + " at tolerance " + tolerance);
            assertTrue(error.rms() > 0 && error.rms() < error.max(), error.toString());
            before = error.max();
        }
        var exact = RoundTrip.of(new double[] {3, 4, 0, 0});
        assertEquals(4, exact.max());
        assertEquals(2.5, exact.rms(), 1e-15);
    }

    /** Central differences with h = 1e-5 are right to some 1e-9. */
    @Test
    void theScoreIsThatOfFiniteDifferences() {
        var flow = learned(TIGHT);
        double h = 1e-5;
        for (double[] direction : new double[][] {{1, 0}, {0, 1}}) {
            var e = manager.create(direction, new Shape(1, 2));
            var slope = flow.logDensity(points(6).add(e.mul(h)))
                    .sub(flow.logDensity(points(6).sub(e.mul(h))))
                    .div(2 * h);
            near(slope, flow.score(points(6)).mul(e).sum(new int[] {1}), 1e-7);
        }
    }

    @Test
    void blocksInARowAreOneFlow() {
        var whole = learned(TIGHT);
        var velocity = whole.change().velocity();
        var blocks = whole.over(0, 0.4).then(velocity).over(0.4, 1);
        isTheLawOf(whole, blocks);
        near(
                whole.sample(manager, DataType.FLOAT64, 5, Rng.of(1)),
                blocks.sample(manager, DataType.FLOAT64, 5, Rng.of(1)),
                1e-8);
    }

    /** More points than are carried at once, some in a last part: each part is solved on its own. */
    @Test
    void manyPointsAreCarriedInParts() {
        var flow = Flow.of(NORMAL, LINEAR, OdeSolver.fixed(Tableaus.RK4, 4));
        var x = points(20_000);
        var tail = x.get("19990:");
        near(flow.push(tail), flow.push(x).get("19990:"), 1e-14);
        near(flow.logDensity(tail), flow.logDensity(x).get("19990:"), 1e-13);
        near(flow.score(tail), flow.score(x).get("19990:"), 1e-13);
        assertEquals(new Shape(20_000), flow.pushWithDensity(x).logDensity().getShape());
    }

    /** Four standard errors of the mean of 4 000 estimates with variance 2 |S|^2 = 2.61 each, S the symmetric part of A. */
    @Test
    void theDivergenceMayBeEstimated() {
        var x = manager.zeros(new Shape(4000, 2), DataType.FLOAT64);
        var flow = Flow.of(NORMAL, LINEAR, OdeSolver.fixed(Tableaus.RK4, 10));
        var estimated = flow.with(Divergence.hutchinson(1, Probe.GAUSSIAN, Rng.of(8)));
        assertEquals(flow.nll(x).mean(), estimated.nll(x).mean(), 4 * Math.sqrt(2.61 / 4000));
        assertEquals(Math.sqrt(2.61 / 4000), estimated.nll(x).standardError(), 0.003); // its own error is about 2 %
    }

    @Test
    void trajectoriesBeginAtTheSourceAndEndWithTheSamples() {
        var flow = Flow.of(NORMAL, LINEAR, TIGHT);
        var ways = flow.trajectories(points(5), SaveAt.grid(0, 1, 3));
        near(points(5), ways.states().get(0), 0);
        near(LINEAR.flow(0, 0.5, points(5)), ways.states().get(1), 1e-8);
        near(flow.push(points(5)), ways.end(), 0);
        near(points(5), flow.pull(ways.end()), 1e-8);
    }

    @Test
    void bitsPerDimensionAreNatsOverDimensionsAndLogTwo() {
        var nll = Nll.of(new double[] {-3 * Math.log(2), -5 * Math.log(2)}, 2);
        assertEquals(2, nll.bitsPerDimension(), 1e-15);
        assertEquals(Math.log(2), nll.standardError(), 1e-15); // s² = 2 ln² 2, over two points
        assertThrows(IllegalArgumentException.class, () -> Nll.of(new double[0], 2));
    }

    @Test
    void floatNetsTakeAnyPointsAndNoArrayIsLeft() {
        var net = VelocityMlp.of(2, 8).init(Rng.of(3), manager);
        var flow = Flow.of(NORMAL, net, OdeSolver.adaptive(Tableaus.DOPRI5, 1e-4, 1e-4));
        var x = points(6);
        flow.logDensity(x); // what a net makes once is made now
        int before = manager.getManagedArrays().size();
        assertEquals(DataType.FLOAT64, flow.logDensity(x).getDataType());
        assertEquals(DataType.FLOAT64, flow.score(x).getDataType());
        assertEquals(DataType.FLOAT64, flow.pull(x).getDataType());
        assertEquals(DataType.FLOAT32, flow.sample(manager, 7, Rng.of(1)).getDataType());
        flow.sampleWithDensity(manager, 7, Rng.of(1));
        flow.density(x);
        flow.nll(x);
        flow.roundTripError(x);
        assertEquals(before + 7, manager.getManagedArrays().size());
    }

    @Test
    void mistakesAreRefused() {
        var refused = assertThrows(IllegalArgumentException.class, () -> Flow.of(Gaussian.standard(3), LINEAR, TIGHT));
        assertTrue(refused.getMessage().contains("3 and 2"), refused.getMessage());
        var flow = Flow.of(NORMAL, LINEAR, TIGHT);
        assertThrows(IllegalArgumentException.class, () -> flow.push(points(2).reshape(4)));
        assertThrows(
                IllegalArgumentException.class, () -> flow.logDensity(points(2).reshape(1, 4)));
        assertThrows(IllegalArgumentException.class, () -> flow.over(1, 1));
    }
}
