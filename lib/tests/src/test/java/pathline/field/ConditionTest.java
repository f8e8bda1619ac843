package pathline.field;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import pathline.array.Points;
import pathline.objective.Regression;
import pathline.ode.OdeSolver;
import pathline.ode.Tableaus;
import pathline.random.Rng;

/** A net that is told a condition, against one with the same numbers whose points have it among their coordinates. */
class ConditionTest {

    private static final int N = 70; // more than one tile of the kernels
    private static final int D = 2;
    private static final int K = 3;

    private final NDManager manager = NDManager.newBaseManager();
    private final Rng rng = Rng.of(17);

    @AfterEach
    void close() {
        manager.close();
    }

    static Stream<Arguments> cases() {
        return Stream.of(TimeInput.none(), TimeInput.raw(), TimeInput.sinusoidal(2), TimeInput.concatSquash())
                .flatMap(time -> Stream.of(1, N)
                        .flatMap(rows -> Stream.of(
                                Arguments.of(time, rows, Passes.ARRAYS, DataType.FLOAT64),
                                Arguments.of(time, rows, Passes.ARRAYS, DataType.FLOAT32),
                                Arguments.of(time, rows, Passes.COMPILED, DataType.FLOAT32))));
    }

    private NDArray normal(String name, DataType type, long... shape) {
        return rng.child(name).normal(manager, type, shape);
    }

    private VelocityMlp net(TimeInput time, Passes passes, DataType type) {
        return VelocityMlp.of(D, 9, 7)
                .context(K)
                .time(time)
                .type(type)
                .init(rng.child("net"), manager)
                .with(passes);
    }

    private Mlp plain(VelocityMlp net) {
        var config = net.config();
        var plain = new MlpConfig(D + K, config.hidden(), D, 0, config.activation(), config.time(), config.type())
                .zeroNet(manager);
        plain.parameters().set(net.parameters().flat());
        return plain.with(net.passes());
    }

    private static void assertClose(NDArray expected, NDArray actual) {
        assertEquals(expected.getShape(), actual.getShape());
        double tolerance = expected.getDataType() == DataType.FLOAT64 ? 1e-12 : 2e-5;
        double largest =
                Math.max(1, expected.abs().max().toType(DataType.FLOAT64, false).getDouble());
        double error =
                expected.sub(actual).abs().max().toType(DataType.FLOAT64, false).getDouble();
        assertTrue(error <= tolerance * largest, () -> error + " of " + largest);
    }

    private static NDArray first(NDArray wide) {
        return wide.get(new NDIndex("..., :" + D));
    }

