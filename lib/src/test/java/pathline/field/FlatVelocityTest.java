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
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import pathline.random.Rng;

/** A net's form on plain arrays against its form on the engine's. */
class FlatVelocityTest extends CompiledCase {

    private static final double T = 0.375; // exact in float32

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
        var at = question(150, 3, 2, false, true);
        var x = at.x().toFloatArray();
        var a = at.a().toFloatArray();
        var b = at.b().toFloatArray();
        var dx = FlatTangents.of(at.dx());
        var v = new float[x.length];
        var pushed = new float[b.length];
        var toX = new float[x.length];
        var expected = net.push(t(), at.x(), at.dx());
        var theirs = net.parameters().gradient(manager);
        var mine = net.parameters().gradient(manager);
        try (var flat = net.flat().orElseThrow()) {
            assertEquals(3, flat.width());
            flat.at(T, x, v);
            assertClose(expected.value(), array(v, at.x()));
            Arrays.fill(v, 0);
            flat.push(T, x, dx, v, pushed);
            assertClose(expected.value(), array(v, at.x()));
            assertClose(expected.derivative(), array(pushed, at.b()));
            Arrays.fill(v, 0);
            flat.pull(T, x, a, v, toX);
            assertClose(expected.value(), array(v, at.x()));
            assertClose(net.pull(t(), at.x(), at.a(), Gradient.unwanted()), array(toX, at.x()));
            Arrays.fill(v, 0);
            Arrays.fill(pushed, 0);
            flat.pull(T, x, dx, a, b, v, pushed, toX);
            assertClose(expected.value(), array(v, at.x()));
            assertClose(expected.derivative(), array(pushed, at.b()));
            assertClose(net.pull(t(), at.x(), at.dx(), at.a(), at.b(), theirs), array(toX, at.x()));
            flat.gather(T, x, dx, a, b, toX); // of which the first has gathered nothing
            assertClose(net.pull(t(), at.x(), at.a(), theirs), array(gathered(flat, x, a), at.x()));
            flat.gathered().addTo(mine);
            assertClose(theirs.flat(), mine.flat());
            flat.gathered().addTo(mine); // nothing is left
            assertClose(theirs.flat(), mine.flat());
        }
    }

    private static float[] gathered(FlatVelocity flat, float[] x, float[] a) {
        var toX = new float[x.length];
        flat.gather(T, x, a, toX);
        return toX;
    }

    private NDArray t() {
        return manager.create(new float[] {(float) T}).reshape(1, 1);
    }

    @Test
    void arraysHaveNoOtherForm() {
        assertTrue(net(2, Activation.TANH, TimeInput.raw(), 4)
                .with(Passes.ARRAYS)
                .flat()
                .isEmpty());
    }

    /** Whatever the weights become, a form shows the velocity as it was when it was made. */
    @Test
    void aFormKeepsItsWeights() {
        var net = net(2, Activation.TANH, TimeInput.raw(), 8);
        var x = normal("x", 5, 2);
        var before = net.at(T, x);
        try (var flat = net.flat().orElseThrow()) {
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
                    var toX = net.pull(0.01 * i, x, x, into);
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
