package pathline.metric;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import pathline.random.Rng;

class NeighbourManifoldTest {

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    private NDArray line(double... places) {
        return manager.create(places).reshape(places.length, 1);
    }

    @Test
    void ballsReachTheNextNeighbour() {
        var data = NeighbourManifold.of(line(0, 1, 3, 10), 1);
        // balls: 0 ± 1, 1 ± 1, 3 ± 2, 10 ± 7
        assertEquals(1, data.share(line(-1, 2, 5, 3, 17)));
        assertEquals(0, data.share(line(-1.01, 17.01)));
        assertEquals(0.5, data.share(line(-2, 6)));
        // second neighbours: 0 ± 3, 1 ± 2, 3 ± 3, 10 ± 9
        assertEquals(0.5, NeighbourManifold.of(line(0, 1, 3, 10), 2).share(line(-3, -3.1)));
    }

    @Test
    void itIsThatOfTheDefinition() {
        var x = Rng.of(1).normal(manager, DataType.FLOAT64, 1_100, 3);
        var y = Rng.of(2).normal(manager, DataType.FLOAT64, 300, 3).mul(1.5);
        double[] a = x.toDoubleArray();
        double[] b = y.toDoubleArray();
        double[] radii = IntStream.range(0, 1_100).mapToDouble(j -> third(a, j)).toArray();
        int inside = 0;
        for (int i = 0; i < 300; i++) {
            boolean found = false;
            for (int j = 0; j < 1_100 && !found; j++) {
                found = distance(b, i, a, j) <= radii[j];
            }
            inside += found ? 1 : 0;
        }
        assertEquals(inside / 300.0, NeighbourManifold.of(x, 3).share(y));
    }

    private static double third(double[] a, int j) {
        return IntStream.range(0, a.length / 3)
                .filter(k -> k != j)
                .mapToDouble(k -> distance(a, j, a, k))
                .sorted()
                .skip(2)
                .findFirst()
                .orElseThrow();
    }

    private static double distance(double[] a, int i, double[] b, int j) {
        double square = 0;
        for (int k = 0; k < 3; k++) {
            square += (a[3 * i + k] - b[3 * j + k]) * (a[3 * i + k] - b[3 * j + k]);
        }
        return square;
    }

    @Test
    void theNearestOfTheReferenceIsNamed() {
        var found = NeighbourManifold.nearest(line(2.4, 100, -1), line(5, 2, 0, 30));
        assertArrayEquals(new int[] {1, 3, 2}, found.indices());
        assertArrayEquals(new double[] {0.4, 70, 1}, found.distances(), 1e-12);
        assertEquals(71.4 / 3, found.mean(), 1e-12);
    }

    @Test
    void equalPointsHaveBallsOfNoSize() {
        var data = NeighbourManifold.of(line(4, 4, 4, 9), 1);
        assertEquals(1, data.share(line(4)));
        assertEquals(1, data.share(line(4.1))); // in the ball of 9, which reaches 4
        assertEquals(0, data.share(line(3.9)));
    }

    @Test
    void tooFewPointsAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> NeighbourManifold.of(line(1, 2, 3), 3));
        var data = NeighbourManifold.of(line(1, 2, 3), 2);
        assertThrows(
                IllegalArgumentException.class, () -> data.share(manager.zeros(new ai.djl.ndarray.types.Shape(2, 2))));
    }
}
