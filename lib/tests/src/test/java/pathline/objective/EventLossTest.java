package pathline.objective;

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
import pathline.distribution.Distribution;
import pathline.distribution.Gaussian;
import pathline.field.Gradient;
import pathline.field.Parameters;
import pathline.field.Velocity;
import pathline.field.VelocityLinearization;
import pathline.path.AffinePath;
import pathline.path.GaussianPath;
import pathline.path.Schedule;
import pathline.random.Rng;
import pathline.train.Trainer;

/** Losses of images (n, 1, 2, 2): sums over all numbers of an event, in loops, and the same draws as rows have. */
class EventLossTest {

    private static final Gaussian ROWS = Gaussian.diagonal(new double[] {1, -1, 2, 0}, new double[] {1, 2, 3, 0.5});

    /** The same numbers as images. */
    private static final Distribution IMAGES = new Distribution() {
        @Override
        public NDArray sample(NDManager manager, DataType type, int n, Rng rng) {
            return ROWS.sample(manager, type, n, rng).reshape(n, 1, 2, 2);
        }

        @Override
        public int dim() {
            return 4;
        }
    };

    /** v_j = θ_j x_j, for events of four numbers of any shape. */
    private record Scaling(Parameters parameters) implements Velocity {

        static Scaling of(DataType type) {
            return new Scaling(Parameters.named()
                    .values("theta", new double[] {0.5, -1, 2, 0.25}, 4)
                    .make(type));
        }

        @Override
        public int dim() {
            return 4;
        }

        @Override
        public VelocityLinearization linearize(NDArray t, NDArray x) {
            var theta = parameters.get("theta");
            return VelocityLinearization.of(
                    times(x, theta),
                    (a, into) -> {
                        into.add("theta", a.mul(x).reshape(-1, 4).sum(new int[] {0}));
                        return times(a, theta);
                    },
                    dx -> {
                        throw new UnsupportedOperationException("no jvp is asked for");
                    });
        }

        private static NDArray times(NDArray x, NDArray theta) {
            return x.reshape(-1, 4).mul(theta).reshape(x.getShape());
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

    @Test
    void theLossSumsOverAnEventAndAveragesOverEvents() {
        int n = 3;
        for (var type : new DataType[] {DataType.FLOAT32, DataType.FLOAT64}) {
            var velocity = Scaling.of(type);
            var x = Rng.of(1).normal(manager, type, n, 1, 2, 2);
            var u = Rng.of(2).normal(manager, type, n, 1, 2, 2);
            var weight = Rng.of(3).uniform(manager, type, n, 1);
            var t = manager.zeros(new Shape(n, 1), type);
            var gradient = velocity.parameters().gradient(manager);
            double loss = number(new Regression(t, x, u, weight).loss(velocity, gradient));
            double[] xs = doubles(x);
            double[] us = doubles(u);
            double[] ws = doubles(weight);
            double[] theta = doubles(velocity.parameters().flat());
            double expected = 0;
            var slopes = new double[4];
            for (int k = 0; k < xs.length; k++) {
                double miss = theta[k % 4] * xs[k] - us[k];
                expected += ws[k / 4] * miss * miss / n;
                slopes[k % 4] += 2 * ws[k / 4] * miss * xs[k] / n;
            }
            double tolerance = type == DataType.FLOAT32 ? 1e-5 : 1e-12;
            assertEquals(expected, loss, tolerance);
            assertEquals(
                    expected, number(new Regression(t, x, u, weight).loss(velocity, Gradient.unwanted())), tolerance);
            for (int j = 0; j < 4; j++) {
                assertEquals(slopes[j], doubles(gradient.flat())[j], tolerance * 10, "theta " + j);
            }
        }
    }

    @Test
    void imagesAreDrawnAsTheirRowsAre() {
        var rows = ConditionalFlowMatching.of(ROWS, GaussianPath.of(Schedule.linear(0.1)), 8);
        var images = ConditionalFlowMatching.of(IMAGES, GaussianPath.of(Schedule.linear(0.1)), 8);
        for (var type : new DataType[] {DataType.FLOAT32, DataType.FLOAT64}) {
            var row = rows.sample(manager, type, Rng.of(4));
            var image = images.sample(manager, type, Rng.of(4));
            assertEquals(new Shape(8, 1, 2, 2), image.xt().getShape());
            near(row.xt(), image.xt().reshape(8, 4));
            near(row.ut(), image.ut().reshape(8, 4));
            var velocity = Scaling.of(type);
            double tolerance = type == DataType.FLOAT32 ? 1e-5 : 1e-12;
            double expected = rows.loss(velocity, Rng.of(4));
            assertEquals(expected, images.loss(velocity, Rng.of(4)), tolerance * expected);
        }
    }

    @Test
    void theMarginalLossOfImagesIsThatOfTheirRows() {
        var line = AffinePath.of(Schedule.linear());
        var noise = Gaussian.standard(4);
        var marginal = MarginalFlowMatching.of(ConditionalFlowMatching.of(noise, ROWS, line, 8));
        var images = new MarginalFlowMatching(ConditionalFlowMatching.of(noise, IMAGES, line, 8), marginal.marginal());
        var velocity = Scaling.of(DataType.FLOAT64);
        assertEquals(marginal.loss(velocity, Rng.of(5)), images.loss(velocity, Rng.of(5)), 1e-12);
        assertEquals(
                marginal.irreducible(2, Rng.of(5)).value(),
                images.irreducible(2, Rng.of(5)).value(),
                1e-12);
    }

    @Test
    void theTrainerFitsThem() {
        var matching = ConditionalFlowMatching.of(IMAGES, GaussianPath.of(Schedule.linear(0.1)), 64);
        var velocity = Scaling.of(DataType.FLOAT32);
        double before = matching.loss(velocity, Rng.of(6));
        var run = Trainer.adam(0.05).steps(100).fit(velocity, matching, Rng.of(7));
        assertTrue(matching.loss(run.model(), Rng.of(6)) < before);
        assertEquals(100, run.work().backward());
    }

    @Test
    void shapesThatDoNotFitAreRefused() {
        var x = manager.ones(new Shape(2, 1, 2, 2));
        var t = manager.ones(new Shape(2, 1));
        assertThrows(IllegalArgumentException.class, () -> new Regression(t, x, x.reshape(2, 4)));
        assertThrows(IllegalArgumentException.class, () -> new Regression(t, x.flatten(), x.flatten()));
        assertThrows(IllegalArgumentException.class, () -> new Regression(t, x, x, manager.ones(new Shape(3, 1))));
        assertThrows(
                IllegalArgumentException.class,
                () -> new Regression(t, manager.ones(new Shape(2, 0, 2)), manager.ones(new Shape(2, 0, 2))));
    }

    private static double[] doubles(NDArray array) {
        return array.toType(DataType.FLOAT64, true).toDoubleArray();
    }

    private static double number(NDArray array) {
        return doubles(array)[0];
    }

    private static void near(NDArray expected, NDArray found) {
        assertEquals(0, number(expected.sub(found).abs().max()), 1e-6);
    }
}
