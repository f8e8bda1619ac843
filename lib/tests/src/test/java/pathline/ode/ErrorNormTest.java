package pathline.ode;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** One point on the unit circle at speed 40, among others at speed 0.1: (x, y, w) with x' = -w y, y' = w x. */
class ErrorNormTest {

    private static final double TOLERANCE = 1e-3;

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    private static VectorField arrays() {
        return (t, x) -> {
            var parts = x.split(3, 1);
            var w = parts.get(2);
            return NDArrays.concat(
                    new NDList(parts.get(1).mul(w).neg(), parts.get(0).mul(w), w.zerosLike()), 1);
        };
    }

    private static VectorField points() {
        return VectorField.pointwise((t, x) -> new double[] {-x[2] * x[1], x[2] * x[0], 0});
    }

    private static VectorField plain() {
        var flat = new Float32Field() {
            @Override
            public int width() {
                return 3;
            }

            @Override
            public void at(double t, float[] x, float[] v) {
                for (int i = 0; i < x.length; i += 3) {
                    v[i] = -x[i + 2] * x[i + 1];
                    v[i + 1] = x[i + 2] * x[i];
                }
            }
        };
        return new VectorField() {
            @Override
            public NDArray at(double t, NDArray x) {
                return arrays().at(t, x);
            }

            @Override
            public Optional<Float32Field> float32() {
                return Optional.of(flat);
            }
        };
    }

    /** All forms of a state: arrays of the engine, plain arrays of doubles, of floats, and the engine's field on the latter. */
    static Stream<Arguments> forms() {
        return Stream.of(
                Arguments.of(arrays(), DataType.FLOAT64, 3000),
                Arguments.of(points(), DataType.FLOAT64, 100_000),
                Arguments.of(plain(), DataType.FLOAT32, 3000),
                Arguments.of(arrays(), DataType.FLOAT32, 3000),
                Arguments.of(arrays(), DataType.FLOAT32, 100_000)); // more than 2^18 numbers
    }

    private NDArray start(int n, DataType type) {
        var x = new double[3 * n];
        for (int i = 0; i < n; i++) {
            x[3 * i] = 1;
            x[3 * i + 2] = 0.1;
        }
        x[2] = 40;
        return manager.create(x, new Shape(n, 3)).toType(type, false);
    }

    private static double error(Solution solution) {
        return Math.hypot(solution.coordinate(0, 0)[0] - Math.cos(40), solution.coordinate(0, 1)[0] - Math.sin(40));
    }

    @ParameterizedTest
    @MethodSource("forms")
    void theFastPointIsSolvedAsIfAlone(VectorField field, DataType type, int n) {
        var solver = OdeSolver.adaptive(Tableaus.DOPRI5, TOLERANCE, TOLERANCE);
        var alone = solver.solve(field, start(1, type), 0, 1, SaveAt.end());
        var among = solver.perRow().solve(field, start(n, type), 0, 1, SaveAt.end());
        var mean = solver.solve(field, start(n, type), 0, 1, SaveAt.end());
        assertTrue(error(alone) < 0.2, "alone " + error(alone)); // some tens of steps of 1e-3 each
        assertEquals(error(alone), error(among), 0.01);
        assertEquals(alone.stats().accepted(), among.stats().accepted());
        assertTrue(among.log().largestRow() <= 1, "every point keeps the tolerance");
        assertTrue(error(mean) > 0.4, "the mean does not see it: " + error(mean));
        assertTrue(
                mean.log().largestRow() > 5, "the log shows it: " + mean.log().largestRow());
    }

