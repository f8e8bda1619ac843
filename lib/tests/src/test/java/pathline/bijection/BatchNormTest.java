package pathline.bijection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pathline.array.Scratch;
import pathline.field.Gradients;
import pathline.flow.Flow;
import pathline.random.Rng;

/** Statistics of the batch in training, of the training data in use. */
class BatchNormTest {

    private NDManager manager;

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void withFixedStatisticsItIsWhatLayersMustBe(int dim) {
        LayerChecks.of(new BatchNorm(dim)).withStatistics().all();
    }

    private static NormalizingFlow model() {
        var model = NormalizingFlow.of(
                LayerChain.of(new BatchNorm(2), TriangularLinear.of(2), new BatchNorm(2)), DataType.FLOAT64, Rng.of(1));
        var parameters = model.parameters().flat();
        parameters.addi(Rng.of(2)
                .normal(parameters.getManager(), DataType.FLOAT64, parameters.size())
                .mul(0.3));
        return model;
    }

    private NDArray rows(int n) {
        return Rng.of(3).normal(manager, DataType.FLOAT64, n, 2).mul(2).add(5);
    }

    /** Written out in Java for one layer: mean and variance by loops. */
    @Test
    void inTrainingABatchHasMeanAndDeviationAsTheParametersSay() {
        var model = NormalizingFlow.of(new BatchNorm(2), DataType.FLOAT64, Rng.of(1));
        model.parameters().get("map.logScale").addi(Math.log(3));
        model.parameters().get("map.shift").addi(-1);
        model.training(true);
        var x = rows(20);
        var z = model.map().forward(x);
        double volume = 0;
        for (int j = 0; j < 2; j++) {
            double mean = 0;
            double square = 0;
            for (int i = 0; i < 20; i++) {
                mean += x.getDouble(i, j) / 20;
                square += x.getDouble(i, j) * x.getDouble(i, j) / 20;
            }
            double variance = square - mean * mean + 1e-5;
            volume += Math.log(3) - Math.log(variance) / 2;
            for (int i = 0; i < 20; i++) {
                double expected = 3 * (x.getDouble(i, j) - mean) / Math.sqrt(variance) - 1;
                assertEquals(expected, z.points().getDouble(i, j), 1e-12);
            }
        }
        for (int i = 0; i < 20; i++) {
            assertEquals(volume, z.logDeterminant().getDouble(i), 1e-12);
        }
    }

    @Test
    void inTrainingTheGradientFlowsThroughTheStatistics() {
        var model = model();
        model.training(true);
        var x = rows(6);
        var score = Gradients.ofRows(x, () -> model.logDensity(x));
        for (int i = 0; i < 6; i++) {
            for (int j = 0; j < 2; j++) {
                double up = sum(model, moved(x, i, j, 1e-5));
                double down = sum(model, moved(x, i, j, -1e-5));
                assertEquals((up - down) / 2e-5, score.getDouble(i, j), 1e-7);
            }
        }
    }

    private static double sum(NormalizingFlow model, NDArray x) {
        return model.logDensity(x).sum().getDouble();
    }

    private static NDArray moved(NDArray x, int i, int j, double step) {
        var numbers = x.toDoubleArray();
        numbers[2 * i + j] += step;
        return x.getManager().create(numbers, x.getShape());
    }

    /** The statistics of the last layer are those of what the first makes of all rows with its new ones. */
    @Test
    void inUseTheStatisticsAreThoseOfAllTrainingData() {
        var model = model();
        var training = rows(50);
        var used = model.withStatistics(training);
        model.training(true);
        var inTraining = model.logDensity(training);
        LayerChecks.near("log-density", inTraining, used.logDensity(training), 1e-12);
        var one = training.get("7:8");
        LayerChecks.near("of one row", inTraining.get("7:8"), used.logDensity(one), 1e-12);
        var flow = Flow.of(used);
        LayerChecks.near("round trip", one, flow.push(flow.pull(one)), 1e-12);
    }

    /** Statistics of one validation, made anew at each, do not stay with the rows. */
    @Test
    void statisticsTakenWithinAScratchAreFreedWithIt() {
        var model = model();
        var training = rows(50);
        int before = training.getManager().getManagedArrays().size();
        Scratch.keeping(() -> model.withStatistics(training).logDensity(training))
                .close();
        assertEquals(before, training.getManager().getManagedArrays().size());
        model.withStatistics(training);
        int kept = training.getManager().getManagedArrays().size() - before;
        assertEquals(4, kept, "mean and variance of two layers");
    }

    @Test
    void aConstantColumnAndASingleRowStayFinite() {
        var model = NormalizingFlow.of(new BatchNorm(2), DataType.FLOAT64, Rng.of(1));
        model.training(true);
        var one = model.map().forward(rows(1));
        LayerChecks.near("one row", manager.create(new double[] {0, 0}), one.points(), 0);
        assertEquals(-Math.log(1e-5), one.logDeterminant().getDouble(0), 1e-12);
        var x = manager.create(new double[][] {{1, 7}, {3, 7}});
        var z = model.map().forward(x);
        LayerChecks.near("constant", manager.create(new double[] {-1, 0, 1, 0}), z.points(), 1e-5);
        assertEquals(
                -Math.log(1 + 1e-5) / 2 - Math.log(1e-5) / 2, z.logDeterminant().getDouble(1), 1e-12);
        var score = Gradients.ofRows(x, () -> model.logDensity(x));
        assertTrue(Double.isFinite(score.sum().getDouble()));
    }

    @Test
    void inTrainingItHasNoInverse() {
        var model = model();
        model.training(true);
        var refused =
                assertThrows(IllegalStateException.class, () -> model.map().inverse(rows(3)));
        assertTrue(refused.getMessage().contains("no inverse in training"), refused.getMessage());
        model.training(false);
        assertThrows(IllegalStateException.class, () -> model.map().inverse(rows(3)));
        assertThrows(IllegalArgumentException.class, () -> new BatchNorm(0));
    }
}
