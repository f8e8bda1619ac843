package pathline.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import pathline.distribution.Checkerboard;
import pathline.distribution.Density;
import pathline.distribution.Distribution;
import pathline.distribution.Gaussian;
import pathline.field.LinearField;
import pathline.field.Orphans;
import pathline.ode.OdeSolver;
import pathline.ode.SaveAt;
import pathline.ode.Tableaus;
import pathline.random.Rng;

/** What flows say of points that are none, of steps that end in no number, and what they leave in memory. */
class RefusalsTest {

    private static final OdeSolver RK4 = OdeSolver.fixed(Tableaus.RK4, 4);
    private static final Gaussian NORMAL = Gaussian.standard(2);
    private static final LinearField FIELD = LinearField.of(new double[][] {{0.1, 0}, {0, 0.2}}, new double[2]);

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void aFlowRefusesPointsThatAreNone() {
        var flow = Flow.of(NORMAL, FIELD, RK4);
        List<Consumer<NDArray>> asked = List.of(
                flow::push,
                flow::pull,
                flow::pushWithDensity,
                flow::logDensity,
                flow::density,
                flow::score,
                flow::nll,
                flow::roundTripError,
                x -> flow.trajectories(x, SaveAt.end()));
        var closed = manager.ones(new Shape(1, 2));
        closed.close();
        for (var ask : asked) {
            for (double value : new double[] {Double.NaN, Double.NEGATIVE_INFINITY}) {
                var x = manager.create(new double[] {0, 1, value, 2}, new Shape(2, 2));
                refused(value + " in row 1, column 0", () -> ask.accept(x));
            }
            refused("is closed", () -> ask.accept(closed));
            refused("int32", () -> ask.accept(manager.zeros(new Shape(1, 2), DataType.INT32)));
            refused("(n, d)", () -> ask.accept(manager.zeros(new Shape(0, 2))));
            refused("(n, d)", () -> ask.accept(manager.zeros(new Shape(2))));
        }
        refused("max is Infinity", () -> new RoundTrip(Double.POSITIVE_INFINITY, 1));
        refused("n is 0", () -> flow.sample(manager, 0, Rng.of(1)));
        refused("n is -2", () -> flow.sampleWithDensity(manager, -2, Rng.of(1)));
        // large finite numbers whose float32 sum overflows are points all the same
        assertEquals(
                2, flow.push(manager.full(new Shape(2, 2), 2e38f)).getShape().get(0));
    }

    @Test
    void aLogDensityThatIsNoNumberIsReportedAndOneOfZeroDensityIsNot() {
        var broken = new Density() {
            @Override
            public NDArray logDensity(NDArray x) {
                return x.get(":, 0").log(); // NaN left of 0
            }

            @Override
            public NDArray score(NDArray x) {
                return x;
            }

            @Override
            public NDArray sample(NDManager owner, DataType type, int n, Rng rng) {
                return rng.normal(owner, type, n, 2);
            }
        };
        var x = manager.create(new double[] {1, 1, -1, 1}, new Shape(2, 2));
        String message = assertThrows(
                        IllegalStateException.class,
                        () -> Flow.of(broken, FIELD, RK4).logDensity(x))
                .getMessage();
        assertTrue(message.contains("NaN at row 1 of x1"), message);
        var board = Flow.of(new Checkerboard(1), FIELD, RK4);
        assertEquals(
                Double.NEGATIVE_INFINITY,
                board.logDensity(manager.create(new double[] {50, 50}, new Shape(1, 2)))
                        .toDoubleArray()[0]);
    }

    @Test
    void aStochasticFlowReportsTheFirstStepThatEndsInNoNumber() {
        StochasticFlow.Field score = (t, x) -> {
            var s = x.neg();
            if (t == 0.5) {
                s.set(new ai.djl.ndarray.index.NDIndex("2, 1"), Double.NaN);
            }
            return new StochasticFlow.Field.At(x, s);
        };
        var flow = new StochasticFlow(NORMAL, score, t -> 1, 4);
        for (var type : List.of(DataType.FLOAT32, DataType.FLOAT64)) {
            String message = assertThrows(IllegalStateException.class, () -> flow.sample(manager, type, 5, Rng.of(1)))
                    .getMessage();
            assertTrue(message.contains("from t = 0.5 of 4 steps"), message);
            assertTrue(message.contains("NaN in row 2, column 1"), message);
            assertTrue(message.contains("all velocities are finite, the score is NaN in row 2, column 1"), message);
        }
        // the score is not asked for where g is 0
        assertEquals(
                5,
                new StochasticFlow(NORMAL, score, t -> 0, 4)
                        .sample(manager, 5, Rng.of(1))
                        .getShape()
                        .get(0));
        refused(
                "x0 is NaN in row 0, column 1",
                () -> flow.push(manager.create(new double[] {0, Double.NaN}, new Shape(1, 2)), Rng.of(1)));
        refused(
                "the score (1, 2)",
                () -> new StochasticFlow(NORMAL, (t, x) -> new StochasticFlow.Field.At(x, x.get("0:1")), t -> 1, 4)
                        .sample(manager, 3, Rng.of(1)));
        refused("got 2147483647", () -> new StochasticFlow(NORMAL, score, t -> 1, Integer.MAX_VALUE));
    }

