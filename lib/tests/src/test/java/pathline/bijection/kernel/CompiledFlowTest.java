package pathline.bijection.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import pathline.bijection.Affine;
import pathline.bijection.AutoregressiveLayer;
import pathline.bijection.CouplingLayer;
import pathline.bijection.FlowLayer;
import pathline.bijection.LayerChain;
import pathline.bijection.LogSlope;
import pathline.bijection.Mask;
import pathline.bijection.MaskedNet;
import pathline.bijection.NormalizingFlow;
import pathline.bijection.PlainNet;
import pathline.bijection.Planar;
import pathline.bijection.RationalQuadratic;
import pathline.bijection.Transformer;
import pathline.field.Activation;
import pathline.field.Gradient;
import pathline.field.Passes;
import pathline.random.Rng;

/** Compiled passes of flows beside the engine's operations, which other tests hold against closed forms and fixtures. */
class CompiledFlowTest {

    private static FlowLayer before(int d, Transformer transformer, int k, int... widths) {
        var net = MaskedNet.of(d, transformer.count(), widths);
        return new AutoregressiveLayer(k % 2 == 0 ? net : net.reversed(), transformer);
    }

    private static FlowLayer half(int d, Transformer transformer, int k, int... widths) {
        var mask = k % 2 == 0 ? Mask.alternating(d) : Mask.halves(d);
        var net = PlainNet.of(mask.seen(), mask.moved() * transformer.count(), widths)
                .activation(Activation.TANH);
        return new CouplingLayer(mask, net, transformer);
    }

    private static FlowLayer chain(FlowLayer... layers) {
        return new LayerChain(List.of(layers));
    }

    static Stream<Named<FlowLayer>> flows() {
        var spline = new RationalQuadratic(8, 3);
        var wide = new RationalQuadratic(3, 2).dividedBy(4);
        var bounded = Affine.bounded(2);
        var slopeFirst = new Affine(new LogSlope.Free(), Affine.Form.SLOPE_FIRST);
        return Stream.of(
                Named.of("MAF", chain(before(7, Affine.free(), 0, 20), before(7, Affine.free(), 1, 20))),
                Named.of("one layer, no chain", before(3, bounded, 0, 8)),
                Named.of("narrow nets", chain(before(9, bounded, 0, 3), before(9, slopeFirst, 1, 5, 4))),
                Named.of("one coordinate", before(1, bounded, 0, 8)),
                Named.of(
                        "Real NVP",
                        chain(half(5, bounded, 0, 16), half(5, slopeFirst, 1, 16, 12), half(5, bounded, 0, 9))),
                Named.of("NSF coupling", chain(half(6, spline, 0, 17), half(6, wide, 1, 17))),
                Named.of("NSF autoregressive", chain(before(4, spline, 0, 30, 30), before(4, wide, 1, 11))),
                Named.of(
                        "a chain in a chain",
                        chain(half(3, bounded, 0, 8), chain(before(3, spline, 1, 8), half(3, bounded, 1, 8)))),
                Named.of("wide", chain(before(43, Affine.free(), 0, 100), half(43, spline, 1, 100))));
    }

    /** Far from the start, where a layer does little. */
    private static NormalizingFlow model(FlowLayer layers) {
        var model = NormalizingFlow.of(layers, DataType.FLOAT32, Rng.of(1));
        var numbers = model.parameters().flat();
        try (var noise = Rng.of(2).normal(numbers.getManager(), DataType.FLOAT32, numbers.size())) {
            numbers.addi(noise.mul(layers.dim() < 10 ? 0.2 : 0.05));
        }
        return model;
    }

    private static NDArray rows(NDManager manager, int n, int d) {
        return Rng.of(3).normal(manager, DataType.FLOAT32, n, d).mul(1.6); // some outside of every spline
    }

    private static void assertNear(NDArray expected, NDArray actual, double tolerance) {
        assertEquals(expected.getShape(), actual.getShape());
        float[] left = expected.toFloatArray();
        float[] right = actual.toFloatArray();
        for (int i = 0; i < left.length; i++) {
            assertEquals(left[i], right[i], tolerance * (1 + Math.abs(left[i])), "number " + i);
        }
    }

    private static double farthest(NDArray expected, NDArray actual) {
        return expected.sub(actual).abs().max().getFloat();
    }

