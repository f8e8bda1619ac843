package pathline.bijection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import pathline.field.Parameters;
import pathline.random.Rng;

/** Coordinates change places, and nothing else changes. */
class PermutationTest {

    static Stream<Permutation> layers() {
        return Stream.of(
                Permutation.of(2, 0, 1, 3),
                Permutation.reversed(5),
                Permutation.drawn(7, Rng.of(1)),
                Permutation.reversed(1));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("layers")
    void aLayerIsWhatLayersMustBe(Permutation layer) {
        LayerChecks.of(layer).all();
    }

    @Test
    void eachCoordinateComesFromItsPlace() {
        try (var manager = NDManager.newBaseManager()) {
            Parameters none = Parameters.named().make(DataType.FLOAT32);
            var own = new Weights(WeightSource.of(none), "");
            var x = manager.create(new float[] {10, 11, 12, 20, 21, 22}, new Shape(2, 3));
            var z = Permutation.of(2, 0, 1).forward(x, own);
            assertArrayEquals(new float[] {12, 10, 11, 22, 20, 21}, z.points().toFloatArray());
            assertArrayEquals(new float[2], z.logDeterminant().toFloatArray());
            assertArrayEquals(
                    new float[] {12, 11, 10, 22, 21, 20},
                    Permutation.reversed(3).forward(x, own).points().toFloatArray());
            var infinite = manager.create(new float[] {Float.POSITIVE_INFINITY, 1, Float.NaN}, new Shape(1, 3));
            assertArrayEquals(
                    new float[] {Float.NaN, Float.POSITIVE_INFINITY, 1},
                    Permutation.of(2, 0, 1).forward(infinite, own).points().toFloatArray());
        }
    }

    @Test
    void aSeedGivesOneOrder() {
        assertEquals(
                Permutation.drawn(20, Rng.of(3)).toString(),
                Permutation.drawn(20, Rng.of(3)).toString());
        assertTrue(!Permutation.drawn(20, Rng.of(3))
                .toString()
                .equals(Permutation.drawn(20, Rng.of(4)).toString()));
    }

    @Test
    void whatIsNoOrderIsRefused() {
        for (int[] places : new int[][] {{}, {1}, {0, 0}, {0, 2}, {-1, 0}}) {
            var refused = assertThrows(IllegalArgumentException.class, () -> Permutation.of(places));
            assertTrue(refused.getMessage().contains("places"), refused.getMessage());
        }
        assertThrows(IllegalArgumentException.class, () -> Permutation.of((int[]) null));
        assertThrows(IllegalArgumentException.class, () -> Permutation.reversed(0));
        assertThrows(IllegalArgumentException.class, () -> Permutation.drawn(0, Rng.of(1)));
        assertThrows(IllegalArgumentException.class, () -> Permutation.drawn(2, null));
    }
}
