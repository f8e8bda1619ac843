package pathline.bijection;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import org.junit.jupiter.api.Test;
import pathline.random.Rng;

/** Residual layers whose net is given a condition. */
class ResidualConditionTest {

    @Test
    void aConditionBendsTheResidual() {
        LayerChecks.of(ResidualLayer.of(3, 6, 4).conditions(2)).conditions(2).all();
        LayerChecks.of(ResidualLayer.of(1, 2).conditions(1)).conditions(1).all();
        try (var manager = NDManager.newBaseManager()) {
            var layer = ResidualLayer.of(2, 4).conditions(2);
            var x = Rng.of(8).normal(manager, DataType.FLOAT64, 3, 2);
            var model = NormalizingFlow.of(layer, DataType.FLOAT64, Rng.of(1));
            var here = model.given(x.zerosLike()).logDensity(x);
            LayerChecks.near(
                    "no condition and one of zeros",
                    NormalizingFlow.of(ResidualLayer.of(2, 4), DataType.FLOAT64, Rng.of(1))
                            .logDensity(x),
                    here,
                    0);
            assertTrue(model.given(x).logDensity(x).sub(here).abs().max().getDouble() > 1e-3);
            assertThrows(IllegalStateException.class, () -> model.logDensity(x));
        }
    }
}
