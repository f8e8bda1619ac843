package pathline.field;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The compiled passes against the array operations in float64, which round nothing that float32 can tell. */
class CompiledMlpTest extends CompiledCase {

    private VelocityMlp wide(VelocityMlp net) {
        var wide = net.config().type(DataType.FLOAT64).zero(manager);
        wide.parameters().set(Question.wide(net.parameters().flat()));
        return wide;
    }

    static Stream<Arguments> nets() {
        return Stream.of(TimeInput.raw(), TimeInput.sinusoidal(3), TimeInput.concatSquash())
                .flatMap(time -> Stream.of(Activation.values()).map(f -> Arguments.of(f, time)));
    }

    @ParameterizedTest
    @MethodSource("nets")
    void everyActivationAndTimeInputAgrees(Activation activation, TimeInput time) {
        agrees(net(3, activation, time, 21, 33), question(77, 3, 0, false, true));
        agrees(net(3, activation, time, 21, 33), question(77, 3, 3, true, false));
        agrees(net(2, activation, time, 16), question(130, 2, 2, false, true));
    }

    static Stream<Arguments> sizes() {
        return Stream.of(
                Arguments.of(1, 1, List.of(1)),
                Arguments.of(1, 2, List.of(1, 300, 2)),
                Arguments.of(5, 43, List.of(17)),
                Arguments.of(63, 1, List.of(64, 64, 64)),
                Arguments.of(64, 2, List.of(5, 7)),
                Arguments.of(65, 19, List.of(31, 32, 33)),
                Arguments.of(129, 4, List.of(130)),
                Arguments.of(5_000, 2, List.of(40)),
                Arguments.of(4_999, 2, List.of(300)));
    }

    @ParameterizedTest
    @MethodSource("sizes")
    void everySizeAgrees(int n, int d, List<Integer> hidden) {
        var widths = hidden.stream().mapToInt(w -> w).toArray();
        agrees(net(d, Activation.TANH, TimeInput.raw(), widths), question(n, d, 2, true, false));
    }

    private void agrees(VelocityMlp net, Question at) {
        assertSame(Passes.COMPILED, net.passes());
        var reference = wide(net);
        var in = at.wide();
        assertClose(reference.at(in.t(), in.x()), net.at(at.t(), at.x()));
        var expected = reference.jvp(in.t(), in.x(), in.dx());
        var tangent = net.jvp(at.t(), at.x(), at.dx());
        assertClose(expected.value(), tangent.value());
        assertClose(expected.derivative(), tangent.derivative());
        for (boolean wanted : new boolean[] {true, false}) {
            var mine = wanted ? net.parameters().gradient(manager) : Gradient.unwanted();
            var theirs = wanted ? reference.parameters().gradient(manager) : Gradient.unwanted();
            assertClose(reference.vjp(in.t(), in.x(), in.a(), theirs), net.vjp(at.t(), at.x(), at.a(), mine));
            assertSameGradient(net, theirs, mine);
            // added to what is there already
            assertClose(
                    reference.vjp(in.t(), in.x(), in.dx(), in.a(), in.b(), theirs),
                    net.vjp(at.t(), at.x(), at.dx(), at.a(), at.b(), mine));
            assertSameGradient(net, theirs, mine);
            try (var exact = reference.linearize(in.t(), in.x());
                    var exactPair = exact.jvp(in.dx());
                    var whole = net.linearize(at.t(), at.x());
                    var pair = whole.jvp(at.dx())) {
                assertClose(exact.value(), whole.value());
                assertClose(exactPair.value(), pair.value());
                assertClose(exactPair.derivative(), pair.derivative());
                assertClose(exact.vjp(in.a(), theirs), whole.vjp(at.a(), mine));
                assertClose(doubled(exactPair, theirs), doubled(pair, mine));
                assertClose(exact.vjp(in.a(), theirs), whole.vjp(at.a(), mine)); // once more
            }
            assertSameGradient(net, theirs, mine);
        }
    }

    /** The gradient of |v|² + |J dx|². */
    private static NDArray doubled(Jvp pair, Gradient into) {
        return pair.vjp(pair.value().mul(2), pair.derivative().mul(2), into);
    }

    private static void assertSameGradient(VelocityMlp net, Gradient expected, Gradient actual) {
        if (expected.wanted()) {
            for (var name : net.parameters().names()) {
                assertClose(expected.get(name), actual.get(name));
            }
        }
    }

    /** A batch too large to keep runs forward twice. */
    @Test
    void aLargeBatchIsComputedAnew() {
        var net = net(2, Activation.TANH, TimeInput.raw(), 512, 512);
        var at = question(3_000, 2, 0, false, true);
        var mine = net.parameters().gradient(manager);
        var in = at.wide();
        var theirs = wide(net).parameters().gradient(manager);
        assertClose(wide(net).vjp(in.t(), in.x(), in.a(), theirs), net.vjp(at.t(), at.x(), at.a(), mine));
        assertSameGradient(net, theirs, mine);
        try (var whole = net.linearize(at.t(), at.x())) {
            net.at(0.5, at.x()); // in a workspace of its own
            assertClose(wide(net).vjp(in.t(), in.x(), in.a(), theirs), whole.vjp(at.a(), mine));
        }
        assertSameGradient(net, theirs, mine);
    }

    @ParameterizedTest
    @MethodSource("nets")
    void whatIsNotFiniteSpreadsAlike(Activation activation, TimeInput time) {
        var net = net(2, activation, time, 6, 5);
        var x = manager.create(new float[] {
                    0.1f, Float.NaN, 1, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 2, 1e30f, -1e30f, 0.5f, 0.2f
                })
                .reshape(5, 2);
        var t = normal("t", 1, 1);
        var expected = net.with(Passes.ARRAYS).at(t, x).toFloatArray();
        var actual = net.at(t, x).toFloatArray();
        for (int i = 0; i < expected.length; i++) {
            assertEquals(kind(expected[i]), kind(actual[i]), activation + ", entry " + i);
        }
    }

    private static double kind(float value) {
        return Float.isFinite(value) ? 0 : value;
    }
}
