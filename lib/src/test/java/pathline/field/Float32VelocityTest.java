package pathline.field;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import pathline.random.Rng;

/** A net's form on plain arrays against its form on the engine's. */
class Float32VelocityTest extends CompiledCase {

    private static final double T = 0.375; // exact in float32, as is the weight of traces
    private static final double WEIGHT = 0.5;

    static Stream<TimeInput> times() {
        return Stream.of(TimeInput.raw(), TimeInput.sinusoidal(3), TimeInput.concatSquash());
    }

    private NDArray array(float[] numbers, NDArray like) {
        return manager.create(numbers, like.getShape());
    }

    @ParameterizedTest
    @MethodSource("times")
    void bothFormsAgree(TimeInput time) {
        var net = net(3, Activation.SILU, time, 21, 33);
        var at = question(150, 3, 0, false, true);
        var x = at.x().toFloatArray();
        var a = at.a().toFloatArray();
        var v = new float[x.length];
        var toX = new float[x.length];
        var theirs = net.parameters().gradient(manager);
        var mine = net.parameters().gradient(manager);
        var value = net.at(t(), at.x());
        var gradient = net.vjp(t(), at.x(), at.a(), theirs);
        try (var flat = net.float32().orElseThrow()) {
            assertEquals(3, flat.width());
            flat.at(T, x, v);
            assertClose(value, array(v, at.x()));
            Arrays.fill(v, 0);
            flat.vjp(T, x, a, v, toX); // gathers nothing
            assertClose(value, array(v, at.x()));
            assertClose(gradient, array(toX, at.x()));
            assertClose(gradient, array(gathered(flat, x, a), at.x()));
            flat.gathered().addTo(mine);
            assertClose(theirs.flat(), mine.flat());
            flat.gathered().addTo(mine); // nothing is left
            assertClose(theirs.flat(), mine.flat());
        }
    }

    /** A large batch, a small one, which leaves desks without work, and a large one again: none adds what another left. */
    @ParameterizedTest
    @MethodSource("times")
    void cotangentsMadeOfValuesAgree(TimeInput time) {
        var net = net(2, Activation.SELU, time, 21, 33);
        var mine = net.parameters().gradient(manager);
        var theirs = net.parameters().gradient(manager);
        try (var flat = net.float32().orElseThrow()) {
            for (int n : new int[] {1_000, 3, 700}) {
                var x = normal("x " + n, n, 2);
                var t = normal("t " + n, n, 1);
                var v = new float[2 * n];
                var a = new float[2 * n];
                flat.regress(
                        t.toFloatArray(),
                        x.toFloatArray(),
                        (from, to, values, cotangents) -> {
                            for (int j = 2 * from; j < 2 * to; j++) {
                                cotangents[j] = values[j] * values[j];
                            }
                        },
                        v,
                        a);
                mine.clear();
                flat.gathered().addTo(mine);
                theirs.clear();
                try (var whole = net.linearize(t, x)) {
                    var square = whole.value().square();
                    assertClose(whole.value(), array(v, x));
                    assertClose(square, array(a, x));
                    whole.vjp(square, theirs);
                }
                assertSumsClose(theirs.flat(), mine.flat());
            }
        }
    }

    /** Each kind of tangents; the last net's ends are too much to be kept for a solve. */
    static Stream<Arguments> traces() {
        return times().flatMap(time -> Stream.of(
                        new long[] {1, 150, 3}, new long[] {2, 150, 3}, new long[] {3, 1, 3}, new long[] {1, 9_000, 3})
                .map(shape -> Arguments.of(time, shape)));
    }

