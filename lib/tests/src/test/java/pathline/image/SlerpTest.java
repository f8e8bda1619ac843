package pathline.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import pathline.random.Rng;

class SlerpTest {

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void aQuarterOfACircleInThirds() {
        var way = Slerp.between(manager.create(new double[] {1, 0}), manager.create(new double[] {0, 1}), 4);
        double s = Math.sqrt(3) / 2;
        assertArrayEquals(new double[] {1, 0, s, 0.5, 0.5, s, 0, 1}, way.toDoubleArray(), 1e-15);
    }

    @Test
    void equalNormsStayAndTheEndsAreExact() {
        var a = Rng.of(1).normal(manager, DataType.FLOAT64, 1, 4, 4);
        var b = Rng.of(2).normal(manager, DataType.FLOAT64, 1, 4, 4);
        b = b.mul(a.norm().div(b.norm()));
        var way = Slerp.between(a, b, 7);
        assertEquals(new Shape(7, 1, 4, 4), way.getShape());
        for (int k = 0; k < 7; k++) {
            assertEquals(a.norm().getDouble(), way.get(k).norm().getDouble(), 1e-12);
        }
        assertArrayEquals(a.toDoubleArray(), way.get(0).toDoubleArray(), 1e-15);
        assertArrayEquals(b.toDoubleArray(), way.get(6).toDoubleArray(), 1e-15);
    }

    @Test
    void onOneRayItIsStraightAndOppositeEndsAreRefused() {
        var a = manager.create(new double[] {1, 2});
        assertArrayEquals(
                new double[] {1, 2, 2, 4, 3, 6}, Slerp.between(a, a.mul(3), 3).toDoubleArray(), 1e-14);
        assertThrows(IllegalArgumentException.class, () -> Slerp.between(a, a.mul(-2), 3));
        assertThrows(IllegalArgumentException.class, () -> Slerp.between(a, a.mul(0), 3));
        assertThrows(IllegalArgumentException.class, () -> Slerp.between(a, a, 1));
    }
}