    @Test
    void aLikelihoodOfOnePointSaysThatItHasNoStandardError() {
        assertEquals(
                "3.3800 nats, 1 point of 2 coordinates (one point has no standard error)",
                Nll.of(new double[] {-3.38}, 2).toString());
        assertTrue(Double.isNaN(Nll.of(new double[] {-3.38}, 2).standardError()));
        assertEquals(
                "3.0000 ± 1.0000 nats, 2 points of 1 coordinate",
                Nll.of(new double[] {-2, -4}, 1).toString());
        assertEquals(
                "Infinity nats, 2 points of 2 coordinates; the density of a point is 0",
                Nll.of(new double[] {-2, Double.NEGATIVE_INFINITY}, 2).toString());
        refused("logDensity[1] is NaN", () -> Nll.of(new double[] {-2, Double.NaN}, 2));
        refused("mean is NaN", () -> new Nll(Double.NaN, 1, 2, 2));
        refused("max is NaN", () -> new RoundTrip(Double.NaN, 1));
        var before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.GERMANY);
            assertEquals(
                    "3.3800 nats", Nll.of(new double[] {-3.38}, 2).toString().substring(0, 11));
        } finally {
            Locale.setDefault(before);
        }
    }

    /** The source sees which managers pairs are drawn on: after rounds and distillation all are closed. */
    @Test
    void roundsOfReflowLeaveNoPairsInMemory() {
        var managers = new ArrayList<NDManager>();
        Distribution source = (owner, type, n, rng) -> {
            managers.add(owner);
            return rng.normal(owner, type, n, 2);
        };
        var reflow = Reflow.of(source, RK4, 50);
        reflow.rounds(3, FIELD, 8, (objective, rng) -> FIELD, Rng.of(1));
        reflow.distillation(FIELD, 8, (objective, rng) -> FIELD, Rng.of(1));
        assertEquals(4, managers.size());
        for (var owner : managers) {
            assertFalse(owner.isOpen());
            assertEquals(0, owner.getManagedArrays().size());
        }
    }

    @Test
    void pairsOnAManagerAreTwoArraysOfIt() {
        var reflow = Reflow.of(NORMAL, RK4, 50);
        int before = manager.getManagedArrays().size();
        try (var owner = manager.newSubManager()) {
            for (int k = 1; k <= 5; k++) {
                reflow.pairs(FIELD, Rng.of(k), owner);
                assertEquals(2 * k, owner.getManagedArrays().size());
            }
        }
        assertEquals(before, manager.getManagedArrays().size());
    }

    /** Without a manager the engine's memory is freed after the pairs are garbage: a second later, of all but the last pairs. */
    @Test
    void pairsThatNothingRefersToAreFreed() throws InterruptedException {
        var reflow = Reflow.of(NORMAL, RK4, 1_000);
        var addresses = new ArrayList<AtomicReference<?>>();
        for (int k = 0; k < 10; k++) {
            var pairs = reflow.pairs(FIELD, Rng.of(k));
            addresses.add(Orphans.address(pairs.x0()).orElseThrow());
            addresses.add(Orphans.address(pairs.x1()).orElseThrow());
        }
        var kept = reflow.pairs(FIELD, Rng.of(10));
        long live = 20;
        for (int tries = 0; tries < 60 && live > 2; tries++) {
            System.gc();
            Thread.sleep(250);
            live = addresses.stream().filter(address -> address.get() != null).count();
        }
        assertTrue(live <= 2, live + " of 20 arrays are still there");
        assertEquals(1_000, kept.x0().getShape().get(0));
        assertTrue(Double.isFinite(kept.meanSquaredDistance()));
    }

    private static void refused(String part, Executable call) {
        String message = assertThrows(IllegalArgumentException.class, call).getMessage();
        assertTrue(message.contains(part), message);
    }
}
