package pathline.path;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import pathline.random.Rng;

class AffinePathTest {

    private static final int N = 6;

    private final NDManager manager = NDManager.newBaseManager();
    private final NDArray t = Paths.column(manager, 0.05, 0.2, 0.4, 0.6, 0.8, 0.95);
    private final NDArray x0 = normal("x0");
    private final NDArray x1 = normal("x1").add(3);
    private final NDArray z = normal("z");

    @AfterEach
    void close() {
        manager.close();
    }

    private NDArray normal(String name) {
        return Rng.of(7).child(name).normal(manager, DataType.FLOAT64, N, 2);
    }

    static Stream<String> gaussian() {
        return Paths.gaussian().keySet().stream();
    }

    static Stream<String> all() {
        return Paths.all().keySet().stream();
    }

    private static void assertClose(NDArray expected, NDArray actual, double tolerance) {
        assertArrayEquals(expected.toDoubleArray(), actual.toDoubleArray(), tolerance);
    }

    @ParameterizedTest
    @MethodSource("all")
    void theVelocityIsTheDerivativeOfThePlace(String name) {
        var path = AffinePath.of(Paths.all().get(name)).with(Bridge.brownian(0.5));
        double h = 1e-6;
        var after = path.sample(t.add(h), x0, x1, z).xt();
        var before = path.sample(t.sub(h), x0, x1, z).xt();
        // h² / 6 of the third derivative, at most 1e4 near an end, is 1e-9; rounding adds 1e-15 · 50 / h
        assertClose(after.sub(before).div(2 * h), path.sample(t, x0, x1, z).ut(), 1e-6);
    }

    /** Sums of few numbers are rounded once, those of more than 8192 after each operation. */
    @ParameterizedTest
    @MethodSource("all")
    void aSmallBatchIsTheBeginningOfALargeOne(String name) {
        int n = 4096;
        var rng = Rng.of(11);
        var times = rng.child("t").uniform(manager, n, 1).mul(0.9).add(0.05);
        var from = rng.child("x0").normal(manager, n, 4);
        var to = rng.child("x1").normal(manager, n, 4);
        var noise = rng.child("z").normal(manager, n, 4);
        var some = new NDIndex(":" + N);

        var path = AffinePath.of(Paths.all().get(name));
        assertSame32(path.sample(times, from, to), path.sample(times.get(some), from.get(some), to.get(some)));
        var noisy = path.with(Bridge.brownian(0.5));
        assertSame32(
                noisy.sample(times, from, to, noise),
                noisy.sample(times.get(some), from.get(some), to.get(some), noise.get(some)));
        // the noise of a small batch is that of the same stream
        assertSame32(
                noisy.sample(times, from, to, rng.child("z")),
                noisy.sample(times.get(some), from.get(some), to.get(some), rng.child("z")));
        var atOne = manager.create(new float[] {0.3f}).reshape(1, 1);
        assertSame32(path.sample(atOne, from, to), path.sample(atOne, from.get(some), to.get(some)));
    }

    /** Terms are below 100 here, where float32 rounds by 4e-6, at each of at most five operations. */
    private static void assertSame32(PathSample large, PathSample small) {
        var some = new NDIndex(":" + N);
        assertArrayEquals(large.xt().get(some).toFloatArray(), small.xt().toFloatArray(), 2e-5f);
        assertArrayEquals(large.ut().get(some).toFloatArray(), small.ut().toFloatArray(), 2e-5f);
    }

    /** ∂ log p/∂t + div v + v · ∇ log p = 0, everything but v by differences of log p; the theorem at work. */
    @ParameterizedTest
    @MethodSource("gaussian")
    void theTheoremSolvesTheTransportEquation(String name) {
        var path = GaussianPath.of(Paths.gaussian().get(name));
        var s = path.schedule().at(t);
        var x = s.alpha().mul(x1).add(s.sigma().mul(x0)); // a point within reach of p_t, else log p is huge
        double h = 1e-5;
        var rate = path.logDensity(t.add(h), x, x1)
                .sub(path.logDensity(t.sub(h), x, x1))
                .div(2 * h);
        var v = path.velocity(t, x, x1);
        var residual = rate;
        for (int j = 0; j < 2; j++) {
            var step = manager.zeros(new Shape(1, 2), DataType.FLOAT64);
            step.set(new NDIndex("0, " + j), h);
            var slope = path.logDensity(t, x.add(step), x1)
                    .sub(path.logDensity(t, x.sub(step), x1))
                    .div(2 * h);
            var joint = path.velocity(t, x.add(step), x1)
                    .sub(path.velocity(t, x.sub(step), x1))
                    .div(2 * h);
            residual = residual.add(joint.get(":, " + j)).add(slope.mul(v.get(":, " + j)));
            assertClose(slope, path.score(t, x, x1).get(":, " + j), 1e-4); // of up to 1e3: h² and rounding / h
        }
        assertArrayEquals(new double[N], residual.toDoubleArray(), 1e-4);
    }

