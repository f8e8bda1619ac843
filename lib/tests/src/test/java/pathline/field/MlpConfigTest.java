package pathline.field;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import pathline.random.Rng;

class MlpConfigTest {

    private NDManager manager;
    private Rng rng;

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager();
        rng = Rng.of(12);
    }

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void initialNumbersFillPyTorchsInterval() {
        var velocity = VelocityMlp.of(2, 200, 300).init(rng, manager);
        double[] bounds = {1 / Math.sqrt(3), 1 / Math.sqrt(3), 1 / Math.sqrt(200), 1 / Math.sqrt(200)};
        for (int i = 0; i < bounds.length; i++) {
            var values = velocity.parameters()
                    .get(velocity.parameters().names().get(i))
                    .toType(DataType.FLOAT64, false);
            double size = values.size();
            assertTrue(values.abs().max().getDouble() <= bounds[i] * (1 + 1e-6));
            assertTrue(values.abs().max().getDouble() > bounds[i] * (1 - 20 / size));
            // a uniform draw from ±B has mean 0 and variance B²/3; their standard errors are B/√(3n), B²√(4/45n)
            assertEquals(0, values.mean().getDouble(), 4 * bounds[i] / Math.sqrt(3 * size));
            assertEquals(
                    bounds[i] * bounds[i] / 3,
                    values.square().mean().getDouble(),
                    4 * bounds[i] * bounds[i] * Math.sqrt(4 / (45 * size)));
        }
        var again = VelocityMlp.of(2, 200, 300).init(rng, manager);
        assertEquals(velocity.parameters().flat(), again.parameters().flat());
    }

    @Test
    void aNewWidthLeavesOtherLayersNumbersAlone() {
        var narrow = VelocityMlp.of(2, 8, 8).init(rng, manager).parameters();
        var wide = VelocityMlp.of(2, 8, 16).init(rng, manager).parameters();
        assertEquals(narrow.get("layers.0.weight"), wide.get("layers.0.weight"));
    }

    @Test
    void badInputIsRefusedWithBothShapes() {
        var velocity = VelocityMlp.of(2, 8).init(rng, manager);
        var x = manager.zeros(new Shape(64, 3));
        assertMessage("(64, 3)", () -> velocity.at(0, x));
        assertMessage("(n, 2)", () -> velocity.at(0, x));
        var good = manager.zeros(new Shape(64, 2));
        assertMessage("(63, 1)", () -> velocity.at(manager.zeros(new Shape(63, 1)), good));
        assertMessage("float64", () -> velocity.at(0, good.toType(DataType.FLOAT64, false)));
        assertMessage(
                "(2, 64)", () -> velocity.jvp(manager.zeros(new Shape(1, 1)), good, manager.zeros(new Shape(2, 64))));
        assertMessage(
                "(2)",
                () -> velocity.vjp(
                        manager.zeros(new Shape(1, 1)), good, manager.zeros(new Shape(2)), Gradient.unwanted()));
        assertMessage("[8, 0]", () -> VelocityMlp.of(2, 8, 0));
        assertMessage("[]", () -> VelocityMlp.of(2));
        assertMessage("0", () -> VelocityMlp.of(0, 8));
        assertMessage("int32", () -> VelocityMlp.of(2, 8).type(DataType.INT32));
        assertMessage("-1", () -> TimeInput.sinusoidal(-1));
    }

    private static void assertMessage(String part, Executable call) {
        var message = assertThrows(IllegalArgumentException.class, call).getMessage();
        assertTrue(message.contains(part), message);
    }
}
