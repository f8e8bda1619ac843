package pathline.ode;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.ndarray.NDManager;
import org.junit.jupiter.api.Test;
import pathline.array.HostMemory;

/** What is read of an array is what it shows, not what lies in its memory. */
class FloatsTest {

    @Test
    void aTransposedArrayIsReadInItsOwnOrder() {
        try (var manager = NDManager.newBaseManager()) {
            var x = manager.create(new float[][] {{1, 2, 3}, {4, 5, 6}});
            assertArrayEquals(new float[] {1, 4, 2, 5, 3, 6}, HostMemory.floats(x.transpose()));
        }
    }

    /** Half of a double is a float too, but not the number. */
    @Test
    void doublesAreRefused() {
        try (var manager = NDManager.newBaseManager()) {
            var x = manager.create(new double[] {1, 2});
            assertThrows(IllegalArgumentException.class, () -> HostMemory.floats(x));
        }
    }
}
