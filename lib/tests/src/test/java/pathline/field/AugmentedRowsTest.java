package pathline.field;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AugmentedRowsTest {

    private final NDManager manager = NDManager.newBaseManager();
    private final AugmentedRows rows = new AugmentedRows(2, 2);

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void pointsComeFirstAndThenWhatIsGathered() {
        var z = rows.start(manager.create(new float[] {1, Float.NaN, 3, Float.POSITIVE_INFINITY}, new Shape(2, 2)));
        assertArrayEquals(new float[] {1, Float.NaN, 0, 0, 3, Float.POSITIVE_INFINITY, 0, 0}, z.toFloatArray());
        var given = manager.create(new float[] {1, 2, 3, 4, 5, 6, 7, 8}, new Shape(2, 4));
        var parts = rows.parts(given, "z");
        assertArrayEquals(new float[] {1, 2, 5, 6}, parts.get(0).toFloatArray());
        assertArrayEquals(new float[] {3, 7}, parts.get(1).toFloatArray());
        assertArrayEquals(new float[] {4, 8}, parts.get(2).toFloatArray());
        var numbers = new float[] {1, 2, Float.NaN, 4, 5, 6, 7, Float.NEGATIVE_INFINITY};
        rows.clearColumns(numbers);
        assertArrayEquals(new float[] {1, 2, 0, 0, 5, 6, 0, 0}, numbers);
        rows.clearColumns(new float[0]);
        assertEquals(new Shape(0, 4), rows.start(manager.zeros(new Shape(0, 2))).getShape());
    }

    @Test
    void mistakesAreRefused() {
        refused("dim is 0", () -> new AugmentedRows(0, 1));
        refused("columns is 0", () -> new AugmentedRows(1, 0));
        refused("columns is 2147483647", () -> new AugmentedRows(1, Integer.MAX_VALUE));
        refused("(n, 2)", () -> rows.start(manager.zeros(new Shape(3, 3))));
        refused("(n, 4)", () -> rows.parts(manager.zeros(new Shape(3, 2)), "z"));
        refused("start(x)", () -> rows.parts(manager.zeros(new Shape(4)), "z"));
        refused("rows of 4", () -> rows.clearColumns(new float[5]));
    }

    private static void refused(String words, Runnable call) {
        var refusal = assertThrows(IllegalArgumentException.class, call::run);
        assertTrue(refusal.getMessage().contains(words), refusal.getMessage());
    }
}
