package pathline.field;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Operations in TorchScript, against closed forms. */
class EngineScriptTest {

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    /** x σ(x), with the derivative σ (1 + x (1 - σ)), in both types and shapes that change between calls. */
    @Test
    void valueAndGradientAreThoseOfTheFormula() {
        var silu = EngineScript.of("torch.silu(x)", "x");
        for (int n : new int[] {1, 7, 3}) {
            var x = manager.create(new Shape(n, 2), DataType.FLOAT64);
            for (int i = 0; i < 2 * n; i++) {
                x.set(new NDIndex(i / 2, i % 2), Math.sin(i) * 3);
            }
            var value = silu.at(x);
            var gradient = Gradients.of(List.of(x), manager.ones(x.getShape(), DataType.FLOAT64), () -> silu.at(x))
                    .get(0);
            for (int i = 0; i < 2 * n; i++) {
                double z = Math.sin(i) * 3;
                double s = 1 / (1 + Math.exp(-z));
                assertEquals(z * s, value.getDouble(i / 2, i % 2), 1e-14);
                assertEquals(s * (1 + z * (1 - s)), gradient.getDouble(i / 2, i % 2), 1e-14);
            }
        }
        assertEquals(DataType.FLOAT32, silu.at(manager.ones(new Shape(2))).getDataType());
    }

    /** What was computed without a record takes part in one later. */
    @Test
    void aResultMayBeReadByWhatIsRecorded() {
        var product = EngineScript.of("torch.mul(x, y)", "x", "y");
        var x = manager.create(new float[] {2, 3});
        var six = product.at(x, x);
        var gradient = Gradients.of(List.of(x), manager.ones(new Shape(2)), () -> product.at(six, x));
        assertEquals(manager.create(new float[] {4, 9}), gradient.get(0));
    }

    @Test
    void nothingIsLeft() {
        var silu = EngineScript.of("torch.silu(x)", "x");
        var x = manager.ones(new Shape(2));
        int before = manager.getManagedArrays().size();
        silu.at(x).close();
        assertEquals(before, manager.getManagedArrays().size());
    }

    @Test
    void mistakesAreRefused() {
        assertThrows(EngineException.class, () -> EngineScript.of("torch.no_such_operation(x)", "x"));
        var silu = EngineScript.of("torch.silu(x)", "x");
        var refusal = assertThrows(IllegalArgumentException.class, silu::at);
        assertTrue(refusal.getMessage().contains("expected 1"), refusal.getMessage());
    }
}
