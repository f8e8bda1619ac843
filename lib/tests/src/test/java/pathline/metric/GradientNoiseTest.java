package pathline.metric;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import pathline.distribution.Gaussian;
import pathline.distribution.SampleMean;
import pathline.field.Velocity;
import pathline.field.VelocityMlp;
import pathline.objective.ConditionalFlowMatching;
import pathline.objective.Objective;
import pathline.objective.Regression;
import pathline.path.AffinePath;
import pathline.path.MarginalVelocity;
import pathline.path.Schedule;
import pathline.random.Rng;

/**
 * A regression at fixed points on noisy targets has a gradient of known law: with J the Jacobian of all n velocities with
 * respect to the parameters and targets u + s z, g = 2/n J^T (v - u - s z), so E g = 2/n J^T (v - u) and
 * tr Cov[g] = 4 s^2/n^2 |J|^2.
 */
class GradientNoiseTest {

    private static final int N = 3;
    private static final double S = 0.7;
    private static final int BATCHES = 1_000;

    private final NDManager manager = NDManager.newBaseManager();
    private final VelocityMlp net = VelocityMlp.of(2, 8).type(DataType.FLOAT64).init(Rng.of(1));
    private final NDArray t = manager.create(new double[][] {{0.1}, {0.5}, {0.9}});
    private final NDArray x = manager.create(new double[][] {{1, 2}, {-1, 0.5}, {0.3, -2}});
    private final NDArray u = manager.create(new double[][] {{1, 0}, {0, 1}, {-1, -1}});

    @AfterEach
    void close() {
        manager.close();
    }

    private Objective<Velocity> noisy(double s) {
        return (home, type, rng) -> {
            var z = rng.normal(home, type, N, 2);
            return new Regression(t, x, u.add(z.mul(s)));
        };
    }

    private double[] pulled(NDArray cotangent) {
        var into = net.parameters().gradient(manager);
        net.vjp(t, x, cotangent, into);
        return into.flat().toDoubleArray();
    }

    private static double squares(double... values) {
        return IntStream.range(0, values.length)
                .mapToDouble(i -> values[i] * values[i])
                .sum();
    }

    @Test
    void varianceAndSignalAreThoseOfALinearModel() {
        double jacobian = 0;
        for (int i = 0; i < 2 * N; i++) {
            var unit = new double[2 * N];
            unit[i] = 1;
            jacobian += squares(pulled(manager.create(unit).reshape(N, 2)));
        }
        double signal = squares(pulled(net.at(t, x).sub(u).mul(2.0 / N)));

        var noise = GradientNoise.of(net, noisy(S), BATCHES, Rng.of(2));

        double variance = 4 * S * S / N / N * jacobian;
        var found = noise.variance();
        assertEquals(variance, found.value(), 4 * found.standardError());
        assertTrue(found.standardError() < 0.1 * variance, () -> "the error must be small to say much: " + found);
        // |mean of batches|^2 strays by 2 sqrt(signal variance / batches), to first order
        assertEquals(signal, noise.signal(), 4 * 2 * Math.sqrt(signal * variance / BATCHES));
    }

    /** Two batches say as much in the mean as many: neither number is biased by how many there are. */
    @Test
    void fewBatchesAreUnbiased() {
        var many = GradientNoise.of(net, noisy(S), BATCHES, Rng.of(3));
        var pairs = IntStream.range(0, 300)
                .mapToObj(k -> GradientNoise.of(net, noisy(S), 2, Rng.of(4).child(k)))
                .toList();
        var variances = SampleMean.of(
                pairs.stream().mapToDouble(p -> p.variance().value()).toArray());
        var signals =
                SampleMean.of(pairs.stream().mapToDouble(GradientNoise::signal).toArray());
        double both = Math.hypot(variances.standardError(), many.variance().standardError());
        assertEquals(many.variance().value(), variances.value(), 4 * both);
        assertEquals(many.signal(), signals.value(), 4 * signals.standardError());
    }

    @Test
    void withoutChanceThereIsNoVariance() {
        var noise = GradientNoise.of(net, noisy(0), 3, Rng.of(5));
        assertEquals(0, noise.variance().value(), 1e-25);
        assertEquals(squares(pulled(net.at(t, x).sub(u).mul(2.0 / N))), noise.signal(), 1e-12);
    }

    /** A batch four times as large has a quarter of the variance and the same signal: points are independent. */
    @Test
    void varianceFallsWithTheBatch() {
        var path = AffinePath.of(Schedule.linear());
        var target = Gaussian.isotropic(new double[] {4, 0}, 1);
        var small = GradientNoise.of(
                net, ConditionalFlowMatching.of(Gaussian.standard(2), target, path, 16), 300, Rng.of(6));
        var large = GradientNoise.of(
                net, ConditionalFlowMatching.of(Gaussian.standard(2), target, path, 64), 300, Rng.of(7));
        double error = Math.hypot(
                small.variance().standardError(), 4 * large.variance().standardError());
        assertEquals(small.variance().value(), 4 * large.variance().value(), 4 * error);
    }

    @Test
    void theParametersStay() {
        double[] before = net.parameters().flat().toDoubleArray();
        GradientNoise.of(net, noisy(S), 3, Rng.of(8));
        assertArrayEquals(before, net.parameters().flat().toDoubleArray());
    }

    @Test
    void whatHasNoVarianceIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> GradientNoise.of(net, noisy(S), 1, Rng.of(9)));
        var given = MarginalVelocity.of(
                AffinePath.of(Schedule.linear()), Gaussian.standard(2), Gaussian.isotropic(new double[] {1, 0}, 1));
        assertThrows(IllegalArgumentException.class, () -> GradientNoise.of(given, noisy(S), 3, Rng.of(9)));
    }
}