    /** float32: a few hundred roundings of 6e-8 along a row, stretched by slopes of up to ten. */
    @ParameterizedTest
    @MethodSource("flows")
    void mapsAreThoseOfTheEngine(FlowLayer layers) {
        try (var manager = NDManager.newBaseManager()) {
            var compiled = model(layers).with(Passes.COMPILED);
            var arrays = compiled.with(Passes.ARRAYS);
            for (int n : new int[] {1, 31, 32, 200}) {
                var x = rows(manager, n, layers.dim());
                var expected = arrays.map().forward(x);
                var found = compiled.map().forward(x);
                assertNear(expected.points(), found.points(), 2e-5);
                assertNear(expected.logDeterminant(), found.logDeterminant(), 5e-5);
                var back = compiled.map().inverse(found.points());
                // an inverse of many coordinates in a row is ill-conditioned; the engine's loses as many digits
                double engines =
                        farthest(x, arrays.map().inverse(found.points()).points());
                assertTrue(farthest(x, back.points()) < 4 * engines + 1e-5, n + " rows");
                double offset = farthest(found.logDeterminant().neg(), back.logDeterminant());
                assertTrue(offset < 20 * engines + 1e-4, n + " rows: " + offset);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("flows")
    void gradientsAreThoseOfTheEngine(FlowLayer layers) {
        try (var manager = NDManager.newBaseManager()) {
            var compiled = model(layers).with(Passes.COMPILED);
            var arrays = compiled.with(Passes.ARRAYS);
            for (int n : new int[] {1, 33, 200}) {
                var x = rows(manager, n, layers.dim());
                var expected = compiled.parameters().gradient(manager);
                var found = compiled.parameters().gradient(manager);
                double loss = arrays.nll(x, expected).getFloat();
                assertEquals(loss, compiled.nll(x, found).getFloat(), 1e-5 * (1 + Math.abs(loss)));
                assertEquals(loss, compiled.nll(x, Gradient.unwanted()).getFloat(), 1e-5 * (1 + Math.abs(loss)));
                double norm = expected.norm();
                double apart = expected.flat().sub(found.flat()).norm().getFloat();
                assertTrue(norm > 1e-2 && apart < 2e-5 * norm, n + " rows: " + apart + " of " + norm);
            }
        }
    }

    /** The gradient is added; a second call starts from the parameters as they are then. */
    @Test
    void gradientsAddUpAndParametersAreReadAnew() {
        try (var manager = NDManager.newBaseManager()) {
            var model = model(before(3, Affine.free(), 0, 8));
            var x = rows(manager, 40, 3);
            var once = model.parameters().gradient(manager);
            var twice = model.parameters().gradient(manager);
            model.nll(x, once);
            model.nll(x, twice);
            model.nll(x, twice);
            assertNear(once.flat().mul(2), twice.flat(), 1e-6);
            double before = model.nll(x, Gradient.unwanted()).getFloat();
            model.parameters().flat().muli(0.5);
            double after = model.nll(x, Gradient.unwanted()).getFloat();
            assertEquals(model.with(Passes.ARRAYS).nll(x, Gradient.unwanted()).getFloat(), after, 1e-5);
            assertTrue(Math.abs(before - after) > 1e-2);
        }
    }

    @Test
    void threadsMayCallAtTheSameTime() throws InterruptedException {
        try (var manager = NDManager.newBaseManager()) {
            var model = model(chain(before(5, new RationalQuadratic(8, 3), 0, 20), half(5, Affine.bounded(3), 1, 20)));
            var x = rows(manager, 300, 5);
            var expected = model.map().forward(x).points().toFloatArray();
            var found = new float[8][];
            var threads = new ArrayList<Thread>();
            for (int k = 0; k < found.length; k++) {
                int own = k;
                threads.add(new Thread(
                        () -> found[own] = model.map().forward(x).points().toFloatArray()));
            }
            threads.forEach(Thread::start);
            for (var thread : threads) {
                thread.join();
            }
            IntStream.range(0, found.length).forEach(k -> assertArrayEquals(expected, found[k], "thread " + k));
        }
    }

    @Test
    void whatHasNoCompiledFormIsComputedByTheEngine() {
        var planar =
                NormalizingFlow.of(chain(new Planar(3), before(3, Affine.free(), 0, 8)), DataType.FLOAT32, Rng.of(1));
        assertEquals(Passes.ARRAYS, planar.passes());
        assertThrows(IllegalArgumentException.class, () -> planar.with(Passes.COMPILED));
        var wide = NormalizingFlow.of(before(3, Affine.free(), 0, 8), DataType.FLOAT64, Rng.of(1));
        assertEquals(Passes.ARRAYS, wide.passes());
        var blocks = new AutoregressiveLayer(MaskedNet.of(3, 2, 8).blocks(1), Affine.free());
        assertEquals(
                Passes.ARRAYS,
                NormalizingFlow.of(blocks, DataType.FLOAT32, Rng.of(1)).passes());
        var given = new AutoregressiveLayer(MaskedNet.of(3, 2, 8).conditions(2), Affine.free());
        assertEquals(
                Passes.ARRAYS,
                NormalizingFlow.of(given, DataType.FLOAT32, Rng.of(1)).passes());
        assertEquals(Passes.COMPILED, model(before(3, Affine.free(), 0, 8)).passes());
    }
}
