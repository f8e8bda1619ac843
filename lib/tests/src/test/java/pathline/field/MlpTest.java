package pathline.field;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import pathline.random.Rng;

/** Nets with more outputs than inputs, and with fewer, against differences and in both ways of computation. */
class MlpTest {

    private static final int N = 70; // a full tile of the compiled loops, and a part of one
    private static final double H = 1e-5;

    private final NDManager manager = NDManager.newBaseManager();
    private final Rng rng = Rng.of(31);

    @AfterEach
    void close() {
        manager.close();
    }

    static Stream<Arguments> nets() {
        return Stream.of(TimeInput.none(), TimeInput.raw(), TimeInput.sinusoidal(2), TimeInput.concatSquash())
                .flatMap(time -> Stream.of(Arguments.of(time, 2, 5), Arguments.of(time, 6, 1)));
    }

    private MlpConfig config(TimeInput time, int in, int out) {
        return Mlp.of(in, new int[] {9, 7}, out).time(time).activation(Activation.SILU);
    }

    private NDArray normal(String name, long... shape) {
        return rng.child(name).normal(manager, DataType.FLOAT64, shape);
    }

    private static NDArray narrow(NDArray x) {
        return x.toType(DataType.FLOAT32, true);
    }

    private static double inner(NDArray a, NDArray b) {
        return a.mul(b).sum().getDouble();
    }

    @ParameterizedTest
    @MethodSource("nets")
    void derivativesAreThoseOfTheValue(TimeInput time, int in, int out) {
        var net = config(time, in, out).type(DataType.FLOAT64).net(rng.child("net"), manager);
        var t = normal("t", 1, 1);
        var x = normal("x", N, in);
        var dx = normal("dx", N, in);
        var a = normal("a", N, out);
        var b = normal("b", N, out);
        var difference =
                net.at(t, x.add(dx.mul(H))).sub(net.at(t, x.sub(dx.mul(H)))).div(2 * H);
        var gradient = net.parameters().gradient(manager);
        try (var at = net.linearize(t, x);
                var pair = at.jvp(dx)) {
            assertEquals(new Shape(N, out), at.value().getShape());
            assertClose(net.at(t, x), at.value(), 0);
            assertClose(difference, pair.derivative(), 1e-8);
            assertEquals(inner(a, pair.derivative()), inner(at.vjp(a, Gradient.unwanted()), dx), 1e-10);
            var toX = pair.vjp(a, b, gradient);
            double slope =
                    (both(net, t, x.add(dx.mul(H)), dx, a, b) - both(net, t, x.sub(dx.mul(H)), dx, a, b)) / (2 * H);
            assertEquals(slope, inner(toX, dx), 1e-6);
        }
        var flat = net.parameters().flat();
        var direction = normal("direction", flat.size());
        flat.addi(direction.mul(H));
        double above = both(net, t, x, dx, a, b);
        flat.subi(direction.mul(2 * H));
        double below = both(net, t, x, dx, a, b);
        assertEquals((above - below) / (2 * H), inner(gradient.flat(), direction), 1e-5);
    }

    private static double both(Mlp net, NDArray t, NDArray x, NDArray dx, NDArray a, NDArray b) {
        var pair = net.jvp(t, x, dx);
        return inner(a, pair.value()) + inner(b, pair.derivative());
    }

    @ParameterizedTest
    @MethodSource("nets")
    void compiledLoopsAgree(TimeInput time, int in, int out) {
        var net = config(time, in, out).net(rng.child("net"), manager);
        assertEquals(Passes.COMPILED, net.passes());
        var exact = config(time, in, out).type(DataType.FLOAT64).zeroNet(manager);
        exact.parameters().set(net.parameters().flat().toType(DataType.FLOAT64, false));
        var t = narrow(normal("t", N, 1));
        var x = narrow(normal("x", N, in));
        var a = narrow(normal("a", N, out));
        for (var shape : new long[][] {{N, in}, {3, N, in}, {3, 1, in}}) {
            var dx = narrow(normal("dx", shape));
            var mine = net.parameters().gradient(manager);
            var theirs = exact.parameters().gradient(manager);
            try (var pair = net.linearize(t, x, dx);
                    var other = exact.linearize(wide(t), wide(x), wide(dx))) {
                assertClose(other.value(), wide(pair.value()), 1e-5);
                assertClose(other.derivative(), wide(pair.derivative()), 1e-5);
                assertClose(
                        other.vjp(wide(a), other.derivative(), theirs),
                        wide(pair.vjp(a, pair.derivative(), mine)),
                        2e-4);
            }
            assertClose(exact.vjp(wide(t), wide(x), wide(a), theirs), wide(net.vjp(t, x, a, mine)), 2e-5);
            double error = theirs.flat().sub(wide(mine.flat())).norm().getDouble();
            assertTrue(error < 1e-5 * theirs.norm(), "off by " + error);
        }
        assertClose(exact.at(wide(t), wide(x)), wide(net.at(t, x)), 1e-5);
    }

