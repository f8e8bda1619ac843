package pathline.bijection;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import pathline.field.NamedArrays;
import pathline.field.Scalars;
import pathline.random.Rng;

/** The checks let a right layer pass, and find each planted error. */
class LayerChecksTest {

    private enum Fault {
        NONE,
        NO_LOG_DETERMINANT,
        WRONG_SIGN_BACK,
        ROWS_MIXED,
        CUT_GRADIENT,
        ROUNDED,
        KEPT
    }

    /** z = sinh(e^l x) each, with faults. */
    private record Bent(int dim, Fault fault, List<NDArray> kept) implements FlowLayer {

        @Override
        public NamedArrays declare(NamedArrays arrays, Rng rng) {
            return arrays.zeros("log", dim);
        }

        @Override
        public Mapped forward(NDArray x, Weights own) {
            var log = fault == Fault.CUT_GRADIENT ? own.get("log").stopGradient() : own.get("log");
            var y = x.mul(log.exp());
            if (fault == Fault.ROWS_MIXED) {
                y = y.add(x.mean());
            }
            if (fault == Fault.KEPT) {
                var left = x.duplicate();
                NDScope.unregister(left);
                kept.add(left);
            }
            var up = y.exp();
            var down = y.neg().exp();
            var z = up.sub(down).mul(Scalars.HALF);
            var slope = up.add(down).mul(Scalars.HALF).log().add(log);
            if (fault == Fault.ROUNDED && x.getDataType() == DataType.FLOAT32) {
                z = z.add(0.001f);
            }
            return Mapped.of(
                    z,
                    fault == Fault.NO_LOG_DETERMINANT
                            ? slope.sum(new int[] {1}).zerosLike()
                            : slope.sum(new int[] {1}));
        }

        @Override
        public Mapped inverse(NDArray z, Weights own) {
            var root = z.square().add(1).sqrt();
            var x = z.abs()
                    .add(root)
                    .log()
                    .mul(z.sign())
                    .mul(own.get("log").neg().exp());
            var slope = root.log().add(own.get("log")).sum(new int[] {1});
            return Mapped.of(x, fault == Fault.WRONG_SIGN_BACK ? slope : slope.neg());
        }
    }

    @Test
    void aRightLayerPasses() {
        LayerChecks.of(new Bent(3, Fault.NONE, new ArrayList<>())).all();
        LayerChecks.of(new Bent(1, Fault.NONE, new ArrayList<>())).all();
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                fault(Fault.NO_LOG_DETERMINANT, LayerChecks::logDeterminant, "log-determinant of row 0"),
                fault(Fault.WRONG_SIGN_BACK, LayerChecks::roundTrip, "log-determinants"),
                fault(Fault.ROWS_MIXED, LayerChecks::oneRow, "one row"),
                fault(Fault.CUT_GRADIENT, LayerChecks::gradients, "gradient in log"),
                fault(Fault.ROUNDED, LayerChecks::float32, "points in float32"),
                fault(Fault.KEPT, LayerChecks::nothingIsLeft, "arrays alive"));
    }

    private static Arguments fault(Fault fault, Consumer<LayerChecks> check, String message) {
        return Arguments.of(fault, check, message);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void aPlantedErrorIsFound(Fault fault, Consumer<LayerChecks> check, String message) {
        var checks = LayerChecks.of(new Bent(3, fault, new ArrayList<>()));
        var failed = assertThrows(AssertionError.class, () -> check.accept(checks));
        assertTrue(failed.getMessage().contains(message), failed.getMessage());
    }
}