    private NDArray padded(NDArray dx) {
        var shape = dx.getShape().getShape().clone();
        shape[shape.length - 1] = K;
        return dx.concat(manager.zeros(new Shape(shape), dx.getDataType()), shape.length - 1);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void conditionIsWhatCoordinatesWouldBe(TimeInput time, int rows, Passes passes, DataType type) {
        var net = net(time, passes, type);
        var plain = plain(net);
        var c = normal("c", type, rows, K);
        var told = net.given(c);
        var x = normal("x", type, N, D);
        var wide = x.concat(rows == N ? c : c.broadcast(N, K), 1);
        for (long times : new long[] {1, N}) {
            var t = rng.child("t").uniform(manager, type, times, 1);
            assertClose(plain.at(t, wide), told.at(t, x));
            for (var dx : new NDArray[] {normal("dx", type, N, D), normal("dx", type, 2, N, D)}) {
                var tangent = told.jvp(t, x, dx);
                var expected = plain.jvp(t, wide, padded(dx));
                assertClose(expected.value(), tangent.value());
                assertClose(expected.derivative(), tangent.derivative());
                assertGradients(plain, told, t, x, wide, dx);
            }
        }
    }

    private void assertGradients(Mlp plain, VelocityMlp told, NDArray t, NDArray x, NDArray wide, NDArray dx) {
        var a = normal("a", x.getDataType(), N, D);
        var b = normal("b", x.getDataType(), dx.getShape().getShape());
        var mine = told.parameters().gradient(manager);
        var theirs = plain.parameters().gradient(manager);
        assertClose(first(plain.vjp(t, wide, a, theirs)), told.vjp(t, x, a, mine));
        assertClose(theirs.flat(), mine.flat());
        try (var pair = told.linearize(t, x, dx);
                var expected = plain.linearize(t, wide, padded(dx));
                var at = told.linearize(t, x)) {
            assertClose(first(expected.vjp(a, b, theirs)), pair.vjp(a, b, mine));
            assertClose(theirs.flat(), mine.flat());
            assertClose(plain.at(t, wide), at.value());
            assertClose(first(plain.vjp(t, wide, a, theirs)), at.vjp(a, mine));
            assertClose(theirs.flat(), mine.flat());
        }
    }

    /** The trace's own passes, solves and regressions, which the compiled net does on Java arrays. */
    @ParameterizedTest
    @MethodSource("cases")
    void whatIsBuiltOnItAgrees(TimeInput time, int rows, Passes passes, DataType type) {
        var net = net(time, passes, type);
        var c = normal("c", type, rows, K);
        var told = net.given(c);
        var slow = net.with(Passes.ARRAYS).given(c);
        var x = normal("x", type, N, D);
        var t = rng.child("t").uniform(manager, type, N, 1);
        var dx = normal("dx", type, 2, N, D);
        try (var traced = told.traced(dx);
                var expected = TracedVelocity.of(slow, dx)) {
            assertClose(expected.at(t, x).derivative(), traced.at(t, x).derivative());
        }
        var solver = OdeSolver.fixed(Tableaus.RK4, 3);
        assertClose(solver.solve(slow, x, 0, 1), solver.solve(told, x, 0, 1));
        var mine = told.parameters().gradient(manager);
        var theirs = slow.parameters().gradient(manager);
        var regression = new Regression(t, x, normal("u", type, N, D));
        assertClose(regression.loss(slow, theirs), regression.loss(told, mine));
        assertClose(theirs.flat(), mine.flat());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void nothingIsLeftBehind(TimeInput time, int rows, Passes passes, DataType type) {
        var net = net(time, passes, type);
        var c = normal("c", type, rows, K);
        var inJava = Points.of(manager, type, c.toType(DataType.FLOAT64, false).toDoubleArray(), rows, K);
        var x = normal("x", type, N, D);
        var t = rng.child("t").uniform(manager, type, 1, 1);
        for (var told : new VelocityMlp[] {net.given(c), net.given(inJava)}) {
            told.vjp(t, x, x, Gradient.unwanted()).close(); // windows of the first layer are made once
            int before = manager.getManagedArrays().size();
            told.at(t, x).close();
            told.at(0.5, x).close();
            try (var at = told.linearize(t, x);
                    var value = at.value();
                    var toX = at.vjp(x, Gradient.unwanted())) {
                assertEquals(value.getShape(), toX.getShape());
            }
            assertEquals(before, manager.getManagedArrays().size());
        }
    }

    /** A condition that is no number spoils its own point alone. */
    @ParameterizedTest
    @MethodSource("cases")
    void notANumberStaysInItsRow(TimeInput time, int rows, Passes passes, DataType type) {
        var c = manager.zeros(new Shape(N, K), type);
        c.set(new NDIndex("3, 1"), Double.NaN);
        c.set(new NDIndex("5, 0"), Double.POSITIVE_INFINITY);
        var v = net(time, passes, type).given(c).at(0.5, normal("x", type, N, D));
        var numbers = v.toType(DataType.FLOAT64, false).toDoubleArray();
        for (int i = 0; i < N; i++) {
            assertEquals(i == 3, Double.isNaN(numbers[i * D]), "row " + i + " of " + rows);
        }
    }

    @Test
    void mistakesAreRefused() {
        var net = net(TimeInput.raw(), Passes.ARRAYS, DataType.FLOAT32);
        for (var passes : Passes.values()) {
            var told = net.with(passes);
            var x = normal("x", DataType.FLOAT32, 4, D);
            refused("none is given", () -> told.at(0.5, x));
            refused("none is given", () -> told.linearize(0.5, x));
            refused("none is given", () -> OdeSolver.fixed(Tableaus.RK4, 1).solve(told, x, 0, 1));
            var three = told.given(normal("c", DataType.FLOAT32, 3, K));
            refused("3 rows for 4 points", () -> three.at(0.5, x));
            refused("3 rows for 4 points", () -> three.vjp(0.5, x, x, Gradient.unwanted()));
            refused(
                    "3 rows for 4 points",
                    () -> OdeSolver.fixed(Tableaus.RK4, 1).solve(three, x, 0, 1));
            refused("(n, 3)", () -> told.given(normal("c", DataType.FLOAT32, 4, 2)));
            refused("(n, 3)", () -> told.given(manager.zeros(new Shape(0, K))));
            refused("c", () -> told.given(normal("c", DataType.FLOAT32, K)));
            refused("float64", () -> told.given(normal("c", DataType.FLOAT64, 4, K)));
        }
        var deaf = VelocityMlp.of(D, 4).init(rng, manager);
        refused("context(numbers)", () -> deaf.given(normal("c", DataType.FLOAT32, 4, K)));
        refused("context", () -> VelocityMlp.of(D, 4).context(-1));
        refused("context", () -> VelocityMlp.of(D, 4).context(2).stack(2, rng));
    }

    private static void refused(String words, Runnable call) {
        var refusal = assertThrows(IllegalArgumentException.class, call::run);
        assertTrue(refusal.getMessage().contains(words), refusal.getMessage());
    }
}
