package pathline.bijection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import pathline.array.Scratch;
import pathline.distribution.Gaussian;
import pathline.field.Gradient;
import pathline.field.NamedArrays;
import pathline.flow.Flow;
import pathline.objective.DensityFit;
import pathline.random.Rng;
import pathline.train.LearningRate;
import pathline.train.Trainer;

/** The model around the layers, with the simplest layer there is: one whose density is known in closed form. */
class NormalizingFlowTest {

    /** z = (x + b) e^l + the condition: with numbers of its own, statistics, first values from data. */
    private record Stretch(int dim, boolean normalised) implements FlowLayer {

        @Override
        public NamedArrays declare(NamedArrays arrays, Rng rng) {
            return arrays.zeros("shift", dim).zeros("log", dim);
        }

        @Override
        public Mapped forward(NDArray x, Weights own) {
            var z = x.add(own.get("shift")).mul(own.get("log").exp());
            if (normalised) {
                z = z.sub(own.statistic("mean", () -> x.mean(new int[] {0}, true)));
            }
            if (own.condition().isPresent()) {
                z = z.add(own.condition().get());
            }
            return Mapped.of(z, logs(x).add(own.get("log").sum()));
        }

        @Override
        public Mapped inverse(NDArray z, Weights own) {
            var x = own.condition().isPresent() ? z.sub(own.condition().get()) : z;
            return Mapped.of(
                    x.mul(own.get("log").neg().exp()).sub(own.get("shift")),
                    logs(z).sub(own.get("log").sum()));
        }

        @Override
        public void initialise(NDArray x, Weights own) {
            own.get("shift").subi(own.get("shift")).subi(x.mean(new int[] {0}));
        }

        private static NDArray logs(NDArray x) {
            return x.getManager().zeros(new Shape(x.getShape().get(0)), x.getDataType());
        }
    }

    private NDManager manager;

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    private static NormalizingFlow flow(int dim, boolean normalised) {
        return NormalizingFlow.of(
                LayerChain.of(new Stretch(dim, normalised), new Stretch(dim, normalised)), DataType.FLOAT64, Rng.of(1));
    }

    @Test
    void itsDensityIsThatOfTheGaussianThatTheLayersMake() {
        var model = flow(2, false);
        model.parameters().get("map.0.log").addi(Math.log(2)); // z = 4 (x + 1/2) after both
        model.parameters().get("map.1.log").addi(Math.log(2));
        model.parameters().get("map.1.shift").addi(1);
        var flow = Flow.of(model);
        var x = Rng.of(2).normal(manager, DataType.FLOAT64, 50, 2);
        var expected = Gaussian.isotropic(new double[] {-0.5, -0.5}, 0.25);
        near(expected.logDensity(x), flow.logDensity(x), 1e-12);
        near(expected.logDensity(x), model.logDensity(x), 1e-12);
        near(expected.score(x), flow.score(x), 1e-10);
        near(x, flow.push(flow.pull(x)), 1e-13);
        var drawn = flow.sample(manager, DataType.FLOAT64, 10_000, Rng.of(3));
        assertEquals(-0.5, drawn.mean().getDouble(), 4 * 0.25 / Math.sqrt(20_000)); // four standard errors
    }

    @Test
    void trainingFindsTheGaussianOfItsData() {
        var data = Gaussian.isotropic(new double[] {3, -1}, 0.5);
        var model = NormalizingFlow.of(new Stretch(2, false), DataType.FLOAT32, Rng.of(1));
        int before = manager.getManagedArrays().size();
        var run = Trainer.adam(LearningRate.cosine(0.05, 0.001, 400))
                .steps(400)
                .fit(model, DensityFit.of(data, 256), Rng.of(4));
        var x = data.sample(manager, 10_000, Rng.of(5));
        var nll = Flow.of(run.model()).nll(x);
        // The entropy is that of the data; 0.01 nats are left to the last steps' noise.
        assertTrue(Math.abs(nll.mean() - data.entropy()) < 0.01 + 4 * nll.standardError(), nll + " " + data.entropy());
        assertEquals(before + 1, manager.getManagedArrays().size());
    }

