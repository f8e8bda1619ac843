package pathline.field;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import pathline.random.Rng;

/** Parameters of a model that is not of this package. */
class NamedArraysTest {

    @TempDir
    Path folder;

    private static NamedArrays arrays() {
        return Parameters.named()
                .values("w", new double[] {1, 2, 3, 4, 5, 6}, 2, 3)
                .zeros("b", 2)
                .drawn("s", () -> 0.25);
    }

    @Test
    void theyLieInTheOrderOfTheCallsWithTheirValues() {
        try (var manager = NDManager.newBaseManager()) {
            for (var type : List.of(DataType.FLOAT32, DataType.FLOAT64)) {
                var parameters = arrays().make(type, manager);
                assertEquals(List.of("w", "b", "s"), parameters.names());
                assertEquals(type, parameters.type());
                assertEquals(9, parameters.count());
                assertEquals(new Shape(2, 3), parameters.get("w").getShape());
                assertEquals(new Shape(), parameters.get("s").getShape());
                var flat = parameters.flat().toType(DataType.FLOAT64, true).toDoubleArray();
                assertArrayEquals(new double[] {1, 2, 3, 4, 5, 6, 0, 0, 0.25}, flat);
                parameters.flat().addi(1);
                assertEquals(
                        1, parameters.get("b").toType(DataType.FLOAT64, true).getDouble(1));
            }
        }
    }

    @Test
    void drawsFollowEachOtherRowAfterRow() {
        var rng = Rng.of(1);
        var parameters =
                Parameters.named().drawn("w", rng.child("w")::normal, 2, 2).make(DataType.FLOAT64);
        var again = Rng.of(1).child("w");
        for (double value : parameters.flat().toDoubleArray()) {
            assertEquals(again.normal(), value);
        }
    }

    @Test
    void aNamedArraysIsAValueAndItsParametersAreIndependent() {
        var base = Parameters.named().zeros("a", 1);
        base.zeros("b", 1);
        var one = base.make(DataType.FLOAT32);
        var two = base.make(DataType.FLOAT32);
        one.flat().addi(1);
        assertEquals(List.of("a"), one.names());
        assertEquals(0, two.flat().getFloat(0));
    }

    @Test
    void gradientCopyAndFileWorkAsThoseOfANet() {
        try (var manager = NDManager.newBaseManager()) {
            var parameters = arrays().make(DataType.FLOAT64, manager);
            var gradient = parameters.gradient(manager);
            gradient.add("b", manager.create(new double[] {3, 4}));
            gradient.add("b", manager.create(new double[] {0, 0}));
            assertEquals(5, gradient.norm());
            assertArrayEquals(new double[] {3, 4}, gradient.get("b").toDoubleArray());
            var file = folder.resolve("own.safetensors");
            parameters.save(file);
            var copy = parameters.copy(manager);
            copy.flat().muli(0);
            copy.load(file);
            assertEquals(parameters.flat(), copy.flat());
        }
    }

    @Test
    void withoutAManagerNoArrayStaysOnAnotherOne() {
        try (var manager = NDManager.newBaseManager()) {
            int before = manager.getManagedArrays().size();
            arrays().make(DataType.FLOAT32, manager);
            assertEquals(before + 4, manager.getManagedArrays().size(), "the vector and three windows");
        }
    }

    @Test
    void whatIsNoArrayIsRefusedWithItsName() {
        var named = arrays();
        refused("w", () -> named.zeros("w", 1).make(DataType.FLOAT32));
        refused("name", () -> named.zeros(null, 1));
        refused("name", () -> named.zeros(" ", 1));
        refused("name", () -> named.zeros("a\nb", 1));
        refused("shape", () -> named.zeros("x", (long[]) null));
        refused("x", () -> named.zeros("x", 0));
        refused("x", () -> named.zeros("x", 2, -1));
        refused("x", () -> named.zeros("x", 1L << 40, 1L << 40));
        refused("x", () -> named.drawn("x", () -> Double.NaN, 1));
        refused("number", () -> named.drawn("x", null, 1));
        refused("x is Infinity at number 1", () -> named.values("x", new double[] {0, Double.POSITIVE_INFINITY}, 2));
        refused("numbers has 0 values; expected 1", () -> named.values("x", new double[0]));
        refused("numbers", () -> named.values("x", null, 1));
        refused("type", () -> named.make(DataType.INT32));
        refused("type", () -> named.make(null));
        refused("manager", () -> named.make(DataType.FLOAT32, null));
        var closed = NDManager.newBaseManager();
        closed.close();
        refused("manager", () -> named.make(DataType.FLOAT32, closed));
    }

    private static void refused(String part, Executable call) {
        var message = assertThrows(IllegalArgumentException.class, call).getMessage();
        assertTrue(message.contains(part), message);
    }
}
