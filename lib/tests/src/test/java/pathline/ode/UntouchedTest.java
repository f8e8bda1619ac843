package pathline.ode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A field that changes its input is refused, or given a copy: x' = -x by an operation in place, whose x(1) is 1/e. */
class UntouchedTest {

    private static final VectorField IN_PLACE = (t, x) -> x.muli(-1);
    private static final OdeSolver DOPRI5 = OdeSolver.adaptive(Tableaus.DOPRI5, 1e-6, 1e-6);

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    private static String refused(org.junit.jupiter.api.function.Executable call) {
        return assertThrows(IllegalArgumentException.class, call).getMessage();
    }

    @ParameterizedTest
    @CsvSource({"FLOAT64, 1", "FLOAT64, 300000", "FLOAT32, 300000"})
    void arraysOfTheSolverAreSeenToChange(DataType type, int points) {
        var x0 = manager.ones(new Shape(points, 1), type);
        var message = refused(() -> DOPRI5.solve(IN_PLACE, x0, 0, 1));
        assertTrue(message.contains("row 0, column 0 was 1.0 and is -1.0"), message);
        assertTrue(message.contains("muli") && message.contains("duplicate"), message);
        assertEquals(points, x0.sum().toType(DataType.FLOAT64, true).getDouble(), "the start is a copy");
    }

    /** They are handed out as copies. */
    @Test
    void smallStatesInFloat32AreProtected() {
        var end = DOPRI5.solve(IN_PLACE, manager.ones(new Shape(1, 1)), 0, 1);
        assertEquals(Math.exp(-1), end.getFloat(0, 0), 1e-5);
    }

    @Test
    void pointsAreProtected() {
        var field = VectorField.pointwise((t, x) -> {
            x[0] = -x[0];
            return x;
        });
        for (int n : new int[] {1, 3}) {
            var end = DOPRI5.solve(field, manager.ones(new Shape(n, 1), DataType.FLOAT64), 0, 1);
            assertEquals(Math.exp(-1), end.getDouble(n - 1, 0), 1e-5);
        }
    }

    @Test
    void plainArraysAreSeenToChange() {
        var flat = new Float32Field() {
            @Override
            public int width() {
                return 2;
            }

            @Override
            public void at(double t, float[] x, float[] v) {
                x[3] = 5;
            }
        };
        var field = new VectorField() {
            @Override
            public ai.djl.ndarray.NDArray at(double t, ai.djl.ndarray.NDArray x) {
                return x.neg();
            }

            @Override
            public Optional<Float32Field> float32() {
                return Optional.of(flat);
            }
        };
        var x0 = manager.ones(new Shape(2, 2));
        var message = refused(() -> DOPRI5.solve(field, x0, 0, 1));
        assertTrue(message.contains("row 1, column 1 was 1.0 and is 5.0"), message);
        refused(() -> DOPRI5.solve(Form.of(flat, x0), x0, 0, 1, SaveAt.end(), step -> {}));
    }

    /** One that begins to work in place on the way is met at an evaluation whose number is a power of two. */
    @Test
    void laterEvaluationsAreLookedAtToo() {
        VectorField late = (t, x) -> t < 0.3 ? x.neg() : x.muli(-1);
        var x0 = manager.ones(new Shape(2, 2), DataType.FLOAT64);
        refused(() -> OdeSolver.fixed(Tableaus.RK4, 100).solve(late, x0, 0, 1));
        long looks = IntStream.rangeClosed(1, 1000).filter(Untouched::looksAt).count();
        assertEquals(11, looks); // 1, 2, 3, 4, 8, ..., 512
    }

    @Test
    void aFieldThatClosesItsInputOrReturnsNothingIsRefused() {
        var x0 = manager.ones(new Shape(2, 2), DataType.FLOAT64);
        VectorField closing = (t, x) -> {
            var v = x.neg();
            x.close();
            return v;
        };
        assertTrue(refused(() -> DOPRI5.solve(closing, x0, 0, 1)).contains("closed its input"));
        for (var type : new DataType[] {DataType.FLOAT32, DataType.FLOAT64}) {
            var start = x0.toType(type, true);
            VectorField nothing = (t, x) -> null;
            assertTrue(refused(() -> DOPRI5.solve(nothing, start, 0, 1)).contains("returned null"));
            VectorField gone = (t, x) -> {
                var v = x.neg();
                v.close();
                return v;
            };
            assertTrue(refused(() -> DOPRI5.solve(gone, start, 0, 1)).contains("closed"));
        }
        assertTrue(refused(() -> DOPRI5.solve(VectorField.pointwise((t, x) -> null), x0, 0, 1))
                .contains("returned null"));
    }

    /** A trial step into infinity changes nothing: what is not a number there was none before. */
    @Test
    void aStateThatIsNotFiniteIsNotSaidToBeChanged() {
        VectorField steep = (t, x) -> x.pow(9).mul(1e60);
        var x0 = manager.create(new double[][] {{1e30}});
        var solution = OdeSolver.fixed(Tableaus.RK4, 3).attempt(steep, x0, 0, 1, SaveAt.end());
        assertEquals(Outcome.NOT_FINITE, solution.outcome());
    }
}