    @Test
    void firstValuesAreChosenLayerByLayer() {
        var model = flow(3, false);
        var rows = Rng.of(6).normal(manager, DataType.FLOAT64, 40, 3).add(5);
        model.initialise(rows);
        var z = model.map().image(rows);
        assertEquals(0, z.mean().getDouble(), 1e-12);
        assertEquals(-5, model.parameters().get("map.0.shift").mean().getDouble(), 0.5);
        assertEquals(0, model.parameters().get("map.1.shift").abs().max().getDouble(), 1e-12);
    }

    @Test
    void statisticsOfABatchAreForTrainingOnly() {
        var model = flow(2, true);
        var rows = Rng.of(7).normal(manager, DataType.FLOAT64, 30, 2).add(2);
        var refused = assertThrows(IllegalStateException.class, () -> model.logDensity(rows));
        assertTrue(refused.getMessage().contains("withStatistics(rows)"), refused.getMessage());
        model.training(true);
        var inTraining = model.logDensity(rows);
        model.training(false);
        var used = model.withStatistics(rows);
        near(inTraining, used.logDensity(rows), 1e-12); // the batch was all rows
        var one = rows.get("3:4");
        near(inTraining.get("3:4"), used.logDensity(one), 1e-12);
    }

    @Test
    void theConditionIsGivenForOneRowOrForEach() {
        var model = NormalizingFlow.of(new Stretch(2, false), DataType.FLOAT64, Rng.of(1));
        var x = Rng.of(8).normal(manager, DataType.FLOAT64, 5, 2);
        var c = Rng.of(9).normal(manager, DataType.FLOAT64, 5, 2);
        near(model.logDensity(x.add(c)), model.given(c).logDensity(x), 1e-12);
        near(model.logDensity(x.add(c.get("1:2"))), model.given(c.get("1:2")).logDensity(x), 1e-12);
        assertThrows(IllegalArgumentException.class, () -> model.given(c.toType(DataType.FLOAT32, true)));
    }

    @Test
    void theGradientOfTheLossIsThatOfTheFormula() {
        var model = NormalizingFlow.of(new Stretch(1, false), DataType.FLOAT64, Rng.of(1));
        var data = Gaussian.isotropic(new double[] {1}, 2);
        var batch = DensityFit.of(data, 64).draw(manager, DataType.FLOAT64, Rng.of(10));
        var gradient = model.parameters().gradient(manager);
        double loss = batch.loss(model, gradient).getDouble();
        assertEquals(loss, batch.loss(model, Gradient.unwanted()).getDouble(), 1e-14);
        var x = data.sample(manager, DataType.FLOAT64, 64, Rng.of(10).child("x"));
        assertEquals(x.mean().getDouble(), gradient.get("map.shift").getDouble(0), 1e-12);
        assertEquals(x.square().mean().getDouble() - 1, gradient.get("map.log").getDouble(0), 1e-12);
    }

    @Test
    void aNumberThatIsNotFiniteNamesRowAndLayer() {
        var model = flow(2, false);
        model.parameters().get("map.1.log").addi(800);
        var x = Rng.of(11).normal(manager, DataType.FLOAT64, 4, 2);
        var failed =
                assertThrows(ArithmeticException.class, () -> Flow.of(model).logDensity(x));
        assertTrue(
                failed.getMessage().contains("Row 0") && failed.getMessage().contains("layer 1"), failed.getMessage());
    }

    @Test
    void whatDoesNotFitIsRefused() {
        var model = flow(2, false);
        assertThrows(IllegalArgumentException.class, () -> model.logDensity(manager.ones(new Shape(3, 2))));
        assertThrows(
                IllegalArgumentException.class,
                () -> model.logDensity(Rng.of(1).normal(manager, DataType.FLOAT64, 3, 4)));
        assertThrows(IllegalArgumentException.class, () -> LayerChain.of());
        assertThrows(IllegalArgumentException.class, () -> LayerChain.of(new Stretch(2, false), new Stretch(3, false)));
        assertThrows(
                IllegalArgumentException.class,
                () -> NormalizingFlow.of(new StandardNormal(3), new Stretch(2, false), DataType.FLOAT64, Rng.of(1)));
        assertThrows(IllegalArgumentException.class, () -> new StandardNormal(0));
    }

    private static void near(NDArray expected, NDArray found, double tolerance) {
        assertEquals(expected.getShape(), found.getShape());
        assertEquals(0, Scratch.keeping(() -> expected.sub(found).abs().max()).getDouble(), tolerance);
    }
}
