package pathline.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import org.junit.jupiter.api.Test;
import pathline.field.LinearField;
import pathline.metric.Wasserstein;

/** What the transport study measures, on fields whose flows are known. */
class TransportScoreTest {

    private static final TransportEnds ENDS = TransportEnds.of(TransportTask.named("normal-moons"), 42, 300);

    @Test
    void aWindSpendsItsSquaredSpeedAndMovesAllAlike() {
        var wind = LinearField.of(new double[2][2], new double[] {3, -4});
        var score = TransportScore.of(wind, ENDS);
        assertEquals(25, score.energy(), 1e-9);
        assertEquals(1.5, score.normalisedPathEnergy(10), 1e-9);
        assertEquals(0.5, score.normalisedPathEnergy(50), 1e-9, "it may be too little as well");
        try (var manager = NDManager.newBaseManager()) {
            var moved = ENDS.testSource().all(manager, DataType.FLOAT64).add(manager.create(new double[] {3, -4}));
            double w2 = Wasserstein.w2(moved, ENDS.testTarget().all(manager, DataType.FLOAT64));
            assertEquals(w2, score.w2(), 1e-5 * w2, "100 sums in float32");
        }
    }

    /** x' = x by Euler's method: |x_k|² = 1.01^(2k) |x_0|², summed over 100 steps of 1/100. */
    @Test
    void theEnergyIsThatOfEulersSteps() {
        var growth = LinearField.of(new double[][] {{1, 0}, {0, 1}});
        double square;
        try (var manager = NDManager.newBaseManager()) {
            var x0 = ENDS.testSource().all(manager, DataType.FLOAT64);
            square = x0.square().sum(new int[] {1}).mean().getDouble();
        }
        double steps = 0;
        for (int k = 0; k < 100; k++) {
            steps += 0.01 * Math.pow(1.01, 2 * k);
        }
        assertEquals(steps * square, TransportScore.of(growth, ENDS).energy(), 1e-4 * square);
    }
}
