package pathline.objective;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pathline.coupling.Coupling;
import pathline.distribution.Gaussian;
import pathline.field.Gradient;
import pathline.field.LinearField;
import pathline.field.VelocityMlp;
import pathline.path.AffinePath;
import pathline.path.Bridge;
import pathline.path.GaussianPath;
import pathline.path.Schedule;
import pathline.random.Rng;

/** The score objective, at a bridge between N(-1, I) and N(1, I) whose score is known. */
class ScoreMatchingTest {

    private static final int BATCHES = 40;
    private static final int BATCH = 256;

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    private static ConditionalFlowMatching bridge(double sigma, Times times) {
        return ConditionalFlowMatching.of(
                        Gaussian.isotropic(new double[] {-1, -1}, 1),
                        Gaussian.isotropic(new double[] {1, 1}, 1),
                        AffinePath.of(Schedule.linear()).with(Bridge.brownian(sigma)),
                        BATCH)
                .coupling(Coupling.sinkhorn(2 * sigma * sigma))
                .times(times);
    }

    /** The mean loss of the score slope (x - mean). */
    private double loss(ScoreMatching task, double slope, double mean) {
        var field =
                LinearField.of(new double[][] {{slope, 0}, {0, slope}}, new double[] {-slope * mean, -slope * mean});
        double sum = 0;
        for (int k = 0; k < BATCHES; k++) {
            try (var own = manager.newSubManager()) {
                sum += task.draw(own, DataType.FLOAT64, Rng.of(4).child(k))
                        .loss(field, Gradient.unwanted())
                        .getDouble();
            }
        }
        return sum / BATCHES;
    }

    @ParameterizedTest
    @CsvSource({"1, 0.5", "1, 0.2", "0.5, 0.7", "2, 0.5"})
    void theBestScoreIsThatOfTheMarginal(double sigma, double t) {
        var task = ScoreMatching.of(bridge(sigma, Times.at(t)));
        double variance = t * (1 - t) * Math.sqrt(4 + Math.pow(sigma, 4)) + (1 - t) * (1 - t) + t * t;
        double mean = 2 * t - 1;
        // The loss is a parabola in the slope: three values tell where it is least.
        double unit = 1 / variance;
        double low = loss(task, -2 * unit, mean);
        double middle = loss(task, -unit, mean);
        double high = loss(task, 0, mean);
        double best = unit * ((low - high) / (low - 2 * middle + high) / 2 - 1);
        // The best slope is a mean of z (x - mean) / γ over that of (x - mean)², of 20480 numbers.
        double gamma2 = sigma * sigma * t * (1 - t);
        double error = Math.sqrt((variance / gamma2 + 1) / (2 * BATCH * BATCHES)) / variance;
        assertEquals(-unit, best, 4.5 * error);
        assertTrue(middle < high - 4.5 * Math.sqrt(4.0 / (BATCH * BATCHES)) * gamma2, "better than no score");
    }

    @ParameterizedTest
    @CsvSource({"1, 0.5", "1, 1e-6", "0.3, 0.9", "2, 0.999"})
    void theWeightMakesTheTargetOneOfUnitVariance(double sigma, double t) {
        // Without a score the loss is |z|², of mean d = 2 and deviation √(2 d).
        double loss = loss(ScoreMatching.of(bridge(sigma, Times.at(t))), 0, 0);
        assertEquals(2, loss, 4.5 * 2 / Math.sqrt(BATCH * BATCHES));
    }

    @Test
    void theEndsAreNoTrouble() {
        for (double t : new double[] {0, 1}) {
            assertEquals(
                    0, loss(ScoreMatching.of(bridge(1, Times.at(t))), -1, 0), 1e-12, "no noise, no score, no loss");
        }
    }

    @Test
    void theGradientIsThatOfTheLoss() {
        var net = VelocityMlp.of(2, 6).type(DataType.FLOAT64).init(Rng.of(2), manager);
        var task = ScoreMatching.of(bridge(1, Times.uniform()));
        Losses.assertGradient(task.draw(manager, DataType.FLOAT64, Rng.of(3)), net);
    }

    @Test
    void itSeesThePointsOfFlowMatching() {
        var matching = bridge(1, Times.uniform());
        var seen = new Overheard(manager, 2);
        ScoreMatching.of(matching).draw(manager, DataType.FLOAT64, Rng.of(5)).loss(seen, Gradient.unwanted());
        var points = matching.sample(manager, DataType.FLOAT64, Rng.of(5)).xt();
        assertEquals(0, points.sub(seen.state()).abs().max().getDouble(), 1e-12);
    }

    @Test
    void aPathWithoutNoiseHasNone() {
        var plain = ConditionalFlowMatching.of(Gaussian.standard(2), GaussianPath.of(Schedule.linear()), 8);
        var refused = assertThrows(IllegalArgumentException.class, () -> ScoreMatching.of(plain));
        assertTrue(refused.getMessage().contains("fromVelocity"), refused.getMessage());
    }
}
