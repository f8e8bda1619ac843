package pathline.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pathline.array.HostMemory;
import pathline.bijection.ImageShape;
import pathline.field.Gradient;
import pathline.field.LabelledVelocity;
import pathline.field.Passes;
import pathline.random.Rng;

/** The mixer's compiled passes against its array operations, in float64 where rounding counts. */
class CompiledMixerTest {

    /** Of 28 tokens of 8 numbers: more hidden numbers than a tile has lanes, widths of no power of 2. */
    private static final PatchMixer NET = new PatchMixer(new ImageShape(2, 14, 8), 2, 36, 2, 30, 68, 3, 0);

    private final NDManager manager = NDManager.newBaseManager();
    private final Rng rng = Rng.of(28);

    @AfterEach
    void close() {
        manager.close();
    }

    private ImageVelocity net(DataType type) {
        var net = NET.init(rng.child("net"), type, manager);
        net.parameters()
                .set(TorchNets.parameters(manager, type, net.parameters().count())
                        .mul(0.5));
        return net;
    }

    private NDArray draw(String name, DataType type, int n) {
        return rng.child(name).normal(manager, DataType.FLOAT32, n, 2, 14, 8).toType(type, true);
    }

    /** Batches of less than a tile, of whole tiles and of some more; each image with its own time and label, or none. */
    @ParameterizedTest
    @ValueSource(ints = {1, 5, 64, 70})
    void valuesAndGradientsAreThoseOfTheArrays(int n) {
        var labels = IntStream.range(0, n).map(i -> i % 4 - 1).toArray();
        for (int i = 0; i < n; i++) {
            labels[i] = labels[i] < 0 ? LabelledVelocity.NONE : labels[i];
        }
        var exact = net(DataType.FLOAT64);
        var compiled = net(DataType.FLOAT32);
        assertEquals(Passes.COMPILED, compiled.passes());
        var times = rng.child("t").uniform(manager, DataType.FLOAT32, n, 1);
        var expected = computed(exact, labels, times.toType(DataType.FLOAT64, true), n);
        var found = computed(compiled, labels, times, n);
        for (int k = 0; k < expected.length; k++) {
            // float32: the waves' angles, up to 1000, round by 3e-5; so do those of the engine in float32
            near(expected[k], found[k], 2e-4);
        }
        var arrays = computed(compiled.with(Passes.ARRAYS), labels, times, n);
        for (int k = 0; k < expected.length; k++) {
            near(arrays[k], found[k], 1e-5); // the order of sums
        }
    }

    private double[][] computed(ImageVelocity net, int[] labels, NDArray t, int n) {
        var type = net.parameters().type();
        var told = LabelledVelocity.of(net, 3).given(labels);
        var x = draw("x", type, n);
        var into = net.parameters().gradient(manager);
        try (var at = told.linearize(t, x)) {
            var toX = at.vjp(draw("a", type, n), into);
            assertArrayEquals(
                    HostMemory.doubles(told.at(t, x)), HostMemory.doubles(at.value()), "one value, kept or not");
            return new double[][] {
                HostMemory.doubles(at.value()), HostMemory.doubles(toX), HostMemory.doubles(into.flat())
            };
        }
    }

    private static void near(double[] expected, double[] found, double tolerance) {
        double scale = 0;
        for (double number : expected) {
            scale = Math.max(scale, Math.abs(number));
        }
        assertTrue(scale > 1e-3, "a case of numbers");
        assertArrayEquals(expected, found, tolerance * scale);
    }

    /** Two passes open at once keep their own numbers; a gradient is added to what is there. */
    @Test
    void passesDoNotMeet() {
        var net = net(DataType.FLOAT32);
        var t = manager.full(new Shape(1, 1), 0.3f);
        var x = draw("x", DataType.FLOAT32, 3);
        var a = draw("a", DataType.FLOAT32, 3);
        var once = net.parameters().gradient(manager);
        var alone = net.vjp(t, x, a, once);
        var twice = net.parameters().gradient(manager);
        try (var first = net.linearize(t, x);
                var second = net.linearize(t, x.neg())) {
            second.vjp(a, Gradient.unwanted());
            assertEquals(alone, first.vjp(a, twice));
            first.vjp(a, twice);
        }
        near(HostMemory.doubles(once.flat().mul(2)), HostMemory.doubles(twice.flat()), 1e-6);
    }

    @Test
    void whatHasNoCompiledFormIsRefusedAndComputedByArrays() {
        var odd = PatchMixer.of(new ImageShape(1, 8, 8), 6, 1).init(rng, DataType.FLOAT32, manager);
        assertEquals(Passes.ARRAYS, odd.passes());
        var refusal = assertThrows(IllegalArgumentException.class, () -> odd.with(Passes.COMPILED));
        assertTrue(refusal.getMessage().contains("no compiled form"), refusal.getMessage());
        assertEquals(Passes.ARRAYS, net(DataType.FLOAT64).passes());
        var unet = UNet.of(new ImageShape(1, 8, 8), 4, 1);
        assertThrows(
                IllegalArgumentException.class,
                () -> unet.init(rng, DataType.FLOAT32, manager).with(Passes.COMPILED));
    }
}
