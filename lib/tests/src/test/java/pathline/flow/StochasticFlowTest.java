package pathline.flow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import pathline.distribution.Gaussian;
import pathline.distribution.GaussianMixture;
import pathline.metric.Wasserstein;
import pathline.ode.OdeSolver;
import pathline.ode.Tableaus;
import pathline.path.GaussianPath;
import pathline.path.MarginalVelocity;
import pathline.path.Schedule;
import pathline.random.Rng;

class StochasticFlowTest {

    private static final GaussianPath PATH = GaussianPath.of(Schedule.linear());
    private static final int N = 40_000;

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    private static double[] moments(NDArray x) {
        double mean = x.mean().getDouble();
        return new double[] {mean, x.sub(mean).square().mean().getDouble()};
    }

    /** From N(0, 1) to N(2, 1/4) both drift and law are known: the mean and variance of each step too. */
    private static double[] recursion(DoubleUnaryOperator g, int steps) {
        double mean = 0;
        double variance = 1;
        double h = 1.0 / steps;
        for (int k = 0; k < steps; k++) {
            double t = k * h;
            double s2 = (1 - t) * (1 - t) + t * t / 4;
            double slope = (-(1 - t) + t / 4) / s2 - g.applyAsDouble(t) * g.applyAsDouble(t) / 2 / s2;
            mean += h * (2 + slope * (mean - 2 * t));
            variance = (1 + h * slope) * (1 + h * slope) * variance + g.applyAsDouble(t) * g.applyAsDouble(t) * h;
        }
        return new double[] {mean, variance};
    }

    @Test
    void oneStepIsThatOfEulerAndMaruyama() {
        DoubleUnaryOperator g = t -> 1 - 0.5 * t;
        var target = Gaussian.isotropic(new double[] {2}, 0.5);
        var marginal = MarginalVelocity.of(PATH, target);
        double[] bias = new double[2];
        for (int i = 0; i < 2; i++) {
            int steps = 5 << i;
            var flow = StochasticFlow.of(Gaussian.standard(1), marginal, g, steps);
            double[] found = moments(flow.sample(manager, DataType.FLOAT64, N, Rng.of(1)));
            double[] expected = recursion(g, steps);
            assertEquals(expected[0], found[0], 4.5 * Math.sqrt(expected[1] / N));
            assertEquals(expected[1], found[1], 4.5 * expected[1] * Math.sqrt(2.0 / N));
            bias[i] = found[1] - 0.25;
        }
        // weak order 1: half the step, half the bias, each known to 0.25 √(2/N) = 0.0018
        assertTrue(Math.abs(bias[1]) > 10 * 0.0018, "bias " + bias[1]);
        assertEquals(2, bias[0] / bias[1], 0.6); // 4.5 standard errors and a term of second order
        double[] fine = recursion(g, 1000);
        assertArrayEquals(new double[] {2, 0.25}, fine, 2e-3);
    }

    @Test
    void theLawAtTheEndIsThatOfTheFlow() {
        var target = GaussianMixture.isotropic(new double[][] {{2, 1}, {-1, -2}}, 0.5);
        var marginal = MarginalVelocity.of(PATH, target);
        int n = 400;
        var ode = OdeSolver.fixed(Tableaus.RK4, 20)
                .solve(marginal, Gaussian.standard(2).sample(manager, DataType.FLOAT64, n, Rng.of(2)), 0, 1);
        var sde = StochasticFlow.of(Gaussian.standard(2), marginal, StochasticFlow.fading(PATH, 1), 100)
                .sample(manager, DataType.FLOAT64, n, Rng.of(3));
        // E x = (1/2, -1/2), variance 9/4 + 1/4 of each coordinate, as of the target
        double error = Math.sqrt(2.5 / n);
        for (int j = 0; j < 2; j++) {
            double[] random = moments(sde.get(":, " + j));
            assertEquals(0.5 - j, random[0], 4.5 * error);
            assertEquals(0.5 - j, moments(ode.get(":, " + j))[0], 4.5 * error);
            // the variance of (x - Ex)² is 4 · 9/4 · 1/4 + 2/16, that of its mean n times less; the bias is h/2 or so
            assertEquals(2.5, random[1], 4.5 * Math.sqrt(2.375 / n) + 0.02);
        }
        var floor = Wasserstein.floor(target, n, 3, Rng.of(4));
        assertEquals(floor.mean(), Wasserstein.w2(ode, sde), 6 * floor.deviation() + 0.05);
    }

    @Test
    void aLearnedVelocityTellsItsScore() {
        var target = GaussianMixture.isotropic(new double[][] {{2, 1}, {-1, -2}}, 0.5);
        var marginal = MarginalVelocity.of(PATH, target);
        var g = StochasticFlow.fading(PATH, 0.7);
        assertEquals(Math.sqrt(1.4 * 0.75), g.applyAsDouble(0.25), 1e-12);
        var exact = StochasticFlow.of(Gaussian.standard(2), marginal, g, 20);
        var read = StochasticFlow.of(PATH, marginal, g, 20);
        assertArrayEquals(
                exact.sample(manager, DataType.FLOAT64, 50, Rng.of(5)).toDoubleArray(),
                read.sample(manager, DataType.FLOAT64, 50, Rng.of(5)).toDoubleArray(),
                1e-9);
    }

    @Test
    void withoutNoiseItIsEulersMethod() {
        var marginal = MarginalVelocity.of(PATH, Gaussian.isotropic(new double[] {2, 0}, 0.5));
        var x0 = Gaussian.standard(2).sample(manager, DataType.FLOAT64, 20, Rng.of(6));
        var still = StochasticFlow.of(Gaussian.standard(2), marginal, t -> 0, 10);
        assertArrayEquals(
                OdeSolver.fixed(Tableaus.EULER, 10).solve(marginal, x0, 0, 1).toDoubleArray(),
                still.push(x0, Rng.of(1)).toDoubleArray(),
                1e-12);
        assertThrows(IllegalArgumentException.class, () -> StochasticFlow.of(PATH, marginal, t -> 0, 0));
        assertThrows(
                IllegalArgumentException.class,
                () -> StochasticFlow.of(PATH, marginal, t -> -1, 2).push(x0, Rng.of(1)));
        assertThrows(IllegalArgumentException.class, () -> StochasticFlow.fading(PATH, -1));
    }
}
