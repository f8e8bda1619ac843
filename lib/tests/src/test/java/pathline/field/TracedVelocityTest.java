package pathline.field;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import pathline.array.Scratch;
import pathline.random.Rng;

/** The trace along fixed tangents against what its definition makes of a push. */
class TracedVelocityTest {

    /** Two correct float64 computations of numbers of size 1 differ by some hundred roundings of 1e-16. */
    private static final double FLOAT64 = 1e-12;

    private static final int N = 5;
    private static final int D = 3;

    private final NDManager manager = NDManager.newBaseManager();
    private final Rng rng = Rng.of(23);

    @AfterEach
    void close() {
        manager.close();
    }

    /** Kinds of time, of tangents, and one time for all or not: every way through the layers. */
    static Stream<Arguments> cases() {
        return Stream.of(TimeInput.raw(), TimeInput.sinusoidal(2), TimeInput.concatSquash())
                .flatMap(time -> Stream.of(new long[] {1, N, D}, new long[] {4, N, D}, new long[] {D, 1, D})
                        .flatMap(shape -> Stream.of(false, true).map(perPoint -> Arguments.of(time, shape, perPoint))));
    }

    private VelocityMlp net(TimeInput time) {
        return VelocityMlp.of(D, 7, 6)
                .time(time)
                .activation(Activation.SILU)
                .type(DataType.FLOAT64)
                .init(rng.child("net"), manager);
    }

    private NDArray normal(String name, long... shape) {
        return rng.child(name).normal(manager, DataType.FLOAT64, shape);
    }

    /** One traced velocity serves all points and times of a solve, so it is asked at two. */
    @ParameterizedTest
    @MethodSource("cases")
    void itIsTheSumOfTheFormsOfTheJacobian(TimeInput time, long[] shape, boolean perPoint) {
        var net = net(time);
        var dx = normal("dx", shape);
        try (var traced = net.traced(dx)) {
            for (var place : List.of("here", "there")) {
                var x = normal(place, N, D);
                var t = rng.child(place).uniform(manager, DataType.FLOAT64, perPoint ? N : 1, 1);
                var pushed = net.jvp(t, x, dx);
                var found = traced.at(t, x);
                assertClose(pushed.value(), found.value());
                assertClose(sum(pushed, dx), found.derivative());

                var a = normal("a " + place, N, D);
                var b = normal("b " + place, N, 1);
                var expected = net.parameters().gradient(manager);
                var gradient = net.parameters().gradient(manager);
                var toX = net.vjp(t, x, dx, a, b.mul(dx), expected);
                try (var pair = traced.linearize(t, x)) {
                    assertClose(pushed.value(), pair.value());
                    assertClose(sum(pushed, dx), pair.derivative());
                    assertClose(toX, pair.vjp(a, b, gradient));
                    assertClose(expected.flat(), gradient.flat());
                    assertClose(toX, pair.vjp(a, b, Gradient.unwanted()));
                }
            }
        }
    }

    private static NDArray sum(Tangent pushed, NDArray dx) {
        return pushed.derivative().mul(dx).sum(new int[] {0, 2}).reshape(-1, 1);
    }

    /** Velocities without a shorter way push, and so do compiled nets; cotangents may depend on what was pushed. */
    @Test
    void anyVelocityHasOne() {
        var net = net(TimeInput.raw());
        var dx = normal("dx", 2, N, D);
        var x = normal("x", N, D);
        var t = Velocity.time(0.3, x);
        var expected = net.parameters().gradient(manager);
        var gradient = net.parameters().gradient(manager);
        try (var shorter = net.traced(dx);
                var pushing = TracedVelocity.of(net, dx)) {
            assertClose(shorter.at(t, x).derivative(), pushing.at(t, x).derivative());
            var wanted = doubled(shorter.linearize(t, x), expected);
            doubled(pushing.linearize(t, x), gradient); // makes the gradient's windows
            gradient.clear();
            int before = manager.getManagedArrays().size();
            var found = doubled(pushing.linearize(t, x), gradient);
            assertEquals(before + 3, manager.getManagedArrays().size());
            for (int i = 0; i < 3; i++) {
                assertClose(wanted.get(i), found.get(i));
            }
            assertClose(expected.flat(), gradient.flat());
        }
    }

    /** Value and trace, and the gradient of their squares. */
    private static List<NDArray> doubled(Jvp pair, Gradient into) {
        try (var scratch = new Scratch();
                pair) {
            var toX = pair.vjp(pair.value().mul(2), pair.derivative().mul(2), into);
            return List.of(scratch.keep(pair.value()), scratch.keep(pair.derivative()), scratch.keep(toX));
        }
    }

    @Test
    void whatItHoldsIsFreed() {
        var net = net(TimeInput.raw());
        var dx = normal("dx", 1, N, D);
        var x = normal("x", N, D);
        var t = Velocity.time(0.3, x);
        var into = net.parameters().gradient(manager);
        net.vjp(t, x, x, into); // the gradient makes its windows when they are first asked for
        int before = manager.getManagedArrays().size();
        try (var traced = net.traced(dx)) {
            traced.at(t, x);
            for (int i = 0; i < 3; i++) {
                try (var pair = traced.linearize(t, x)) {
                    pair.vjp(pair.value(), pair.derivative(), into);
                }
            }
            assertEquals(before + 2 + 2 + 9, manager.getManagedArrays().size(), "two held, and the results");
        }
        assertEquals(before + 2 + 9, manager.getManagedArrays().size());
    }

    @Test
    void mistakesAreRefused() {
        var traced = net(TimeInput.raw()).traced(normal("dx", 1, N, D));
        var fewer = normal("x", N - 1, D);
        var refusal = assertThrows(IllegalArgumentException.class, () -> traced.at(Velocity.time(0, fewer), fewer));
        assertTrue(refusal.getMessage().contains("(k, 4, 3)"), refusal.getMessage());
        var single = normal("x", N, D).toType(DataType.FLOAT32, false);
        assertThrows(IllegalArgumentException.class, () -> traced.linearize(Velocity.time(0, single), single));
    }

    private static void assertClose(NDArray expected, NDArray found) {
        assertEquals(expected.getShape(), found.getShape());
        assertEquals(0, found.sub(expected).abs().max().getDouble(), FLOAT64);
    }
}
