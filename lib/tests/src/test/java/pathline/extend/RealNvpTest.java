package pathline.extend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import pathline.array.Scratch;
import pathline.distribution.Distribution;
import pathline.distribution.Gaussian;
import pathline.field.Gradient;
import pathline.flow.Flow;
import pathline.objective.Batch;
import pathline.random.Rng;
import pathline.train.LearningRate;
import pathline.train.Trainer;

/** A model that is no velocity: trained by the one trainer, used as the one flow. */
class RealNvpTest {

    /**
     * Standard normals bent by (a, b) to (a, b + a²): the map keeps volume, so that the entropy is that of N(0, I),
     * log(2πe) = 2.8379, while a Gaussian of the same covariance, diag(1, 3), has log(2πe) + log(3)/2 = 3.3872.
     */
    private static final Distribution BENT = (manager, type, n, rng) -> Scratch.keeping(() -> {
        var z = rng.normal(manager, type, n, 2);
        var a = z.get(":, :1");
        return a.concat(z.get(":, 1:").add(a.square()), 1);
    });

    private static final double ENTROPY = Math.log(2 * Math.PI * Math.E);

    private NDManager manager;

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    /** At random parameters, large enough to bend. */
    private static RealNvp bent(int dim) {
        var model = new RealNvp(dim, 8, DataType.FLOAT64, Rng.of(1));
        var noise = Rng.of(2);
        var numbers = new double[(int) model.parameters().count()];
        Arrays.setAll(numbers, i -> 0.3 * noise.normal());
        var flat = model.parameters().flat();
        try (var array = flat.getManager().create(numbers)) {
            model.parameters().set(array);
        }
        return model;
    }

    @Test
    void theLogDeterminantIsThatOfFiniteDifferencesAndTheInverseUndoesIt() {
        for (int dim : new int[] {1, 2, 3}) {
            var model = bent(dim);
            var x = Rng.of(3).normal(manager, DataType.FLOAT64, 5, dim);
            var there = model.forward(x);
            var back = model.inverse(there.points());
            near(x, back.points(), 1e-11);
            near(there.logDeterminant().neg(), back.logDeterminant(), 1e-11);
            for (int i = 0; i < 5; i++) {
                double expected = Math.log(Math.abs(determinant(jacobian(model, x.get(i + ":" + (i + 1))))));
                assertEquals(expected, there.logDeterminant().getDouble(i), 1e-8, "row " + i + " of " + dim);
            }
        }
    }

    /** By central differences: column j of d y / d x_j. */
    private double[][] jacobian(RealNvp model, NDArray row) {
        int d = model.dim();
        double h = 1e-5;
        var jacobian = new double[d][d];
        for (int j = 0; j < d; j++) {
            var step = new double[d];
            step[j] = h;
            var shift = manager.create(step, new Shape(1, d));
            var slope =
                    model.image(row.add(shift)).sub(model.image(row.sub(shift))).div(2 * h);
            for (int i = 0; i < d; i++) {
                jacobian[i][j] = slope.getDouble(0, i);
            }
        }
        return jacobian;
    }

    private static double determinant(double[]... m) {
        return switch (m.length) {
            case 1 -> m[0][0];
            case 2 -> m[0][0] * m[1][1] - m[0][1] * m[1][0];
            default ->
                m[0][0] * (m[1][1] * m[2][2] - m[1][2] * m[2][1])
                        - m[0][1] * (m[1][0] * m[2][2] - m[1][2] * m[2][0])
                        + m[0][2] * (m[1][0] * m[2][1] - m[1][1] * m[2][0]);
        };
    }

    @Test
    void theGradientOfTheLossIsThatOfFiniteDifferences() {
        var model = bent(2);
        var batch = RealNvp.likelihood(BENT, 16).draw(manager, DataType.FLOAT64, Rng.of(4));
        var gradient = model.parameters().gradient(manager);
        double loss = batch.loss(model, gradient).getDouble();
        assertEquals(loss, batch.loss(model, Gradient.unwanted()).getDouble(), 1e-12);
        var start = model.parameters().flat().toDoubleArray();
        double h = 1e-5;
        for (int i = 0; i < start.length; i += 7) {
            double slope = (shifted(model, batch, start, i, h) - shifted(model, batch, start, i, -h)) / (2 * h);
            assertEquals(slope, gradient.flat().getDouble(i), 1e-7 * (1 + Math.abs(slope)), "parameter " + i);
        }
    }

    private double shifted(RealNvp model, Batch<RealNvp> batch, double[] start, int index, double by) {
        var moved = start.clone();
        moved[index] += by;
        model.parameters().set(manager.create(moved));
        return batch.loss(model, Gradient.unwanted()).getDouble();
    }

    /** By the rectangle rule, whose error falls faster than any power of the cell for a smooth density. */
    @Test
    void itsDensityIntegratesToOne() {
        var flow = new Flow(Gaussian.standard(2), new RealNvp(2, 8, DataType.FLOAT64, Rng.of(1)).inverted());
        int n = 161;
        double cell = 0.1;
        var points = new double[n * n * 2];
        for (int i = 0; i < n * n; i++) {
            points[2 * i] = (i / n - n / 2) * cell;
            points[2 * i + 1] = (i % n - n / 2) * cell;
        }
        var grid = manager.create(points, new Shape((long) n * n, 2));
        assertEquals(1, flow.density(grid).sum().getDouble() * cell * cell, 1e-6);
    }

    @Test
    void trainedByMaximumLikelihoodItIsAFlowAsGoodAsTheData() {
        var model = new RealNvp(2, 16, DataType.FLOAT32, Rng.of(5));
        var held = BENT.sample(manager, 4_000, Rng.of(6));
        var run = Trainer.adam(LearningRate.cosine(1e-2, 1e-4, 600))
                .steps(600)
                .evaluate(
                        "validation", 200, RealNvp.class, m -> flow(m).nll(held).mean())
                .fit(model, RealNvp.likelihood(BENT, 256), Rng.of(7));
        assertEquals(600, run.work().forward(), "one loss a step");
        var flow = flow(run.model());
        var nll = flow.nll(held);
        // The standard error of a mean of 4 000 is 0.016; 0.05 nats are left to the net.
        assertTrue(Math.abs(nll.mean() - ENTROPY) < 0.05 + 4 * nll.standardError(), nll + ", entropy " + ENTROPY);
        assertTrue(nll.mean() < Gaussian.fit(held).entropy() - 0.4, nll + " is not far below a Gaussian's");
        var drawn = flow.sample(manager, 4_000, Rng.of(8));
        var second = drawn.get(":, 1").sub(drawn.get(":, 0").square()); // b, a standard normal
        assertEquals(0, second.mean().getFloat(), 4 / Math.sqrt(4_000) + 0.05);
        assertEquals(1, second.square().mean().getFloat(), 4 * Math.sqrt(2 / 4_000.0) + 0.1);
    }

    private static Flow flow(RealNvp model) {
        return new Flow(Gaussian.standard(2), model);
    }

    private static void near(NDArray expected, NDArray found, double tolerance) {
        assertEquals(0, expected.sub(found).abs().max().getDouble(), tolerance);
    }
}