    @ParameterizedTest
    @MethodSource("pathline.ode.Methods#embedded")
    void everyMethodKeepsTheToleranceInEachRow(ButcherTableau method) {
        double tolerance = method.order() < 3 ? 1e-2 : 1e-4;
        var solver = OdeSolver.adaptive(method, tolerance, tolerance);
        var alone = solver.solve(points(), start(1, DataType.FLOAT64), 0, 0.2, SaveAt.end());
        var among = solver.perRow().solve(points(), start(200, DataType.FLOAT64), 0, 0.2, SaveAt.end());
        assertEquals(alone.stats(), among.stats());
        assertEquals(alone.coordinate(0, 0)[0], among.coordinate(0, 0)[0], 1e-12);
    }

    @Test
    void aSinglePointIsTheSameUnderBothNorms() {
        var solver = OdeSolver.adaptive(Tableaus.DOPRI5, TOLERANCE, TOLERANCE);
        for (var type : List.of(DataType.FLOAT32, DataType.FLOAT64)) {
            var mean = solver.with(StepControl.Norm.RMS).solve(arrays(), start(1, type), 0, 1, SaveAt.end());
            var row = solver.with(StepControl.Norm.MAX_OF_ROWS).solve(arrays(), start(1, type), 0, 1, SaveAt.end());
            assertEquals(mean.end(), row.end());
            assertEquals(mean.log().entries(), row.log().entries());
        }
    }

    /** x' = (1, t): Heun's error in the second coordinate is h^2 / 2 in either row; the scales are those of the rows. */
    @Test
    void theLogHasBothNorms() {
        var field = VectorField.pointwise((t, x) -> new double[] {1, t});
        var x0 = manager.create(new double[] {3, -4, 0, 7}, new Shape(2, 2));
        var control = StepControl.Adaptive.of(new double[] {0.9, 0.1}, new double[] {1, 0.2})
                .firstStep(0.5);
        double first = 0.125 / (0.2 + 0.1 * 4);
        double second = 0.125 / (0.2 + 0.1 * 7.125);
        double all = Math.sqrt((first * first + second * second) / 4);
        for (var norm : StepControl.Norm.values()) {
            var solution =
                    OdeSolver.adaptive(Tableaus.HEUN2, control.norm(norm)).solve(field, x0, 0, 0.5, SaveAt.end());
            var entry = solution.log().entries().get(0);
            double largest = first / Math.sqrt(2);
            assertEquals(norm == StepControl.Norm.MAX_OF_ROWS ? largest : all, entry.error(), 1e-15);
            assertEquals(largest, entry.largestRow(), 1e-15);
            assertEquals(
                    entry.largestRow(),
                    solution.stepLog().doubleColumn("largestRow").get(0));
        }
    }

    @Test
    void theNormIsTakenByWhoAsksForRows() {
        var automatic = OdeSolver.adaptive(Tableaus.DOPRI5, TOLERANCE, TOLERANCE);
        assertEquals(StepControl.Norm.MAX_OF_ROWS, norm(automatic.perRow()));
        assertEquals(
                StepControl.Norm.RMS, norm(automatic.with(StepControl.Norm.RMS).perRow()));
        var control = ((StepControl.Adaptive) automatic.perRow().control())
                .pi()
                .firstStep(0.1)
                .maxStep(1)
                .maxSteps(5)
                .maxEvaluations(9)
                .tolerances(new double[] {0.1}, new double[] {0.1});
        assertEquals(StepControl.Norm.MAX_OF_ROWS, control.norm());
        var fixed = OdeSolver.fixed(Tableaus.RK4, 3);
        assertEquals(fixed, fixed.perRow());
        var refused = assertThrows(IllegalArgumentException.class, () -> fixed.with(StepControl.Norm.RMS));
        assertTrue(refused.getMessage().contains("OdeSolver.adaptive"), refused.getMessage());
        var still = fixed.solve(points(), start(2, DataType.FLOAT64), 0, 1, SaveAt.end());
        assertArrayEquals(new double[] {Double.NaN}, new double[] {still.log().largestRow()});
    }

    private static StepControl.Norm norm(OdeSolver solver) {
        return ((StepControl.Adaptive) solver.control()).norm();
    }
}
