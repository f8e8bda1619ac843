package pathline.field;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
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
                var pushed = net.push(t, x, dx);
                var found = traced.push(t, x);
                assertClose(pushed.value(), found.value());
                assertClose(sum(pushed, dx), found.derivative());

                var a = normal("a " + place, N, D);
                var b = normal("b " + place, N, 1);
                var expected = net.parameters().gradient(manager);
                var gradient = net.parameters().gradient(manager);
                var toX = net.pull(t, x, dx, a, b.mul(dx), expected);
                var pulled = traced.pull(t, x, both -> new Tangent(a, b), gradient);
                assertClose(pushed.value(), pulled.pushed().value());
                assertClose(sum(pushed, dx), pulled.pushed().derivative());
                assertClose(toX, pulled.gradient());
                assertClose(expected.flat(), gradient.flat());
                assertClose(
                        toX,
                        traced.pull(t, x, both -> new Tangent(a, b), Gradient.unwanted())
                                .gradient());
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
        UnaryOperator<Tangent> doubled =
                both -> new Tangent(both.value().mul(2), both.derivative().mul(2));
        var expected = net.parameters().gradient(manager);
        var gradient = net.parameters().gradient(manager);
        try (var shorter = net.traced(dx);
                var pushing = TracedVelocity.of(net, dx)) {
            assertClose(shorter.push(t, x).derivative(), pushing.push(t, x).derivative());
            var wanted = shorter.pull(t, x, doubled, expected);
            pushing.pull(t, x, doubled, gradient); // makes the gradient's windows
            gradient.clear();
            int before = manager.getManagedArrays().size();
            var found = pushing.pull(t, x, doubled, gradient);
            assertEquals(before + 3, manager.getManagedArrays().size());
            assertClose(wanted.pushed().value(), found.pushed().value());
            assertClose(wanted.pushed().derivative(), found.pushed().derivative());
            assertClose(wanted.gradient(), found.gradient());
            assertClose(expected.flat(), gradient.flat());
        }
    }

    @Test
    void whatItHoldsIsFreed() {
        var net = net(TimeInput.raw());
        var dx = normal("dx", 1, N, D);
        var x = normal("x", N, D);
        var t = Velocity.time(0.3, x);
        var into = net.parameters().gradient(manager);
        net.pull(t, x, x, into); // the gradient makes its windows when they are first asked for
        int before = manager.getManagedArrays().size();
        try (var traced = net.traced(dx)) {
            traced.push(t, x);
            for (int i = 0; i < 3; i++) {
                traced.pull(t, x, both -> both, into);
            }
            assertEquals(before + 2 + 2 + 9, manager.getManagedArrays().size(), "two held, and the results");
        }
        assertEquals(before + 2 + 9, manager.getManagedArrays().size());
    }

    @Test
    void mistakesAreRefused() {
        var traced = net(TimeInput.raw()).traced(normal("dx", 1, N, D));
        var fewer = normal("x", N - 1, D);
        var refusal = assertThrows(IllegalArgumentException.class, () -> traced.push(Velocity.time(0, fewer), fewer));
        assertTrue(refusal.getMessage().contains("(k, 4, 3)"), refusal.getMessage());
        var single = normal("x", N, D).toType(DataType.FLOAT32, false);
        assertThrows(
                IllegalArgumentException.class,
                () -> traced.pull(Velocity.time(0, single), single, both -> both, Gradient.unwanted()));
    }

    private static void assertClose(NDArray expected, NDArray found) {
        assertEquals(expected.getShape(), found.getShape());
        assertEquals(0, found.sub(expected).abs().max().getDouble(), FLOAT64);
    }
}