    private static NDArray wide(NDArray x) {
        return x.toType(DataType.FLOAT64, true);
    }

    @Test
    void aNetOfNoTimeNeedsNone() {
        var net = Mlp.of(3, new int[] {8}, 2).net(rng, manager);
        var x = narrow(normal("x", N, 3));
        var into = net.parameters().gradient(manager);
        var value = net.at(x);
        assertClose(value, net.at(narrow(normal("t", 1, 1)), x), 0);
        var toX = net.vjp(x, value, into);
        net.jvp(x, x);
        int before = manager.getManagedArrays().size();
        try (var at = net.linearize(x)) {
            assertClose(toX, at.vjp(at.value(), into), 0);
        }
        assertTrue(manager.getManagedArrays().size() <= before + 10, "results, and what the comparison made");
        int[] alive = new int[3];
        for (int i = 0; i < 3; i++) {
            net.at(x).close();
            net.vjp(x, value, into).close();
            var pair = net.jvp(x, x);
            pair.value().close();
            pair.derivative().close();
            try (var at = net.linearize(x);
                    var along = at.jvp(x)) {
                at.value().close();
                along.derivative().close();
            }
            alive[i] = manager.getManagedArrays().size();
        }
        assertEquals(alive[0], alive[2]);
        var timed = Mlp.of(3, new int[] {8}, 2).time(TimeInput.raw()).net(rng, manager);
        assertThrows(IllegalArgumentException.class, () -> timed.at(x));
    }

    @Test
    void aVelocityMayDoWithoutTime() {
        var velocity = VelocityMlp.of(2, 8).time(TimeInput.none()).init(rng, manager);
        var x = narrow(normal("x", N, 2));
        assertClose(velocity.at(0, x), velocity.at(1, x), 0);
        assertClose(
                velocity.with(Passes.ARRAYS).at(0, x).toType(DataType.FLOAT64, false), wide(velocity.at(0, x)), 1e-6);
        assertThrows(
                IllegalArgumentException.class,
                () -> Mlp.of(2, new int[] {8}, 3).init(rng, manager));
    }

    @Test
    void mistakesAreRefused() {
        var net = Mlp.of(3, new int[] {8}, 2).net(rng, manager);
        var x = narrow(normal("x", 4, 3));
        var value = net.at(x);
        refused("(n, 3)", () -> net.at(value));
        refused("float64", () -> net.at(wide(x)));
        refused("(4, 2)", () -> net.vjp(x, x, Gradient.unwanted()));
        refused("dx", () -> net.jvp(x, value));
        refused("in is 0", () -> Mlp.of(0, new int[] {8}, 2));
        refused("out is 0", () -> Mlp.of(3, new int[] {8}, 0));
        assertEquals(new Shape(0, 2), net.at(x.get("0:0")).getShape());
        var bad = manager.create(new float[] {1, Float.NaN, 1, 1, Float.POSITIVE_INFINITY, 1}, new Shape(2, 3));
        assertTrue(Float.isNaN(net.at(bad).getFloat(0, 0)));
        assertTrue(Float.isFinite(net.at(x).getFloat(0, 0)));
    }

    private static void refused(String words, Runnable call) {
        var refusal = assertThrows(IllegalArgumentException.class, call::run);
        assertTrue(refusal.getMessage().contains(words), refusal.getMessage());
    }

    private static void assertClose(NDArray expected, NDArray actual, double tolerance) {
        assertEquals(expected.getShape(), actual.getShape());
        double error =
                expected.sub(actual).abs().max().toType(DataType.FLOAT64, false).getDouble();
        assertTrue(error <= tolerance, "off by " + error + ", more than " + tolerance);
    }
}
