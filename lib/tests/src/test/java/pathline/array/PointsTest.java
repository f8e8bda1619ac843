package pathline.array;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class PointsTest {

    private static final double[] NUMBERS = {1, -0.1, 1e-3, 4, 5.25, 1.0 / 3};

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "FLOAT64"})
    void bothFormsHoldTheSameNumbers(DataType type) {
        NDArray array = manager.create(NUMBERS, new Shape(3, 2)).toType(type, false);
        for (var points : new Points[] {Points.of(array, "x"), Points.of(manager, type, NUMBERS.clone(), 3, 2)}) {
            assertEquals(3, points.size());
            assertEquals(2, points.dim());
            assertEquals(new Shape(3, 2), points.shape());
            assertEquals(type, points.type());
            assertEquals(type == DataType.FLOAT64, points.isDouble());
            assertFalse(points.isOnDevice());
            double[] wide = array.toType(DataType.FLOAT64, true).toDoubleArray();
            assertArrayEquals(wide, points.doubles());
            assertArrayEquals(
                    wide, points.array().toType(DataType.FLOAT64, true).toDoubleArray());
            assertEquals(type, points.array().getDataType());
            assertSame(manager, points.array().getManager());
            assertArrayEquals(
                    new double[] {wide[4], wide[5], wide[0], wide[1], wide[0], wide[1]},
                    points.take(2, 0, 0).doubles());
            assertEquals(new Shape(0, 2), points.take().shape());
        }
    }

    @Test
    void arrayIsMadeOnceAndAgainIfItWasFreed() {
        var points = Points.of(manager, DataType.FLOAT32, NUMBERS, 3, 2);
        int before = manager.getManagedArrays().size();
        var array = points.array();
        assertSame(array, points.array());
        assertEquals(before + 1, manager.getManagedArrays().size());
        array.close();
        assertNotSame(array, points.array());
        assertArrayEquals(points.floats(), points.array().toFloatArray());
        try (var scratch = new Scratch()) {
            assertFalse(
                    Points.of(manager, DataType.FLOAT64, NUMBERS, 3, 2).array().isReleased(), scratch::toString);
        }
    }

    @Test
    void eventsHaveAnyShape() {
        var images = Points.of(manager, new float[48], 2, 3, 4, 2);
        assertEquals(24, images.dim());
        assertEquals(new Shape(5, 3, 4, 2), images.take(0, 1, 1, 0, 0).array().getShape());
        assertArrayEquals(new double[][] {{1, 2}, {3, 4}}, Points.split(new double[] {1, 2, 3, 4}, 2));
    }

    @Test
    void wrongArgumentsAreRefused() {
        refused("numbers is null", () -> Points.of(manager, DataType.FLOAT64, null, 1, 1));
        refused("values has 6 numbers", () -> Points.of(manager, DataType.FLOAT64, NUMBERS, 2, 2));
        refused("values has 6 numbers", () -> Points.of(manager, DataType.FLOAT32, NUMBERS, 4, 2));
        refused("shape has no axes", () -> Points.of(manager, new float[1]));
        refused("type is int32", () -> Points.of(manager, DataType.INT32, NUMBERS, 3, 2));
        refused("x has no axes", () -> Points.of(manager.create(1f), "x"));
        refused("x is int32", () -> Points.of(manager.create(new int[] {1}), "x"));
        refused(
                "indices[1] is 3; expected 0 to 2",
                () -> Points.of(manager, DataType.FLOAT64, NUMBERS, 3, 2).take(0, 3));
        refused(
                "points are float64",
                () -> Points.of(manager, DataType.FLOAT64, NUMBERS, 3, 2).floats());
        refused("d is 4", () -> Points.split(NUMBERS, 4));
        for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
            var points = Points.of(manager, new float[] {0, 1, 2, (float) bad}, 2, 2);
            refused("u is " + bad + " in row 1, column 1", () -> points.finite("u"));
        }
    }

    private static void refused(String message, Executable call) {
        var failure = assertThrows(IllegalArgumentException.class, call);
        assertTrue(failure.getMessage().contains(message), failure::getMessage);
    }
}
