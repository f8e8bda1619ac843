package pathline.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import pathline.array.HostMemory;
import pathline.bijection.Weights;
import pathline.field.EngineCheck;
import pathline.field.Parameters;
import pathline.field.RecordedPass;
import pathline.random.Rng;

/** The layers of nets on images against PyTorch: value, derivative along a tangent, gradients. */
class ImageLayerTest {

    private final NDManager manager = NDManager.newBaseManager();

    @BeforeEach
    void convolutionsAreRight() {
        assumeTrue(EngineCheck.refusal().isEmpty(), "convolutions are refused on this processor");
    }

    @AfterEach
    void close() {
        manager.close();
    }

    static Stream<Arguments> layers() {
        return Stream.of(
                Arguments.of("group norm", new GroupNorm(6, 3)),
                Arguments.of("attention", new SelfAttention(6, 2, 3)),
                Arguments.of("down", new Downsample(3)),
                Arguments.of("up", new Upsample(3)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("layers")
    void agreesWithTorch(String name, ImageLayer layer) {
        agree(TorchNets.of(name), layer, DataType.FLOAT64, 1e-8);
        agree(TorchNets.of(name), layer, DataType.FLOAT32, 1e-5);
    }

    private void agree(TorchNets torch, ImageLayer layer, DataType type, double tolerance) {
        var parameters = layer.declare(Parameters.named(), Rng.of(1)).make(type, manager);
        assertEquals(torch.names(), parameters.names());
        parameters.set(TorchNets.parameters(manager, type, parameters.count()));
        var own = Weights.of(parameters);
        var told = new Told(manager.zeros(new Shape(1, 1), type), 0);
        var x = torch.x(manager, type);
        var dx = Optional.of(torch.tangent(manager, type).expandDims(0));
        var dual = layer.at(new DualArray(x, dx), told, own);
        same(torch.get("value"), dual.value(), tolerance);
        same(torch.get("derivative"), dual.tangents().orElseThrow(), tolerance);
        try (var pass = new RecordedPass(
                parameters, x, here -> layer.at(DualArray.of(here), told, own).value())) {
            same(torch.get("value"), pass.value(), tolerance);
            var into = parameters.gradient(manager);
            var a = TorchNets.cotangent(manager, type, dual.value().getShape());
            same(torch.get("toInput"), pass.vjp(a, into), tolerance);
            same(torch.get("toParameters"), into.flat(), tolerance);
        }
    }

    /** Relative to the largest number, or to 1 where that is smaller. */
    static void same(double[] expected, NDArray actual, double tolerance) {
        double scale = Math.max(1, Arrays.stream(expected).map(Math::abs).max().orElse(1));
        assertArrayEquals(expected, HostMemory.doubles(actual), tolerance * scale);
    }

    /** Two tangents at once are each what they are alone. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("layers")
    void severalTangentsAreEachTheirOwn(String name, ImageLayer layer) {
        var torch = TorchNets.of(name);
        var type = DataType.FLOAT64;
        var parameters = layer.declare(Parameters.named(), Rng.of(1)).make(type, manager);
        parameters.set(TorchNets.parameters(manager, type, parameters.count()));
        var told = new Told(manager.zeros(new Shape(1, 1), type), 0);
        var dx = torch.tangent(manager, type).expandDims(0);
        var other = dx.flip(1);
        var both = NDArrays.concat(new NDList(other, dx));
        var dual = layer.at(new DualArray(torch.x(manager, type), Optional.of(both)), told, Weights.of(parameters));
        same(torch.get("derivative"), dual.tangents().orElseThrow().get(1), 1e-8);
    }

    @Test
    void sizesThatDoNotFitAreRefused() {
        assertTrue(assertThrows(IllegalArgumentException.class, () -> new GroupNorm(6, 4))
                .getMessage()
                .contains("divisor"));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> new SelfAttention(6, 4, 3))
                .getMessage()
                .contains("divisor"));
    }

    /** The slowest wave turns by a tenth over all times, the next-to-fastest by hundreds. */
    @Test
    void theWavesOfTheTimeMove() {
        var embedding = new TimeAndLabel(8, 16, 0);
        var t = manager.create(new double[] {0, 0.5, 1}, new Shape(3, 1));
        var waves = embedding.waves(manager, t);
        assertEquals(new Shape(3, 8), waves.getShape());
        for (int j = 0; j < 4; j++) {
            double angle = 500 * Math.pow(10_000, -j / 4.0);
            assertEquals(Math.cos(angle), waves.getDouble(1, j), 1e-10);
            assertEquals(Math.sin(angle), waves.getDouble(1, 4 + j), 1e-10);
        }
    }
}
