package pathline.bijection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.HashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import pathline.field.Parameters;
import pathline.random.Rng;

/** The layers of TAN. */
class TanLayersTest {

    static Stream<FlowLayer> layers() {
        return Stream.of(
                new Leaky(4),
                new Leaky(1),
                new Rescale(4),
                new Rescale(1),
                new RecurrentShift(4, 3),
                new RecurrentShift(1, 2),
                new SimpleRecurrent(4, 3),
                new SimpleRecurrent(1, 2));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("layers")
    void aLayerIsWhatLayersMustBe(FlowLayer layer) {
        LayerChecks.of(layer).all();
    }

    @Test
    void theNumbersOfAnotherProgram() {
        try (var manager = NDManager.newBaseManager()) {
            var pieces = new HashMap<String, Fixture.Piece>();
            for (var name : new String[] {"lower", "upper", "diagonal"}) {
                pieces.put("map.0." + name, Fixture.same("linear." + name));
            }
            pieces.put("map.0.shift", Fixture.same("linear.bias"));
            pieces.put("map.1.slope", one("leaky.raw"));
            pieces.put("map.2.logScale", Fixture.same("rescale.log"));
            for (var part : new String[] {"gates", "candidate", "output"}) {
                pieces.put("map.3." + part + ".weight", Fixture.same("shift." + part + ".weight"));
                pieces.put("map.3." + part + ".bias", Fixture.same("shift." + part + ".bias"));
            }
            pieces.put("map.5.slope", one("simple.raw"));
            pieces.put("map.5.scale", one("simple.w"));
            pieces.put("map.5.shift", one("simple.b"));
            pieces.put("map.5.readout", arrays -> arrays.apply("simple.v").reshape(3, 1));
            pieces.put(
                    "map.5.state.in", arrays -> arrays.apply("simple.state_in").reshape(1, 3));
            pieces.put("map.5.state.weight", Fixture.same("simple.state"));
            pieces.put("map.5.state.bias", Fixture.same("simple.state_bias"));
            var layers = LayerChain.of(
                    TriangularLinear.of(4),
                    new Leaky(4),
                    new Rescale(4),
                    new RecurrentShift(4, 3),
                    Permutation.reversed(4),
                    new SimpleRecurrent(4, 3));
            new Fixture(manager, "tan_transform").check(type -> NormalizingFlow.of(layers, type, Rng.of(1)), pieces);
        }
    }

    private static Fixture.Piece one(String name) {
        return arrays -> arrays.apply(name).reshape(1);
    }

    /** At 0 the right-hand slope counts, which is 1. */
    @Test
    void atZeroNothingIsStretched() {
        try (var manager = NDManager.newBaseManager()) {
            Parameters parameters =
                    new Leaky(2).declare(Parameters.named(), Rng.of(1)).make(DataType.FLOAT64);
            var z = new Leaky(2)
                    .forward(
                            manager.create(new double[][] {{0, 0}, {-1, 0}}),
                            new Weights(WeightSource.of(parameters), ""));
            double slope = 1 / (1 + Math.exp(-5));
            assertEquals(0, z.logDeterminant().getDouble(0), 0);
            assertEquals(Math.log(slope), z.logDeterminant().getDouble(1), 1e-15);
            assertEquals(-slope, z.points().getDouble(1, 0), 1e-15);
        }
    }

    @Test
    void whatHasNoSizeIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Leaky(0));
        assertThrows(IllegalArgumentException.class, () -> new Rescale(0));
        assertThrows(IllegalArgumentException.class, () -> new RecurrentShift(0, 1));
        assertThrows(IllegalArgumentException.class, () -> new RecurrentShift(1, 0));
        assertThrows(IllegalArgumentException.class, () -> new SimpleRecurrent(0, 1));
        assertThrows(IllegalArgumentException.class, () -> new SimpleRecurrent(1, 0));
    }
}
