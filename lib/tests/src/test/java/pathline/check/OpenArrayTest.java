package pathline.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What the doors of the library ask of arrays. */
class OpenArrayTest {

    private static void refuses(String message, Executable call) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
    }

    @Test
    void numbersAreThereOpenAndFloating() {
        try (var manager = NDManager.newBaseManager()) {
            for (var type : new DataType[] {DataType.FLOAT32, DataType.FLOAT64}) {
                var x = manager.ones(new Shape(2, 3), type);
                assertSame(x, RequireArray.real(x, 2, "x"));
            }
            refuses("x is null; expected a value", () -> RequireArray.real(null, "x"));
            String advice = "; expected float32 or float64, as array.toType(DataType.FLOAT32, false) makes it";
            refuses(
                    "x is int32 (2, 3)" + advice,
                    () -> RequireArray.real(manager.ones(new Shape(2, 3), DataType.INT32), "x"));
            refuses("x is string (2)" + advice, () -> RequireArray.real(manager.create(new String[] {"a", "b"}), "x"));
            refuses(
                    "x has shape (2, 3); expected 1 axis",
                    () -> RequireArray.real(manager.ones(new Shape(2, 3)), 1, "x"));
            refuses("x has shape (3); expected 2 axes", () -> RequireArray.real(manager.ones(new Shape(3)), 2, "x"));
        }
    }

    @Test
    void aClosedArrayIsRefusedByName() {
        String closed = "x is closed; expected an array that is open, on a manager that is";
        try (var manager = NDManager.newBaseManager()) {
            var x = manager.ones(new Shape(2));
            x.close();
            refuses(closed, () -> RequireArray.open(x, "x"));
            var own = manager.newSubManager();
            var y = own.ones(new Shape(2));
            own.close();
            refuses(closed, () -> RequireArray.real(y, "x"));
        }
    }
}