    @ParameterizedTest
    @MethodSource("gaussian")
    void onItsOwnPathTheTheoremGivesTheSampledVelocity(String name) {
        var path = GaussianPath.of(Paths.gaussian().get(name));
        var sample = path.sample(t, x0, x1);
        assertClose(sample.ut(), path.velocity(t, sample.xt(), x1), 1e-10); // rounding over σ, at least 0.02
    }

    @Test
    void torchcfmsFormulas() {
        double sigma = 0.1;
        var constant = Bridge.constant(sigma);
        var line = AffinePath.of(Schedule.linear());
        var mu = t.mul(x1).add(t.neg().add(1).mul(x0));
        var icfm = line.with(constant).sample(t, x0, x1, z);
        assertClose(mu.add(z.mul(sigma)), icfm.xt(), 1e-14);
        assertClose(x1.sub(x0), icfm.ut(), 1e-14);

        var fm = GaussianPath.of(Schedule.linear(sigma)).sample(t, x0, x1);
        var shrink = t.mul(sigma - 1).add(1);
        assertClose(t.mul(x1).add(shrink.mul(x0)), fm.xt(), 1e-14);
        assertClose(x1.sub(fm.xt().mul(1 - sigma)).div(shrink), fm.ut(), 1e-13);

        var sb = line.with(Bridge.brownian(sigma)).sample(t, x0, x1, z);
        var tt = t.mul(t.neg().add(1));
        var pull = t.mul(-2).add(1).div(tt.mul(2)).mul(sb.xt().sub(mu));
        assertClose(mu.add(tt.sqrt().mul(sigma).mul(z)), sb.xt(), 1e-14);
        assertClose(pull.add(x1).sub(x0), sb.ut(), 1e-13);
        assertClose(sb.ut(), line.with(Bridge.brownian(sigma)).velocity(t, sb.xt(), x0, x1), 1e-13);

        var vp = AffinePath.of(Schedule.trigonometric()).with(constant).sample(t, x0, x1, z);
        var cos = t.mul(Math.PI / 2).cos();
        var sin = t.mul(Math.PI / 2).sin();
        assertClose(cos.mul(x0).add(sin.mul(x1)).add(z.mul(sigma)), vp.xt(), 1e-14);
        assertClose(cos.mul(x1).sub(sin.mul(x0)).mul(Math.PI / 2), vp.ut(), 1e-14);
    }

    @Test
    void endsAreMetExactlyEvenWithABrownianBridge() {
        var path = AffinePath.of(Schedule.linear()).with(Bridge.brownian(1));
        assertClose(x0, path.sample(Paths.column(manager, 0), x0, x1, z).xt(), 0);
        assertClose(x1, path.sample(Paths.column(manager, 1), x0, x1, z).xt(), 0);
    }

    @Test
    void aSharedTimeIsThatTimeForEach() {
        var path = AffinePath.of(Schedule.cosine());
        var shared = path.sample(Paths.column(manager, 0.3), x0, x1);
        var each = path.sample(Paths.column(manager, 0.3, 0.3, 0.3, 0.3, 0.3, 0.3), x0, x1);
        assertClose(each.xt(), shared.xt(), 0);
        assertClose(each.ut(), shared.ut(), 0);
    }

    @Test
    void noiseComesFromTheStreamAndNothingIsLeftBehind() {
        var path = AffinePath.of(Schedule.linear()).with(Bridge.constant(2));
        var x = x0.toType(DataType.FLOAT32, false);
        var y = x1.toType(DataType.FLOAT32, false);
        var time = t.toType(DataType.FLOAT32, false);
        int before = manager.getManagedArrays().size();
        var sample = path.sample(time, x, y, Rng.of(3));
        assertEquals(before, manager.getManagedArrays().size()); // arrays are made when they are asked for
        assertEquals(DataType.FLOAT32, sample.xt().getDataType());
        assertEquals(DataType.FLOAT32, sample.ut().getDataType());
        assertEquals(before + 2, manager.getManagedArrays().size());
        assertSame(manager, sample.xt().getManager());
        assertArrayEquals(
                sample.xt().toFloatArray(),
                path.sample(time, x, y, Rng.of(3)).xt().toFloatArray());
        var noise = Rng.of(3).normal(manager, DataType.FLOAT32, N, 2);
        assertArrayEquals(
                sample.xt().toFloatArray(), path.sample(time, x, y, noise).xt().toFloatArray());
    }

    @Test
    void says() {
        var path = AffinePath.of(Schedule.linear());
        ScheduleTest.assertMessage("rng", () -> path.with(Bridge.quadratic()).sample(t, x0, x1));
        ScheduleTest.assertMessage("takes no noise", () -> path.sample(t, x0, x1, z));
        ScheduleTest.assertMessage("x1 must have", () -> path.sample(t, x0, x1.get(":, :1")));
        ScheduleTest.assertMessage("(6, 1)", () -> path.sample(t.get(":3"), x0, x1));
        ScheduleTest.assertMessage(
                "keep away", () -> GaussianPath.of(Schedule.linear()).velocity(Paths.column(manager, 1), x0, x1));
    }
}