    /** A form serves a whole solve, so it is asked at two places. */
    @ParameterizedTest
    @MethodSource("traces")
    void tracesAgree(TimeInput time, long[] shape) {
        int n = shape[1] == 1 ? 150 : (int) shape[1];
        var widths = n > 1_000 ? new int[] {300, 200} : new int[] {21, 33};
        var net = net(3, Activation.SILU, time, widths);
        var dx = normal("dx", shape);
        var theirs = net.parameters().gradient(manager);
        var mine = net.parameters().gradient(manager);
        try (var flat = net.float32().orElseThrow()) {
            var traced = flat.traced(Float32Tangents.of(dx), WEIGHT);
            for (var place : List.of("here", "there")) {
                var x = normal(place, n, 3);
                var a = normal("a " + place, n, 3);
                var b = normal("b " + place, n, 1);
                var pushed = net.jvp(t(), x, dx);
                var trace = pushed.derivative().mul(dx).sum(new int[] {0, 2}).reshape(n, 1);
                var z = x.concat(b, 1).toFloatArray(); // D is not read
                var c = a.concat(b, 1);
                var value = pushed.value().concat(trace.mul(WEIGHT), 1);
                var rate = new float[4 * n];
                var toZ = new float[4 * n];
                Arrays.fill(toZ, 1);
                traced.at(T, z, rate);
                assertClose(value, array(rate, c));
                var toX = net.vjp(t(), x, dx, a, b.mul(dx).mul(WEIGHT), theirs);
                var expected = toX.concat(b.zerosLike(), 1);
                Runnable check = () -> {
                    assertClose(expected, array(toZ, c));
                    Arrays.fill(toZ, 1);
                };
                Arrays.fill(rate, 0);
                traced.vjp(T, z, c.toFloatArray(), rate, toZ); // gathers nothing
                assertClose(value, array(rate, c));
                check.run();
                Arrays.fill(rate, 0);
                traced.gatherVjp(T, z, c.toFloatArray(), rate, toZ);
                assertClose(value, array(rate, c));
                check.run();
                traced.gatherVjp(T, z, c.toFloatArray(), toZ);
                check.run();
                net.vjp(t(), x, dx, a, b.mul(dx).mul(WEIGHT), theirs); // as often as it was gathered
            }
            flat.gathered().addTo(mine);
            assertSumsClose(theirs.flat(), mine.flat());
        }
    }

    private static float[] gathered(Float32Velocity flat, float[] x, float[] a) {
        var toX = new float[x.length];
        flat.gatherVjp(T, x, a, toX);
        return toX;
    }

    private NDArray t() {
        return manager.create(new float[] {(float) T}).reshape(1, 1);
    }

    @Test
    void arraysHaveNoOtherForm() {
        assertTrue(net(2, Activation.TANH, TimeInput.raw(), 4)
                .with(Passes.ARRAYS)
                .float32()
                .isEmpty());
    }

    /** Whatever the weights become, a form shows the velocity as it was when it was made. */
    @Test
    void aFormKeepsItsWeights() {
        var net = net(2, Activation.TANH, TimeInput.raw(), 8);
        var x = normal("x", 5, 2);
        var before = net.at(T, x);
        try (var flat = net.float32().orElseThrow()) {
            net.parameters().flat().muli(2);
            var v = new float[10];
            flat.at(T, x.toFloatArray(), v);
            assertClose(before, array(v, x));
        }
    }

    /** Every bit of a value, a gradient by x, and a gradient by the parameters, of many calls. */
    static final class Bits {

        private Bits() {}

        public static void main(String[] arguments) {
            try (var manager = NDManager.newBaseManager()) {
                var rng = Rng.of(5);
                var net = VelocityMlp.of(2, 40, 40).init(rng.child("net"), manager);
                var x = rng.child("x").normal(manager, 1_000, 2);
                var into = net.parameters().gradient(manager);
                int bits = 0;
                for (int i = 0; i < 200; i++) {
                    var toX = net.vjp(0.01 * i, x, x, into);
                    bits = 31 * bits + Arrays.hashCode(toX.toFloatArray());
                    bits = 31 * bits + Arrays.hashCode(net.at(0.01 * i, x).toFloatArray());
                }
                System.out.println(31 * bits + Arrays.hashCode(into.flat().toFloatArray()));
            }
        }
    }

    @Test
    void threadsChangeNoBit() throws IOException, InterruptedException {
        var alone = bits(1);
        for (int threads = 2; threads <= 3; threads++) {
            assertEquals(alone, bits(threads));
        }
    }

    private static String bits(int threads) throws IOException, InterruptedException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var other = new ProcessBuilder(
                        java,
                        "--add-modules=jdk.incubator.vector",
                        "-Dai.djl.offline=true",
                        "-Dpathline.threads=" + threads,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Bits.class.getName())
                .redirectError(Redirect.DISCARD)
                .start();
        var output = new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, other.waitFor());
        return output.strip();
    }
}
