package pathline.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import pathline.distribution.Gaussian;
import pathline.distribution.GaussianMixture;
import pathline.distribution.SampleMean;
import pathline.distribution.Toy;
import pathline.objective.ConditionalFlowMatching;
import pathline.objective.MarginalFlowMatching;
import pathline.ode.OdeSolver;
import pathline.ode.SaveAt;
import pathline.ode.Tableaus;
import pathline.ode.VectorField;
import pathline.path.AffinePath;
import pathline.path.MarginalVelocity;
import pathline.path.Schedule;
import pathline.random.Rng;

class StraightnessTest {

    private static final AffinePath LINE = AffinePath.of(Schedule.linear());
    private static final OdeSolver DOPRI5 = OdeSolver.adaptive(Tableaus.DOPRI5, 1e-9, 1e-9);
    private static final OdeSolver RK4 = OdeSolver.fixed(Tableaus.RK4, 40);

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    private NDArray rows(double[]... rows) {
        return manager.create(rows);
    }

    /** A quarter turn about the origin at radii 1 and 3: chord r√2, speed rπ/2. */
    @Test
    void aTurn() {
        double w = Math.PI / 2;
        VectorField turn = (t, x) -> x.matMul(rows(new double[] {0, w}, new double[] {-w, 0}));
        var measured = Straightness.of(turn, rows(new double[] {1, 0}, new double[] {0, 3}), DOPRI5);
        double mean = 5; // of r²
        assertEquals(mean * w * w, measured.energy().value(), 1e-7);
        assertEquals(mean * 2, measured.displacement().value(), 1e-7);
        assertEquals(mean * (w * w - 2), measured.straightness().value(), 1e-7);
        assertEquals(mean * (1 + (w - 1) * (w - 1)), measured.oneStep().value(), 1e-7);
        // the last node lies 0.11 of a step before the end, and nothing is counted after it
        assertEquals(w, measured.turning().value(), 0.05 * w);
        assertEquals((9 - 1) / 2.0 * w * w, measured.energy().standardError(), 1e-7); // of two points
        assertEquals(Math.abs(w * w / 2 - 1), measured.normalisedPathEnergy(2 * mean), 1e-7);
    }

    @Test
    void aStraightWayAtConstantSpeedHasNothingToImprove() {
        VectorField wind = (t, x) -> x.zerosLike().add(2);
        var measured = Straightness.of(wind, rows(new double[] {1, 0}, new double[] {0, 3}), RK4);
        assertEquals(0, measured.straightness().value(), 1e-12);
        assertEquals(0, measured.turning().value(), 1e-7);
        assertEquals(0, measured.oneStep().value(), 1e-12);
        assertEquals(8, measured.energy().value(), 1e-12);
        VectorField gust = (t, x) -> x.zerosLike().add(4 * t); // straight, but not at constant speed: S = 2 (16/3 - 4)
        var uneven = Straightness.of(gust, rows(new double[] {1, 0}, new double[] {0, 3}), RK4);
        assertEquals(8.0 / 3, uneven.straightness().value(), 1e-10);
        assertEquals(0, uneven.turning().value(), 1e-7); // a point that stands has no direction to turn from
    }

    /** Between normals at ±mu: W2² = 4 mu², and the flow spends 2 (2 - π/2) more in the plane. */
    @Test
    void betweenNormals() {
        var source = Gaussian.isotropic(new double[] {-10, 0}, 1);
        var field = MarginalVelocity.of(LINE, source, Gaussian.isotropic(new double[] {10, 0}, 1));
        // two points at ± one standard deviation have the moments of a normal, and the field is affine
        var measured = Straightness.of(field, rows(new double[] {-9, 1}, new double[] {-11, -1}), DOPRI5);
        assertEquals(400 + 2 * (2 - Math.PI / 2), measured.energy().value(), 1e-6);
        assertEquals(400, measured.displacement().value(), 1e-6);
        assertEquals(0.002146, measured.normalisedPathEnergy(400), 5e-7);
    }

