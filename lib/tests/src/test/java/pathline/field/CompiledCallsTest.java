package pathline.field;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.types.DataType;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a caller may do with compiled passes. */
class CompiledCallsTest extends CompiledCase {

    @Test
    void changedParametersAreSeen() {
        var net = net(2, Activation.SELU, TimeInput.raw(), 8, 8);
        var at = question(10, 2, 0, false, true);
        var before = net.at(at.t(), at.x());
        net.parameters().flat().muli(1.5);
        var after = net.at(at.t(), at.x());
        assertTrue(before.sub(after).abs().max().getFloat() > 0.1);
        assertClose(net.with(Passes.ARRAYS).at(at.t(), at.x()), after);
    }

    /** Bit for bit, wherever a point stands in its batch. */
    @Test
    void aPointNeverSeesItsNeighbours() {
        var net = net(2, Activation.GELU, TimeInput.raw(), 20, 20);
        var at = question(200, 2, 0, false, true);
        var all = net.jvp(at.t(), at.x(), at.dx());
        var gradient = net.vjp(at.t(), at.x(), at.a(), Gradient.unwanted());
        for (int i = 0; i < 200; i += 9) {
            var rows = i + ":" + (i + 1);
            var one = net.jvp(at.t(), at.x().get(rows), at.dx().get(rows));
            assertArrayEquals(all.value().get(i).toFloatArray(), one.value().toFloatArray());
            assertArrayEquals(
                    all.derivative().get(i).toFloatArray(), one.derivative().toFloatArray());
            assertArrayEquals(
                    gradient.get(i).toFloatArray(),
                    net.vjp(at.t(), at.x().get(rows), at.a().get(rows), Gradient.unwanted())
                            .toFloatArray());
        }
    }

    @Test
    void arraysThatAreWindowsAreRead() {
        var net = net(2, Activation.ELU, TimeInput.raw(), 9);
        var x = normal("x", 2, 40).transpose();
        var t = normal("t", 1, 1);
        assertClose(net.with(Passes.ARRAYS).at(t, x), net.at(t, x));
        var rows = normal("y", 90, 2).get("20:70");
        assertClose(net.with(Passes.ARRAYS).at(t, rows), net.at(t, rows));
    }

    @Test
    void anEmptyBatchHasAnEmptyResult() {
        var net = net(2, Activation.TANH, TimeInput.raw(), 9);
        var x = manager.zeros(new ai.djl.ndarray.types.Shape(0, 2));
        assertEquals(x.getShape(), net.at(normal("t", 1, 1), x).getShape());
        var gradient = net.parameters().gradient(manager);
        assertEquals(x.getShape(), net.vjp(normal("t", 1, 1), x, x, gradient).getShape());
        assertEquals(0, gradient.norm());
    }

    @Test
    void aCallWithinACallHasItsOwnArrays() {
        var net = net(2, Activation.TANH, TimeInput.raw(), 16);
        var at = question(70, 2, 0, false, true);
        var plain = net.vjp(at.t(), at.x(), at.a(), Gradient.unwanted());
        var first = net.linearize(at.t(), at.x());
        try (var second = net.linearize(at.t(), at.x().mul(2))) {
            net.at(at.t(), at.x().mul(3));
            second.vjp(at.a(), Gradient.unwanted());
            assertArrayEquals(
                    plain.toFloatArray(), first.vjp(at.a(), Gradient.unwanted()).toFloatArray());
        }
        first.close();
        assertThrows(IllegalStateException.class, () -> first.vjp(at.a(), Gradient.unwanted()));
    }

