package pathline.coupling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pathline.random.Rng;

/** Unbalanced plans whose mass is below the range of doubles are right relative to their mass. */
class UnbalancedTest {

    private static final int N = 64;

    private final NDManager manager = NDManager.newBaseManager();
    private final Rng rng = Rng.of(5);
    private final NDArray x0 = rng.normal(manager, DataType.FLOAT64, N, 784);
    private final NDArray x1 = rng.uniform(manager, DataType.FLOAT64, N, 784);
    private final Costs costs = Costs.squaredDistances(x0, x1);

    @AfterEach
    void close() {
        manager.close();
    }

    /** The numbers of the first two rows were found apart from this library, by an iteration in the log domain. */
    @ParameterizedTest
    @CsvSource({"1, 0.1, 0.9999, 884.377", "1, 0.2, 0.9997, 884.379"})
    void pixelsArePairedThoughTheirMassUnderflows(double epsilon, double rho, double share, double cost) {
        var plan = Sinkhorn.of(epsilon).unbalanced(rho).solve(costs);
        assertEquals(share, plan.share(28, 10), 1e-4);
        assertEquals(cost, plan.meanCost(), 1e-3);
    }

    @ParameterizedTest
    @CsvSource({"1, 0.2", "1, 0.1", "0.5, 0.1", "0.05, 0.1", "0.01, 0.1", "5, 40", "40, 400"})
    void plansAreThoseOfThePlainIterationInLogarithms(double epsilon, double rho) {
        var plan = new Sinkhorn(epsilon, rho, 1e-10, 20_000).solve(costs);
        double[][] log = plain(epsilon, rho);
        double most = Arrays.stream(log).flatMapToDouble(Arrays::stream).max().orElseThrow();
        double sum = Arrays.stream(log)
                .flatMapToDouble(Arrays::stream)
                .map(x -> Math.exp(x - most))
                .sum();
        assertEquals(most + Math.log(sum), plan.logMass(), 1e-6);
        for (int i = 0; i < N; i++) {
            for (int j = 0; j < N; j++) {
                assertEquals(Math.exp(log[i][j] - most) / sum, plan.share(i, j), 1e-7, i + ", " + j);
            }
        }
        assertEquals(Math.exp(plan.logMass()), plan.mass(), 1e-6 * plan.mass());
        assertEquals(0, plan.gap(), 1e-6 * (1 + rho));
    }

    /** A sharper plan than that of epsilon 1, where .9999 of the mass is at one pair. */
    @Test
    void pairsAreDrawnFromThem() {
        var pairs = Coupling.unbalanced(0.05, 0.1).pair(x0, x1, Rng.of(1));
        assertEquals(N, pairs.size());
        assertTrue(Arrays.stream(pairs.sources()).allMatch(i -> i == 28), pairs.toString());
        assertTrue(Arrays.stream(pairs.targets()).allMatch(j -> j == 10), pairs.toString());
    }

    @Test
    void anEpsilonBelowTheRoundingOfCostsIsRefused() {
        var error = assertThrows(
                TransportException.class,
                () -> Sinkhorn.of(1e-307).unbalanced(1).solve(costs));
        assertTrue(
                error.getMessage().startsWith("epsilon 1.0E-307 is below the rounding of costs"), error.getMessage());
    }

    /** log P by alternating updates, 600 times, with the translation that a large rho needs. */
    private double[][] plain(double epsilon, double rho) {
        double keep = rho / (rho + epsilon);
        double[] cost = costs.toArray();
        var f = new double[N];
        var g = new double[N];
        for (int iteration = 0; iteration < 600; iteration++) {
            for (int i = 0; i < N; i++) {
                int row = i;
                f[i] = -keep * epsilon * logMean(j -> (g[j] - cost[row * N + j]) / epsilon);
            }
            for (int j = 0; j < N; j++) {
                int column = j;
                g[j] = -keep * epsilon * logMean(i -> (f[i] - cost[i * N + column]) / epsilon);
            }
            double shift = rho / 2 * (logMean(i -> -f[i] / rho) - logMean(j -> -g[j] / rho));
            for (int k = 0; k < N; k++) {
                f[k] += shift;
                g[k] -= shift;
            }
        }
        var log = new double[N][N];
        for (int i = 0; i < N; i++) {
            int row = i;
            Arrays.setAll(log[i], j -> (f[row] + g[j] - cost[row * N + j]) / epsilon - 2 * Math.log(N));
        }
        return log;
    }

    private static double logMean(java.util.function.IntToDoubleFunction exponent) {
        var values = new double[N];
        Arrays.setAll(values, exponent);
        double most = Arrays.stream(values).max().orElseThrow();
        return most
                + Math.log(Arrays.stream(values).map(x -> Math.exp(x - most)).sum() / N);
    }
}
