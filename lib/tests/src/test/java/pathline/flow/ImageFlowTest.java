package pathline.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.Test;
import pathline.array.Scratch;
import pathline.bijection.Bijection;
import pathline.bijection.Mapped;
import pathline.distribution.Density;
import pathline.distribution.Gaussian;
import pathline.field.Parameters;
import pathline.field.Velocity;
import pathline.field.VelocityLinearization;
import pathline.ode.OdeSolver;
import pathline.ode.Tableaus;
import pathline.random.Rng;

/** Flows of events of shape (1, 2, 2) against the same flows of rows of four numbers. */
class ImageFlowTest {

    private static final Shape EVENT = new Shape(1, 2, 2);

    /** N(0, I) of images. */
    private record Noise() implements Density {
        @Override
        public NDArray sample(NDManager manager, DataType type, int n, Rng rng) {
            return rng.normal(manager, type, n, 1, 2, 2);
        }

        @Override
        public int dim() {
            return 4;
        }

        @Override
        public NDArray logDensity(NDArray x) {
            return Scratch.keeping(() -> Gaussian.standard(4).logDensity(x.reshape(-1, 4)));
        }

        @Override
        public NDArray score(NDArray x) {
            return x.neg();
        }
    }

    /** y = 2 x. */
    private record Twice() implements Bijection {
        @Override
        public int dim() {
            return 4;
        }

        @Override
        public Mapped forward(NDArray x) {
            return times(x, 2);
        }

        @Override
        public Mapped inverse(NDArray y) {
            return times(y, 0.5);
        }

        private static Mapped times(NDArray x, double factor) {
            try (var scratch = new Scratch()) {
                var volume = x.getManager().full(new Shape(x.getShape().get(0)), (float) (4 * Math.log(factor)));
                return Mapped.of(scratch.keep(x.mul(factor)), scratch.keep(volume.toType(x.getDataType(), false)));
            }
        }
    }

    /** v = -x: points move to x / e. */
    private record Shrinking() implements Velocity {
        @Override
        public int dim() {
            return 4;
        }

        @Override
        public Parameters parameters() {
            return Parameters.none();
        }

        @Override
        public VelocityLinearization linearize(NDArray t, NDArray x) {
            return VelocityLinearization.of(x.neg(), (a, into) -> a.neg(), dx -> {
                throw new UnsupportedOperationException("no log-density is asked for");
            });
        }
    }

    @Test
    void aBijectionOfImagesHasTheDensityOfItsRows() {
        try (var manager = NDManager.newBaseManager()) {
            var flow = new Flow(new Noise(), new Twice());
            var expected = Gaussian.isotropic(new double[4], 2);
            var drawn = flow.sample(manager, DataType.FLOAT64, 5, Rng.of(1));
            assertEquals(new Shape(5).addAll(EVENT), drawn.getShape());
            near(expected.logDensity(drawn.reshape(5, 4)), flow.logDensity(drawn), 1e-6);
            var both = flow.pushWithDensity(flow.pull(drawn));
            near(drawn, both.x1(), 1e-15);
            assertEquals(drawn.getShape(), both.x1().getShape());
            near(expected.logDensity(drawn.reshape(5, 4)), both.logDensity(), 1e-6);
            assertEquals(0, flow.roundTripError(drawn).max());
            assertEquals(5, flow.nll(drawn).points());
            var many = Rng.of(2).normal(manager, DataType.FLOAT32, 20_000, 1, 2, 2);
            near(many.mul(2), flow.push(many), 0); // in parts
        }
    }

    @Test
    void aVelocityOfImagesIsSolved() {
        try (var manager = NDManager.newBaseManager()) {
            var solver = OdeSolver.adaptive(Tableaus.DOPRI5, 1e-10, 1e-10);
            var flow = Flow.of(new Noise(), new Shrinking(), solver);
            var x = Rng.of(1).normal(manager, DataType.FLOAT64, 3, 1, 2, 2);
            near(x.div(Math.E), flow.push(x), 1e-9);
            near(x.mul(Math.E), flow.pull(x), 1e-8);
            assertEquals(x.getShape(), flow.push(x).getShape());
            x.set(new NDIndex("1, 0, 1, 1"), Double.NaN);
            var message = assertThrows(IllegalArgumentException.class, () -> flow.push(x))
                    .getMessage();
            assertTrue(message.contains("NaN in row 1, number 3"), message);
        }
    }

    private static void near(NDArray expected, NDArray found, double tolerance) {
        var difference = expected.sub(found).abs().max().toType(DataType.FLOAT64, true);
        assertEquals(0, difference.getDouble(), tolerance);
    }
}
