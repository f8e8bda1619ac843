package pathline.bijection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import pathline.field.Parameters;
import pathline.flow.Flow;
import pathline.random.Rng;

/** Layers of images, and flows made of them. */
class ImageLayersTest {

    private static final ImageShape IMAGE = new ImageShape(2, 2, 4);

    private NDManager manager;

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    static Stream<FlowLayer> layers() {
        return Stream.of(
                new Squeeze(IMAGE),
                new ToRows(IMAGE),
                InvertibleConvolution.rotation(IMAGE, Rng.of(1)),
                new ChannelCoupling(IMAGE, 3),
                MaskedCoupling.checkerboard(IMAGE, 3, 0),
                MaskedCoupling.checkerboard(IMAGE, 3, 1),
                MaskedCoupling.channels(IMAGE, 3, 0),
                MaskedCoupling.channels(IMAGE, 3, 1),
                new Split(IMAGE, new ToRows(IMAGE.channels(1))),
                new Split(
                        IMAGE,
                        LayerChain.of(
                                new Squeeze(IMAGE.channels(1)),
                                new ChannelCoupling(IMAGE.channels(1).squeezed(), 3),
                                new ToRows(IMAGE.channels(1).squeezed()))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("layers")
    void aLayerIsWhatLayersMustBe(FlowLayer layer) {
        var checks = new ImageChecks(layer, IMAGE);
        checks.all();
    }

    /** The checks of all layers, with rows in place of images, which both directions need. */
    private record ImageChecks(FlowLayer layer, ImageShape image) {
        void all() {
            boolean ends = layer instanceof Split || layer instanceof ToRows;
            var out = layer instanceof Squeeze ? image.squeezed() : image;
            var whole = ends
                    ? LayerChain.of(new ToImages(image), layer)
                    : LayerChain.of(new ToImages(image), layer, new ToRows(out));
            LayerChecks.of(whole).all();
        }
    }

    @Test
    void aMaskKeepsWhatItSays() {
        var image = new ImageShape(2, 2, 2);
        kept(MaskedCoupling.checkerboard(image, 1, 0), 0, 1, 1, 0, 0, 1, 1, 0);
        kept(MaskedCoupling.checkerboard(image, 1, 1), 1, 0, 0, 1, 1, 0, 0, 1);
        kept(MaskedCoupling.channels(image, 1, 0), 1, 1, 1, 1, 0, 0, 0, 0);
        kept(MaskedCoupling.channels(image, 1, 1), 0, 0, 0, 0, 1, 1, 1, 1);
        kept(new ChannelCoupling(image, 1), 1, 1, 1, 1, 0, 0, 0, 0);
    }

    private void kept(FlowLayer layer, int... expected) {
        Parameters parameters = layer.declare(Parameters.named(), Rng.of(1)).make(DataType.FLOAT64);
        parameters.flat().addi(0.1);
        var x = Rng.of(2).normal(manager, DataType.FLOAT64, 1, 2, 2, 2);
        var z = layer.forward(x, new Weights(WeightSource.of(parameters), "")).points();
        var same = z.eq(x).toType(DataType.INT32, false).reshape(8);
        assertArrayEquals(expected, same.toIntArray(), layer.toString());
    }

    @Test
    void squeezingPutsNeighboursIntoChannels() {
        var x = manager.arange(8f).reshape(1, 1, 2, 4);
        var z = new Squeeze(new ImageShape(1, 2, 4))
                .forward(x, new Weights(WeightSource.of(Parameters.named().make(DataType.FLOAT32)), ""));
        assertEquals(new Shape(1, 4, 1, 2), z.points().getShape());
        assertArrayEquals(new float[] {0, 2, 1, 3, 4, 6, 5, 7}, z.points().toFloatArray());
    }

    @Test
    void theNumbersOfAnotherProgram() {
        var fixture = new Fixture(manager, "glow_image");
        var pieces = new HashMap<String, Fixture.Piece>();
        level(pieces, "map.", "levels.0.");
        level(pieces, "map.4.rest.", "levels.1.");
        for (var part : new String[] {"weight", "bias"}) {
            pieces.put("map.4.prior.out." + part, Fixture.same("split." + part));
        }
        var image = new ImageShape(1, 8, 8);
        var first = image.squeezed();
        var kept = first.channels(2);
        var second = kept.squeezed();
        var rest = LayerChain.of(
                new Squeeze(kept),
                new ActNorm(second.event()),
                new InvertibleConvolution(second, matrix(fixture, "1")),
                new ChannelCoupling(second, 5),
                new ToRows(second));
        var layers = LayerChain.of(
                new Squeeze(image),
                new ActNorm(first.event()),
                new InvertibleConvolution(first, matrix(fixture, "0")),
                new ChannelCoupling(first, 5),
                new Split(first, rest));
        fixture.check(type -> NormalizingFlow.of(layers, type, Rng.of(1)), pieces);
    }

    private static void level(Map<String, Fixture.Piece> pieces, String to, String from) {
        pieces.put(to + "1.shift", perChannel(from + "actnorm.bias"));
        pieces.put(to + "1.logScale", perChannel(from + "actnorm.log_scale"));
        pieces.put(to + "2.lower", Fixture.same(from + "linear.lower"));
        pieces.put(to + "2.upper", Fixture.same(from + "linear.upper"));
        pieces.put(to + "2.diagonal", Fixture.same(from + "linear.log_diagonal"));
        for (var part : new String[] {"weight", "bias"}) {
            pieces.put(to + "3.0." + part, Fixture.same(from + "net.0." + part));
            pieces.put(to + "3.1." + part, Fixture.same(from + "net.1." + part));
            pieces.put(to + "3.out." + part, Fixture.same(from + "net.2." + part));
        }
    }

    private static Fixture.Piece perChannel(String name) {
        return arrays -> arrays.apply(name).reshape(-1, 1, 1);
    }

    private static LuMatrix matrix(Fixture fixture, String level) {
        double[] order = fixture.array("config", "levels", level, "permutation").toDoubleArray();
        return LuMatrix.of(
                Arrays.stream(order).mapToInt(place -> (int) place).toArray(),
                fixture.array("config", "levels", level, "sign").toDoubleArray(),
                Diagonal.EXPONENTIAL);
    }

    static Stream<LayerChain> presets() {
        return Stream.of(
                new Glow(new ImageShape(1, 4, 4), 1, 2, 3).layers(Rng.of(1)),
                new Glow(new ImageShape(1, 4, 8), 2, 2, 3).layers(Rng.of(1)),
                new RealNvpImages(new ImageShape(2, 3, 3), 1, 3).layers(),
                new RealNvpImages(new ImageShape(1, 4, 4), 2, 3).layers(),
                new RealNvpImages(new ImageShape(1, 4, 4), 3, 2).layers());
    }

    @ParameterizedTest
    @MethodSource("presets")
    void aPresetIsABijectionOfRows(LayerChain layers) {
        LayerChecks.of(layers).spread(0.1).all();
        var model = NormalizingFlow.of(layers, DataType.FLOAT32, Rng.of(1));
        var rows = Rng.of(3).normal(manager, 64, layers.dim()).mul(3).add(2);
        double before = Flow.of(model).nll(rows).mean();
        model.initialise(rows);
        var flow = Flow.of(model);
        assertTrue(flow.nll(rows).mean() < before, "the start by data is nearer to them");
        LayerChecks.near("round trip", rows, flow.push(flow.pull(rows)), 1e-4);
        assertEquals(
                new Shape(5, layers.dim()), flow.sample(manager, 5, Rng.of(4)).getShape());
    }

    @Test
    void aChannelCountThatAWideProcessorGetsWrongIsComputedRightly() {
        // 3 hidden channels, no multiple of 16: the sum of a constant image by an average of 3 x 3 is known
        var net = new ConvolutionNet(3, 0, 5);
        Parameters parameters = net.declare(Parameters.named(), Rng.of(1)).make(DataType.FLOAT32);
        parameters.get("out.weight").addi(1 / 27f);
        var own = new Weights(WeightSource.of(parameters), "");
        var y = net.at(manager.ones(new Shape(4, 3, 7, 7)), own);
        assertEquals(new Shape(4, 5, 7, 7), y.getShape());
        assertEquals(1, y.getFloat(3, 4, 3, 3), 1e-6);
        assertEquals(4 / 9f, y.getFloat(3, 4, 0, 0), 1e-6);
    }

    @Test
    void whatDoesNotFitIsRefused() {
        var odd = new ImageShape(3, 3, 4);
        refused("channels", () -> new ImageShape(0, 1, 1));
        refused("height", () -> new ImageShape(1, 0, 1));
        refused("too many", () -> new ImageShape(1 << 12, 1 << 12, 2));
        refused("even height and width", () -> new Squeeze(odd));
        refused("even number of channels", () -> new ChannelCoupling(odd, 1));
        refused("even number of channels", () -> MaskedCoupling.channels(odd, 1, 0));
        refused("parity", () -> MaskedCoupling.checkerboard(odd, 1, 2));
        refused("hidden", () -> MaskedCoupling.checkerboard(odd, 0, 0));
        refused("hidden", () -> new ChannelCoupling(IMAGE, 0));
        refused("rest has 16", () -> new Split(IMAGE, new ToRows(IMAGE)));
        refused(
                "matrix has 3 rows; expected 2",
                () -> new InvertibleConvolution(IMAGE, LuMatrix.identity(3, Diagonal.SOFTPLUS)));
        refused("image", () -> new ToImages(null));
        refused("image", () -> new ToRows(null));
        refused("divisible by 8", () -> new Glow(new ImageShape(1, 4, 8), 3, 1, 1));
        refused("steps", () -> new Glow(new ImageShape(1, 4, 4), 1, 0, 1));
        refused("divisible by 4", () -> new RealNvpImages(new ImageShape(1, 2, 4), 3, 1));
    }

    private static void refused(String part, Executable call) {
        var message = assertThrows(IllegalArgumentException.class, call).getMessage();
        assertTrue(message.contains(part), message);
    }
}