    /** E|x1 - x0|² - E|z1 - z0|² = S + V. */
    @Test
    void whatTheFlowSavesIsStraightnessAndIrreducibleLoss() {
        var source = GaussianMixture.isotropic(new double[][] {{-2, 2}, {-2, -2}}, 0.5);
        var target = GaussianMixture.isotropic(new double[][] {{2, 2}, {2, -1}}, 0.8);
        var field = MarginalVelocity.of(LINE, source, target);
        var z0 = source.sample(manager, DataType.FLOAT64, 1500, Rng.of(3));
        var measured = Straightness.of(field, z0, RK4);
        var conditional = ConditionalFlowMatching.of(source, target, LINE, 200);
        var loss = MarginalFlowMatching.of(conditional).irreducible(60, Rng.of(5));
        // 16 apart along x; along y, means 0 and 1/2 and variances 4 and 9/4; and the parts' own
        double apart = 16 + 0.25 + 4 + 2.25 + 2 * (0.25 + 0.64);
        double found = measured.displacement().value() + measured.straightness().value() + loss.value();
        double error = Math.hypot(measured.energy().standardError(), loss.standardError());
        assertEquals(apart, found, 4.5 * error);
        assertTrue(error < 0.02 * apart, "standard error " + error);
        assertTrue(loss.value() > 20 * error);
    }

    /** Jensen: z1 - z0 is a mean of differences x1 - x0, so no convex cost of it is dearer (Liu, Gong and Liu, theorem 3.5). */
    @Test
    void noConvexCostIsRaised() {
        var source = GaussianMixture.isotropic(new double[][] {{-2, 2}, {-2, -2}}, 0.5);
        var target = GaussianMixture.isotropic(new double[][] {{2, 2}, {2, -1}}, 0.8);
        var z0 = source.sample(manager, DataType.FLOAT64, 3000, Rng.of(6));
        var x1 = target.sample(manager, DataType.FLOAT64, 3000, Rng.of(7));
        var z1 = RK4.solve(MarginalVelocity.of(LINE, source, target), z0, 0, 1);
        for (double power : new double[] {1, 1.5, 2, 4}) {
            var flow = cost(z0, z1, power);
            var pairs = cost(z0, x1, power);
            double error = Math.hypot(flow.standardError(), pairs.standardError());
            assertTrue(flow.value() < pairs.value() - 4.5 * error, "|x1 - x0| to the " + power);
        }
    }

    private static SampleMean cost(NDArray from, NDArray to, double power) {
        return SampleMean.of(to.sub(from).square().sum(new int[] {1}).pow(power / 2));
    }

    /** Equal parts of N(0, I): the middle of each ring and of each sector of it. */
    private NDArray normal(int rings, int sectors) {
        var points = new double[rings * sectors][];
        for (int i = 0; i < rings; i++) {
            double r = Math.sqrt(-2 * Math.log1p(-(i + 0.5) / rings));
            for (int j = 0; j < sectors; j++) {
                double a = 2 * Math.PI * (j + 0.5 * (i % 2)) / sectors;
                points[i * sectors + j] = new double[] {r * Math.cos(a), r * Math.sin(a)};
            }
        }
        return rows(points);
    }

    /** What I-CFM comes to on the task of the literature, trained perfectly; the published value has an error of 1 %. */
    @Test
    void normalToEightGaussians() {
        var field = MarginalVelocity.of(LINE, Gaussian.standard(2), Toy.eightGaussiansA());
        var coarse = Straightness.of(field, normal(15, 24), RK4);
        var fine = Straightness.of(field, normal(25, 40), RK4);
        assertEquals(
                coarse.energy().value(),
                fine.energy().value(),
                0.01 * fine.energy().value());
        assertEquals(0.21, fine.normalisedPathEnergy(14.99), 0.015);
    }

    @Test
    void readsASolutionAndRefusesOthers() {
        VectorField decay = (t, x) -> x.mul(-1);
        var x0 = rows(new double[] {1, 0}, new double[] {0, 3});
        var dense = DOPRI5.solve(decay, x0, 0, 1, SaveAt.dense());
        assertEquals(Straightness.of(decay, x0, DOPRI5), Straightness.of(decay, dense));
        // |v|² = r² e^(-2t), and |z1 - z0|² = r² (1 - 1/e)²
        assertEquals(
                5 * (1 - Math.exp(-2)) / 2,
                Straightness.of(decay, dense).energy().value(),
                1e-8);
        assertThrows(
                IllegalArgumentException.class,
                () -> Straightness.of(decay, DOPRI5.solve(decay, x0, 0, 2, SaveAt.dense())));
        assertThrows(
                IllegalStateException.class, () -> Straightness.of(decay, DOPRI5.solve(decay, x0, 0, 1, SaveAt.end())));
        assertThrows(IllegalArgumentException.class, () -> SampleMean.of(1.0));
    }
}
