package pathline.bijection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import pathline.field.Parameters;
import pathline.random.Rng;

/** Learned matrices by their triangular factors. */
class LuLinearTest {

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
                LuLinear.identity(4),
                LuLinear.identity(1),
                LuLinear.rotation(5, Rng.of(1)),
                LuLinear.rotation(1, Rng.of(1)),
                new LuLinear(LuMatrix.rotation(4, Diagonal.SOFTPLUS, Rng.of(2))),
                new LuLinear(LuMatrix.of(new int[] {2, 0, 1}, new double[] {1, -1, -1}, Diagonal.EXPONENTIAL)),
                TriangularLinear.of(4),
                TriangularLinear.of(1));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("layers")
    void aLayerIsWhatLayersMustBe(FlowLayer layer) {
        LayerChecks.of(layer).spread(0.2).all();
    }

    private Weights start(FlowLayer layer) {
        Parameters parameters = layer.declare(Parameters.named(), Rng.of(1)).make(DataType.FLOAT64);
        return new Weights(WeightSource.of(parameters), "");
    }

    @Test
    void theStartIsTheIdentityOrARotation() {
        var x = Rng.of(3).normal(manager, DataType.FLOAT64, 6, 4);
        for (FlowLayer layer : new FlowLayer[] {LuLinear.identity(4), TriangularLinear.of(4)}) {
            var z = layer.forward(x, start(layer));
            LayerChecks.near("identity", x, z.points(), 1e-14);
            LayerChecks.near("its volume", z.logDeterminant().zerosLike(), z.logDeterminant(), 1e-14);
        }
        for (var diagonal : Diagonal.values()) {
            var matrix = LuMatrix.rotation(7, diagonal, Rng.of(4));
            var w = matrix.matrix(start(new LuLinear(matrix)));
            // the rows of the drawn matrix: orthonormal, and not the identity
            LayerChecks.near("orthonormal", manager.eye(7, 7, 0, DataType.FLOAT64), w.matMul(w.transpose()), 1e-13);
            LayerChecks.near("drawn", drawn(7), w, 1e-13);
        }
    }

    private NDArray drawn(int n) {
        return manager.create(Rotation.drawn(n, Rng.of(4)));
    }

    @Test
    void anOrderMovesRowsOfTheProduct() {
        var matrix = LuMatrix.of(new int[] {2, 0, 1}, new double[] {1, -1, -1}, Diagonal.EXPONENTIAL);
        var w = matrix.matrix(start(new LuLinear(matrix)));
        LayerChecks.near("W", manager.create(new double[] {0, 0, -1, 1, 0, 0, 0, -1, 0}), w, 0);
    }

    @Test
    void whatDoesNotFitIsRefused() {
        refused("n is 0", () -> LuMatrix.identity(0, Diagonal.SOFTPLUS));
        refused("n is 0", () -> LuMatrix.rotation(0, Diagonal.SOFTPLUS, Rng.of(1)));
        refused("diagonal", () -> LuMatrix.identity(2, null));
        refused("rng", () -> LuLinear.rotation(2, null));
        refused("order", () -> LuMatrix.of(new int[] {0, 0}, new double[] {1, 1}, Diagonal.SOFTPLUS));
        refused("signs", () -> LuMatrix.of(new int[] {0, 1}, new double[] {1}, Diagonal.SOFTPLUS));
        refused("signs", () -> LuMatrix.of(new int[] {0}, new double[] {Double.NaN}, Diagonal.SOFTPLUS));
        refused("signs", () -> LuMatrix.of(new int[] {0}, new double[] {0.5}, Diagonal.SOFTPLUS));
        refused("matrix", () -> new LuLinear(null));
        refused("dim is 0", () -> TriangularLinear.of(0));
        assertEquals(2, LuMatrix.identity(2, Diagonal.SOFTPLUS).size());
    }

    private static void refused(String part, Executable call) {
        var message = assertThrows(IllegalArgumentException.class, call).getMessage();
        assertTrue(message.contains(part), message);
    }
}
