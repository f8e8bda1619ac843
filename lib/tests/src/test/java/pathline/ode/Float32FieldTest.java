package pathline.ode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A field that is offered on plain arrays is solved there, and nobody can tell from the solution. */
class Float32FieldTest {

    /** Both solves round some ten float32 operations a step, of numbers near 1. */
    private static final double FLOAT32 = 1e-5;

    private final NDManager manager = NDManager.newBaseManager();
    private final NDArray x0 = manager.create(new float[] {1, 0, 0.5f, -0.25f}).reshape(2, 2);

    @AfterEach
    void close() {
        manager.close();
    }

    /** A rotation that slows down: dx/dt = (y, -x) / (1 + t). */
    private static final class Turning implements VectorField {

        private int calls;
        private int closed;
        private float spoilt = 1;

        @Override
        public NDArray at(double t, NDArray x) {
            var parts = x.split(2, 1);
            return parts.get(1).concat(parts.get(0).neg(), 1).div(1 + t);
        }

        @Override
        public Optional<Float32Field> float32() {
            return Optional.of(new Float32Field() {
                @Override
                public int width() {
                    return 2;
                }

                @Override
                public void at(double t, float[] x, float[] v) {
                    calls++;
                    for (int i = 0; i < x.length; i += 2) {
                        v[i] = (float) (x[i + 1] / (1 + t));
                        v[i + 1] = (float) (-x[i] / (1 + t));
                    }
                    v[v.length - 1] *= t > 0.5 ? spoilt : 1;
                }

                @Override
                public void close() {
                    closed++;
                }
            });
        }
    }

    static Stream<Arguments> solves() {
        return Stream.of(
                        OdeSolver.fixed(Tableaus.RK4, 12),
                        OdeSolver.fixed(Adams.bashforthMoulton(3), 12),
                        OdeSolver.grid(Tableaus.TSIT5, 0, 0.5, 2),
                        OdeSolver.adaptive(Tableaus.DOPRI5, 1e-4, 1e-4)
                                .with(Event.record("axis", (t, x) -> x.getFloat(0, 0))),
                        // adaptive, it would see errors that are nothing but rounding, other ones in either form
                        OdeSolver.fixed(Tableaus.DOPRI853, 3))
                .flatMap(solver -> Stream.of(SaveAt.end(), SaveAt.steps(), SaveAt.times(0.2, 0.4, 2), SaveAt.dense())
                        .map(save -> Arguments.of(solver, save)));
    }

    @ParameterizedTest
    @MethodSource("solves")
    void nobodyCanTell(OdeSolver solver, SaveAt save) {
        var field = new Turning();
        var plain = solver.solve(field, x0, 0, 2, save);
        var arrays = solver.solve((t, x) -> field.at(t, x), x0, 0, 2, save);
        assertEquals(plain.stats().evaluations(), field.calls);
        assertEquals(1, field.closed);
        assertEquals(arrays.stats(), plain.stats());
        assertEquals(arrays.states().size(), plain.states().size());
        assertEquals(arrays.events().size(), plain.events().size());
        for (int i = 0; i < plain.states().size(); i++) {
            assertEquals(arrays.times()[i], plain.times()[i], 1e-3); // adaptive steps see errors that round differently
            assertTrue(far(arrays.states().get(i), plain.states().get(i))
                    < (i + 1 < plain.states().size() ? 1e-3 : FLOAT32));
            assertEquals(DataType.FLOAT32, plain.states().get(i).getDataType());
        }
        if (save instanceof SaveAt.Dense) {
            assertTrue(far(arrays.at(1.3), plain.at(1.3)) < 1e-4); // read after the form was closed
        }
    }

    private static double far(NDArray a, NDArray b) {
        return a.sub(b).abs().max().getFloat();
    }

    @Test
    void aVisitorSeesTheSteps() {
        var starts = new ArrayList<Double>();
        var last = new ArrayList<float[]>();
        var solver = OdeSolver.fixed(Tableaus.MIDPOINT, 4);
        var solution =
                solver.solve(Form.of(new Turning().float32().orElseThrow(), x0), x0, 0, 2, SaveAt.end(), step -> {
                    starts.add(step.t());
                    last.add(step.slopes().get(1));
                    assertEquals(4, step.x().length);
                });
        assertEquals(java.util.List.of(0.0, 0.5, 1.0, 1.5), starts);
        assertEquals(8, solution.stats().evaluations());
        assertEquals(4, last.stream().distinct().count());
    }

    /** Where a number stops being finite is told as for any other field, and the form is closed. */
    @Test
    void aFailureIsTold() {
        var field = new Turning();
        field.spoilt = Float.NaN;
        var failure = assertThrows(
                SolveException.class, () -> OdeSolver.fixed(Tableaus.EULER, 10).solve(field, x0, 0, 1));
        assertTrue(failure.getMessage().contains("row 1, column 1"), failure.getMessage());
        assertEquals(1, field.closed);
    }

    @Test
    void otherTypesAndWidthsTakeTheOtherForm() {
        var field = new Turning();
        OdeSolver.fixed(Tableaus.EULER, 3).solve(field, x0.toType(DataType.FLOAT64, true), 0, 1);
        assertEquals(0, field.calls);
        assertThrows(
                RuntimeException.class, () -> OdeSolver.fixed(Tableaus.EULER, 3).solve(field, x0.reshape(4, 1), 0, 1));
        assertEquals(0, field.calls);
        assertEquals(1, field.closed);
    }
}
