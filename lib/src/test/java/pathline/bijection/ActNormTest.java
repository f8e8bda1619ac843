package pathline.bijection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import pathline.random.Rng;

/** Shift and stretch, chosen by data at the start. */
class ActNormTest {

    private NDManager manager;

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void itIsWhatLayersMustBe() {
        LayerChecks.of(ActNorm.of(4)).all();
        LayerChecks.of(ActNorm.of(1)).all();
        LayerChecks.of(new ActNorm(new Shape(3, 2, 4))).event(3, 2, 4).all();
    }

    @Test
    void theStartMakesMeanZeroAndDeviationOne() {
        var model = NormalizingFlow.of(
                LayerChain.of(ActNorm.of(3), LuLinear.rotation(3, Rng.of(1)), ActNorm.of(3)),
                DataType.FLOAT64,
                Rng.of(1));
        var x = Rng.of(2).normal(manager, DataType.FLOAT64, 30, 3).mul(4).add(7);
        model.initialise(x);
        var z = model.map().image(x);
        for (int j = 0; j < 3; j++) {
            var column = z.get(":, " + j);
            assertEquals(0, column.mean().getDouble(), 1e-12);
            assertEquals(1, column.square().mean().getDouble(), 5e-6); // 1e-6 is added to each deviation
        }
        assertEquals(-7, model.parameters().get("map.0.shift").getDouble(0), 3);
    }

    @Test
    void theStartOfAnImageIsOfItsChannels() {
        var layer = new ActNorm(new Shape(2, 2, 3));
        var model = NormalizingFlow.of(layer, DataType.FLOAT64, Rng.of(1));
        var x = Rng.of(2).normal(manager, DataType.FLOAT64, 10, 2, 2, 3).mul(4).add(7);
        model.initialise(x);
        var z = model.map().image(x);
        for (int c = 0; c < 2; c++) {
            var channel = z.get(":, " + c);
            assertEquals(0, channel.mean().getDouble(), 1e-12);
            assertEquals(1, channel.square().mean().getDouble(), 5e-6);
        }
    }

    @Test
    void aConstantColumnStaysFinite() {
        var model = NormalizingFlow.of(ActNorm.of(1), DataType.FLOAT64, Rng.of(1));
        var x = manager.create(new double[] {5, 5}, new Shape(2, 1));
        model.initialise(x);
        assertEquals(-5, model.parameters().get("map.shift").getDouble(0), 0);
        assertEquals(Math.log(1e6), model.parameters().get("map.logScale").getDouble(0), 1e-9);
        assertEquals(0, model.map().image(x).getDouble(0, 0), 0);
    }

    @Test
    void whatHasNoChannelsIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> ActNorm.of(0));
        assertThrows(IllegalArgumentException.class, () -> new ActNorm(null));
        assertThrows(IllegalArgumentException.class, () -> new ActNorm(new Shape(2, 2)));
    }
}
