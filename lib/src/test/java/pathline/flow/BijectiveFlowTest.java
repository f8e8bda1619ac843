package pathline.flow;

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
import pathline.bijection.Bijection;
import pathline.bijection.Mapped;
import pathline.distribution.Gaussian;
import pathline.field.LinearField;
import pathline.likelihood.ChangeOfVariables;
import pathline.likelihood.Divergence;
import pathline.ode.OdeSolver;
import pathline.ode.SaveAt;
import pathline.ode.Tableaus;
import pathline.random.Rng;

/** A flow in finitely many steps, against the closed form of a Gaussian that is stretched and moved. */
class BijectiveFlowTest {

    /** y = (3 x1 + 1, x2 / 2 - 2): N(0, I) becomes N((1, -2), diag(9, 1/4)). */
    private record Stretch() implements Bijection {
        @Override
        public int dim() {
            return 2;
        }

        @Override
        public Mapped forward(NDArray x) {
            try (var scratch = new Scratch()) {
                var y = x.mul(row(x, 3, 0.5)).add(row(x, 1, -2));
                return Mapped.of(scratch.keep(y), scratch.keep(volume(x, Math.log(1.5))));
            }
        }

        @Override
        public Mapped inverse(NDArray y) {
            try (var scratch = new Scratch()) {
                var x = y.sub(row(y, 1, -2)).div(row(y, 3, 0.5));
                return Mapped.of(scratch.keep(x), scratch.keep(volume(y, -Math.log(1.5))));
            }
        }

        private static NDArray row(NDArray like, double... numbers) {
            return like.getManager().create(numbers, new Shape(1, 2)).toType(like.getDataType(), false);
        }

        private static NDArray volume(NDArray like, double log) {
            return like.getManager()
                    .zeros(new Shape(like.getShape().get(0)), like.getDataType())
                    .add((float) log)
                    .add(log - (float) log);
        }
    }

    private static final Gaussian MOVED = Gaussian.diagonal(new double[] {1, -2}, new double[] {3, 0.5});

    private final Flow flow = new Flow(Gaussian.standard(2), new Stretch());
    private NDManager manager;

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    private NDArray points(DataType type) {
        return Rng.of(1).normal(manager, type, 7, 2).mul(2);
    }

    @Test
    void itsDensityIsThatOfTheMovedGaussian() {
        for (var type : new DataType[] {DataType.FLOAT32, DataType.FLOAT64}) {
            var x = points(type);
            double tolerance = type == DataType.FLOAT32 ? 1e-5 : 1e-12;
            near(MOVED.logDensity(x), flow.logDensity(x), tolerance);
            assertEquals(type, flow.logDensity(x).getDataType());
            var moved = flow.pushWithDensity(x);
            near(flow.push(x), moved.x1(), tolerance);
            near(MOVED.logDensity(moved.x1()), moved.logDensity(), tolerance * 4);
        }
        var many = Rng.of(2).normal(manager, DataType.FLOAT64, 40_000, 2);
        near(MOVED.logDensity(many), flow.logDensity(many), 1e-11);
        assertEquals(0, flow.roundTripError(points(DataType.FLOAT64)).max(), 1e-14);
    }

    @Test
    void itsSamplesHaveTheMomentsOfTheMovedGaussian() {
        var drawn = flow.sample(manager, DataType.FLOAT64, 20_000, Rng.of(3));
        assertEquals(1, drawn.get(":, 0").mean().getDouble(), 4 * 3 / Math.sqrt(20_000));
        assertEquals(-2, drawn.get(":, 1").mean().getDouble(), 4 * 0.5 / Math.sqrt(20_000));
        var nll = flow.nll(drawn);
        assertEquals(MOVED.entropy(), nll.mean(), 4 * nll.standardError());
    }

    @Test
    void bijectionsStandInARowInEitherWay() {
        var solve = ChangeOfVariables.of(
                OdeSolver.adaptive(Tableaus.DOPRI5, 1e-10, 1e-10),
                LinearField.of(new double[][] {{0.2, 1}, {-1, 0}}),
                Divergence.exact());
        var x = points(DataType.FLOAT64);
        var composed = new Flow(Gaussian.standard(2), new Stretch().then(solve));
        var chained = flow.then(solve);
        near(composed.logDensity(x), chained.logDensity(x), 1e-8);
        near(composed.push(x), solve.image(flow.push(x)), 1e-8);
        var back = new Flow(MOVED, new Stretch().inverted());
        near(Gaussian.standard(2).logDensity(x), back.logDensity(x), 1e-12);
        var there = solve.inverted().forward(x);
        near(solve.inverse(x).points(), there.points(), 1e-12);
        near(solve.inverse(x).logDeterminant(), there.logDeterminant(), 1e-12);
    }

    @Test
    void onlyTheResultStays() {
        var x = points(DataType.FLOAT32);
        int before = manager.getManagedArrays().size();
        flow.logDensity(x);
        flow.push(x);
        flow.pull(x);
        flow.sample(manager, 5, Rng.of(1));
        assertEquals(before + 4, manager.getManagedArrays().size());
    }

    @Test
    void whatBelongsToAVelocityIsRefusedWithAdvice() {
        var x = points(DataType.FLOAT64);
        var velocity = LinearField.of(new double[2][2]);
        var solver = OdeSolver.fixed(Tableaus.RK4, 2);
        for (Runnable call : new Runnable[] {
            () -> flow.with(solver),
            () -> flow.with(Divergence.exact()),
            () -> flow.over(0, 2),
            () -> flow.then(velocity),
            () -> flow.trajectories(x, SaveAt.end()),
            flow::change
        }) {
            var message = assertThrows(IllegalStateException.class, call::run).getMessage();
            assertTrue(message.contains("Flow.of(source, velocity, solver)"), message);
        }
        assertThrows(IllegalArgumentException.class, () -> new Flow(Gaussian.standard(3), new Stretch()));
        assertThrows(IllegalArgumentException.class, () -> new Flow(Gaussian.standard(2), null));
        assertThrows(IllegalArgumentException.class, () -> flow.then((Bijection) null));
        var broken = x.duplicate();
        broken.set(new ai.djl.ndarray.index.NDIndex("3, 1"), Double.NaN);
        var message = assertThrows(IllegalArgumentException.class, () -> flow.logDensity(broken))
                .getMessage();
        assertTrue(message.contains("row 3, column 1"), message);
    }

    private static void near(NDArray expected, NDArray found, double tolerance) {
        var difference = expected.sub(found).abs().max().toType(DataType.FLOAT64, true);
        assertEquals(0, difference.getDouble(), tolerance);
    }
}
