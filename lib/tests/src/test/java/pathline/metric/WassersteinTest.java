package pathline.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import pathline.distribution.Distribution;
import pathline.distribution.Toy;
import pathline.random.Rng;

/** Distances against maps that are known to be optimal, against sorting, and the floor against published values. */
class WassersteinTest {

    private final NDManager manager = NDManager.newBaseManager();
    private final Rng rng = Rng.of(17);

    @AfterEach
    void close() {
        manager.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void gradientsOfConvexFunctionsAreOptimalMaps(int d) {
        NDArray a = rng.normal(manager, DataType.FLOAT64, 300, d);
        NDArray shuffled = a.get(manager.create(rng.permutation(300)));
        // A shift by 3 in each coordinate is optimal for both distances.
        assertEquals(3 * Math.sqrt(d), Wasserstein.w1(a, shuffled.add(3)), 1e-12);
        assertEquals(3 * Math.sqrt(d), Wasserstein.w2(a, shuffled.add(3)), 1e-12);
        // x to 3 x is the gradient of 3 |x|² / 2, so W2² is the mean of |2 x|².
        double meanSquare = a.square().sum().getDouble() / 300;
        assertEquals(2 * Math.sqrt(meanSquare), Wasserstein.w2(a, shuffled.mul(3)), 1e-12);
        assertEquals(0, Wasserstein.w2(a, shuffled), 1e-12);
    }

    /** W2²(N(0, A), N(m, B)) = |m|² + tr(A + B) - 2 tr √(√A B √A), and in the plane tr √M = √(tr M + 2 √det M). */
    @Test
    void betweenNormalsItIsBuresDistance() {
        int n = 1500;
        int repeats = 8;
        double sum = 0;
        for (int k = 0; k < repeats; k++) {
            // A = diag(4, 1/4), B = [[1, 0.6], [0.6, 1]], m = (1, 2).
            NDArray a = rng.normal(manager, DataType.FLOAT64, n, 2).mul(manager.create(new double[] {2, 0.5}));
            NDArray root = manager.create(new double[][] {{1, 0.6}, {0, 0.8}});
            NDArray b =
                    rng.normal(manager, DataType.FLOAT64, n, 2).matMul(root).add(manager.create(new double[] {1, 2}));
            sum += Math.pow(Wasserstein.w2(a, b), 2);
        }
        double traceOfProduct = 4 + 0.25;
        double determinants = 1 * 0.64;
        double expected = 5 + 4.25 + 2 - 2 * Math.sqrt(traceOfProduct + 2 * Math.sqrt(determinants));
        // W2² of samples scatters by 2 |m| times their means' scatter and little more, 0.16 for n = 1500, and is too
        // large by
        // about 2 log(n) / n = 0.01.
        assertEquals(expected, sum / repeats, 4.5 * 0.16 / Math.sqrt(repeats) + 0.01);
    }

    @Test
    void oneDimensionIsSorting() {
        NDArray a = rng.normal(manager, DataType.FLOAT64, 200, 1);
        NDArray b = rng.uniform(manager, DataType.FLOAT64, 200, 1);
        assertEquals(Wasserstein.w1(a.toDoubleArray(), b.toDoubleArray()), Wasserstein.w1(a, b), 1e-12);
        assertEquals(Wasserstein.w2(a.toDoubleArray(), b.toDoubleArray()), Wasserstein.w2(a, b), 1e-12);
        assertEquals(Wasserstein.w2(a, b), Wasserstein.sliced(a, b, 5, rng), 1e-12);
        assertEquals(1.5, Wasserstein.w1(new double[] {0, 1}, new double[] {3, 1}), 0);
        assertEquals(Math.sqrt(2.5), Wasserstein.w2(new double[] {0, 1}, new double[] {3, 1}), 1e-15);
    }

    @Test
    void slicesOfAShiftAreItsComponents() {
        NDArray a = rng.normal(manager, DataType.FLOAT64, 100, 3);
        // The mean of (3 cos angle)² over the sphere is 9 / 3; one slice has deviation 9 · √(4 / 45) = 2.7, the mean of
        // 2000
        // has 0.06, and its root a third of that.
        NDArray shift = manager.create(new double[] {3, 0, 0});
        assertEquals(Math.sqrt(3), Wasserstein.sliced(a, a.add(shift), 2000, rng), 4 * 0.02);
        NDArray b = rng.normal(manager, DataType.FLOAT64, 100, 3);
        assertTrue(Wasserstein.sliced(a, b, 500, rng) < Wasserstein.w2(a, b) / Math.sqrt(3) * 1.05);
    }

    static Stream<Arguments> publishedFloors() {
        return Stream.of(
                // W2 between two sets of 1000: mean and deviation over draws, computed with another solver.
                Arguments.of(Toy.eightGaussiansA(), 0.513, 0.040),
                Arguments.of(Toy.moonsA(), 0.072, 0.003),
                Arguments.of(Toy.moonsC(), 0.104, 0.005));
    }

    @ParameterizedTest
    @MethodSource("publishedFloors")
    void theFloorIsWhereOthersFoundIt(Distribution law, double mean, double deviation) {
        var floor = Wasserstein.floor(law, 1000, 4, rng);
        // Mean of 4 against a published mean of a few: within 3 deviations of one.
        assertEquals(mean, floor.mean(), 3 * deviation, floor.toString());
    }

    @Test
    void unequalSetsAreRefused() {
        NDArray a = rng.normal(manager, 10, 2);
        NDArray b = rng.normal(manager, 11, 2);
        assertThrows(IllegalArgumentException.class, () -> Wasserstein.w1(a, b));
        assertThrows(IllegalArgumentException.class, () -> Wasserstein.w2(a, b));
        assertThrows(IllegalArgumentException.class, () -> Wasserstein.sliced(a, b, 3, rng));
        assertThrows(IllegalArgumentException.class, () -> Wasserstein.w1(new double[] {1, Double.NaN}, new double[2]));
    }
}
