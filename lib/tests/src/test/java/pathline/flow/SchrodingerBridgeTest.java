package pathline.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import pathline.coupling.Coupling;
import pathline.distribution.Gaussian;
import pathline.field.Velocity;
import pathline.field.VelocityMlp;
import pathline.objective.ConditionalFlowMatching;
import pathline.objective.ScoreMatching;
import pathline.objective.Times;
import pathline.ode.OdeSolver;
import pathline.ode.Tableaus;
import pathline.ode.VectorField;
import pathline.path.AffinePath;
import pathline.path.Bridge;
import pathline.path.Schedule;
import pathline.random.Rng;
import pathline.train.Trainer;

/**
 * SB-CFM and its score between N(-1, I) and N(1, I), where the Schrödinger bridge is known: p_t has mean 2t - 1 and variance
 * t (1 - t) √(4 + σ⁴) + (1 - t)² + t² (Tong et al., AISTATS 2024, after Bunne et al., 2023), and x0 and x1 the covariance
 * (√(4 + σ⁴) - σ²) / 2.
 */
class SchrodingerBridgeTest {

    private static final Gaussian SOURCE = Gaussian.isotropic(new double[] {-1}, 1);

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    private static double variance(double sigma, double t) {
        return t * (1 - t) * Math.sqrt(4 + Math.pow(sigma, 4)) + (1 - t) * (1 - t) + t * t;
    }

    private static ConditionalFlowMatching matching(double sigma, int batch) {
        return ConditionalFlowMatching.of(
                        SOURCE,
                        Gaussian.isotropic(new double[] {1}, 1),
                        AffinePath.of(Schedule.linear()).with(Bridge.brownian(sigma)),
                        batch)
                .coupling(Coupling.sinkhorn(2 * sigma * sigma));
    }

    /** What is to be learned: the velocity m' + c'/2c (x - m) of N(m, c). */
    private static VectorField velocity(double sigma) {
        return (t, x) -> {
            double slope = (1 - 2 * t) * (Math.sqrt(4 + Math.pow(sigma, 4)) - 2) / (2 * variance(sigma, t));
            return x.sub(2 * t - 1).mul(slope).add(2);
        };
    }

    private static VectorField score(double sigma) {
        return (t, x) -> x.sub(2 * t - 1).div(-variance(sigma, t));
    }

    @ParameterizedTest
    @CsvSource({"1, 0.1", "1, 0.5", "1, 0.75", "0.5, 0.5", "2, 0.3", "2, 0.5"})
    void entropicPairsAndABrownianBridgeHaveTheMarginalsOfTheSchrodingerBridge(double sigma, double t) {
        int n = 256;
        int batches = 40;
        var drawn = matching(sigma, n).times(Times.at(t));
        double sum = 0;
        double squares = 0;
        for (int k = 0; k < batches; k++) {
            var x = drawn.sample(manager, DataType.FLOAT64, Rng.of(1).child(k)).xt();
            sum += x.mean().getDouble() / batches;
            squares += x.sub(2 * t - 1).square().mean().getDouble() / batches;
            x.close();
        }
        double expected = variance(sigma, t);
        // 10240 numbers; a plan of 256 points is off by less than their noise.
        assertEquals(2 * t - 1, sum, 4.5 * Math.sqrt(expected / (n * batches)));
        assertEquals(expected, squares, 4.5 * expected * Math.sqrt(2.0 / (n * batches)));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.5, 1, 2})
    void theRandomWayHasTheLawsAndThePairsOfTheBridge(double sigma) {
        int n = 20_000;
        NDArray x0 = SOURCE.sample(manager, DataType.FLOAT64, n, Rng.of(2));
        var bridge = StochasticFlow.of(SOURCE, velocity(sigma), score(sigma), t -> sigma, 200);
        NDArray x1 = bridge.push(x0, Rng.of(3));
        double step = 1.0 / 200; // the bias of Euler and Maruyama is of this order
        assertEquals(1, x1.mean().getDouble(), 4.5 / Math.sqrt(n) + step);
        assertEquals(1, x1.sub(1).square().mean().getDouble(), 4.5 * Math.sqrt(2.0 / n) + step);
        double covariance = x0.add(1).mul(x1.sub(1)).mean().getDouble();
        double expected = (Math.sqrt(4 + Math.pow(sigma, 4)) - sigma * sigma) / 2;
        assertEquals(expected, covariance, 4.5 * Math.sqrt((1 + expected * expected) / n) + step);
        // The flow has the same laws, but its pairs are those of optimal transport: a translation here.
        NDArray flowed = OdeSolver.fixed(Tableaus.RK4, 20).solve(velocity(sigma), x0, 0, 1);
        assertEquals(0, flowed.sub(x0).sub(2).abs().max().getDouble(), 1e-6);
    }

    @Test
    void bothFieldsAreLearned() {
        double sigma = 1;
        var drawn = matching(sigma, 128);
        var rng = Rng.of(7);
        var trainer = Trainer.adam(5e-3).steps(800).average(0.99);
        Velocity velocity = trainer.fit(
                        VelocityMlp.of(1, 32, 32).init(rng.child("v"), manager), drawn, rng.child("fit v"))
                .model();
        Velocity score = trainer.fit(
                        VelocityMlp.of(1, 32, 32).init(rng.child("s"), manager),
                        ScoreMatching.of(drawn),
                        rng.child("fit s"))
                .model();
        // Errors of 10 % or so of fields of size 1 are what so short a training leaves.
        assertTrue(error(velocity, velocity(sigma)) < 0.15, "velocity off by " + error(velocity, velocity(sigma)));
        assertTrue(error(score, score(sigma)) < 0.15, "score off by " + error(score, score(sigma)));
        NDArray x1 = StochasticFlow.of(SOURCE, velocity, score, t -> sigma, 50).sample(manager, 4_000, Rng.of(8));
        assertEquals(1, x1.mean().getFloat(), 0.15);
        assertEquals(1, x1.sub(1).square().mean().getFloat(), 0.2);
    }

    /** Root mean square over the laws p_t. */
    private double error(VectorField found, VectorField expected) {
        double sum = 0;
        double[] times = {0.1, 0.3, 0.5, 0.7, 0.9};
        for (double t : times) {
            NDArray x = Rng.of(9)
                    .normal(manager, DataType.FLOAT32, 500, 1)
                    .mul(Math.sqrt(variance(1, t)))
                    .add(2 * t - 1);
            sum += found.at(t, x).sub(expected.at(t, x)).square().mean().getFloat() / times.length;
        }
        return Math.sqrt(sum);
    }
}
