package pathline.likelihood;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Copies, so that no number may differ: in float32 by loops, in float64 by the engine. */
class StateRowsTest {

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "FLOAT64"})
    void pointsAreFollowedByZeros(DataType type) {
        var z = StateRows.of(counted(type, 2, 3), 2);
        assertEquals(new Shape(2, 5), z.getShape());
        assertArrayEquals(new double[] {0, 1, 2, 0, 0, 3, 4, 5, 0, 0}, numbers(z));
        assertEquals(type, z.getDataType());
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "FLOAT64"})
    void columnsAreTakenOut(DataType type) {
        var z = counted(type, 3, 4);
        assertArrayEquals(new double[] {0, 1, 4, 5, 8, 9}, numbers(StateRows.columns(z, 0, 2)));
        assertArrayEquals(new double[] {2, 6, 10}, numbers(StateRows.columns(z, 2, 1)));
        assertArrayEquals(new double[] {3, 7, 11}, numbers(StateRows.columns(z, 3, 1)));
        assertEquals(new Shape(3, 1), StateRows.columns(z, 3, 1).getShape());
    }

    /** A view of other numbers is copied as what it shows. */
    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "FLOAT64"})
    void viewsAreReadAsTheyLook(DataType type) {
        var turned = counted(type, 2, 3).transpose();
        assertArrayEquals(new double[] {0, 3, 0, 1, 4, 0, 2, 5, 0}, numbers(StateRows.of(turned, 1)));
        assertArrayEquals(new double[] {3, 4, 5}, numbers(StateRows.columns(turned, 1, 1)));
    }

    private NDArray counted(DataType type, int n, int width) {
        return manager.arange(n * width).toType(type, false).reshape(n, width);
    }

    private static double[] numbers(NDArray array) {
        return array.toType(DataType.FLOAT64, true).toDoubleArray();
    }
}