    @Test
    void callsOfSeveralThreadsDoNotMeet() {
        var net = net(2, Activation.TANH, TimeInput.raw(), 32, 32);
        var questions =
                IntStream.range(0, 4).mapToObj(i -> normal("x" + i, 150, 2)).toList();
        var t = normal("t", 1, 1);
        var expected = questions.stream().map(x -> net.at(t, x).toFloatArray()).toList();
        var running = questions.stream()
                .map(x -> CompletableFuture.supplyAsync(() -> IntStream.range(0, 200)
                        .mapToObj(i -> {
                            try (var value = net.at(t, x)) {
                                return value.toFloatArray();
                            }
                        })
                        .toList()))
                .toList();
        for (int i = 0; i < 4; i++) {
            for (var result : running.get(i).join()) {
                assertArrayEquals(expected.get(i), result);
            }
        }
    }

    @Test
    void theBlocksOfAStackHaveTheirOwnNumbers() {
        var stack = VelocityMlp.of(2, 8).stack(3, rng.child("stack"));
        var x = normal("x", 9, 2);
        for (int k = 0; k < 3; k++) {
            var t = Velocity.time((k + 0.5) / 3, x);
            var one =
                    VelocityMlp.of(2, 8).init(rng.child("stack").child("block").child(k), manager);
            assertClose(one.with(Passes.ARRAYS).at(t, x), stack.at(t, x));
            var gradient = stack.parameters().gradient(manager);
            var own = one.parameters().gradient(manager);
            stack.vjp(t, x, x, gradient);
            one.with(Passes.ARRAYS).vjp(t, x, x, own);
            assertClose(own.get("layers.0.weight"), gradient.get("blocks." + k + ".layers.0.weight"));
            assertEquals(own.norm(), gradient.norm(), FLOAT32 * own.norm(), "the other blocks gain nothing");
        }
    }

    @Test
    void resultsLiveWithTheState() {
        var net = net(2, Activation.TANH, TimeInput.sinusoidal(2), 16);
        try (var own = manager.newSubManager()) {
            var x = normal("x", 70, 2);
            x.attach(own);
            var t = Velocity.time(0.5, x);
            int before = own.getManagedArrays().size();
            var tangent = net.jvp(t, x, x);
            assertSame(own, tangent.value().getManager());
            assertSame(own, tangent.derivative().getManager());
            try (var whole = net.linearize(t, x)) {
                assertSame(own, whole.value().getManager());
                var toX = whole.vjp(x, net.parameters().gradient(manager));
                assertSame(own, toX.getManager());
            }
            assertEquals(before + 4, own.getManagedArrays().size());
        }
    }

    @Test
    void aNetIsComputedAsItIsTold() {
        var net = net(2, Activation.TANH, TimeInput.raw(), 4);
        assertSame(Passes.COMPILED, net.passes());
        assertSame(Passes.ARRAYS, net.with(Passes.ARRAYS).passes());
        assertSame(Passes.ARRAYS, net.with(Passes.ARRAYS).copy().passes());
        assertSame(net.parameters(), net.with(Passes.ARRAYS).parameters());
        var wide = VelocityMlp.of(2, 4).type(DataType.FLOAT64).init(rng, manager);
        assertSame(Passes.ARRAYS, wide.passes());
        var error = assertThrows(IllegalArgumentException.class, () -> wide.with(Passes.COMPILED));
        assertTrue(error.getMessage().contains("float64"), error.getMessage());
    }

    @Test
    void aWrongCotangentIsRefused() {
        var net = net(2, Activation.TANH, TimeInput.raw(), 4);
        var at = question(3, 2, 0, false, true);
        var none = Gradient.unwanted();
        for (var passes : Passes.values()) {
            try (var whole = net.with(passes).linearize(at.t(), at.x());
                    var pair = whole.jvp(at.x())) {
                assertThrows(
                        IllegalArgumentException.class, () -> whole.vjp(at.x().sum(new int[] {0}), none));
                var error = assertThrows(
                        IllegalArgumentException.class,
                        () -> pair.vjp(at.x(), at.x().get("0:1"), none));
                assertTrue(error.getMessage().contains("b must"), error.getMessage());
            }
        }
        assertFalse(net.at(at.t(), at.x()).isReleased());
    }
}
