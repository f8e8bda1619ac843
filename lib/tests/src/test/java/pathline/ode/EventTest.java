package pathline.ode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Events of x = sin t, x' = cos t, whose zeros are known. */
class EventTest {

    /** The solution's own error with {@link #SOLVER}, and 1e-10 of the location. */
    private static final double ACCURACY = 1e-8;

    private static final OdeSolver SOLVER = OdeSolver.adaptive(Tableaus.DOPRI5, 1e-10, 1e-10);
    private static final Event ZERO = Event.record("zero", (t, x) -> x.getDouble(0, 0));

    private NDManager manager;

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    private Solution solve(OdeSolver solver, double t0, double t1, SaveAt save) {
        var p = Problems.OSCILLATOR;
        var x0 = manager.create(p.exact().apply(t0)).reshape(1, 2);
        return solver.solve(p.field(), x0, t0, t1, save);
    }

    private static double[] times(Solution solution) {
        return solution.events().stream().mapToDouble(Event.Hit::t).toArray();
    }

    private static void assertTimes(Solution solution, double... expected) {
        var found = times(solution);
        assertEquals(expected.length, found.length, () -> "found " + List.of(found));
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], found[i], ACCURACY);
        }
    }

    @Test
    void recordsEveryZero() {
        var solution = solve(SOLVER.with(ZERO), 1, 10, SaveAt.end());
        assertTimes(solution, Math.PI, 2 * Math.PI, 3 * Math.PI);
        assertEquals(Outcome.REACHED_END, solution.outcome());
        var hit = solution.events().get(0);
        assertEquals("zero", hit.name());
        assertEquals(0, hit.x().getDouble(0, 0), ACCURACY);
        assertEquals(-1, hit.x().getDouble(0, 1), ACCURACY);
    }

    @Test
    void directionIsSeenInTheDirectionOfTravel() {
        assertTimes(solve(SOLVER.with(ZERO.rising()), 1, 10, SaveAt.end()), 2 * Math.PI);
        assertTimes(solve(SOLVER.with(ZERO.falling()), 1, 10, SaveAt.end()), Math.PI, 3 * Math.PI);
        assertTimes(solve(SOLVER.with(ZERO.rising()), 10, 1, SaveAt.end()), 3 * Math.PI, Math.PI);
        assertTimes(solve(SOLVER.with(ZERO.falling()), 10, 1, SaveAt.end()), 2 * Math.PI);
        assertTimes(solve(SOLVER.with(ZERO), 10, 1, SaveAt.end()), 3 * Math.PI, 2 * Math.PI, Math.PI);
    }

    @Test
    void stopsAtTheFirst() {
        var stop = Event.stop("lowest", (t, x) -> x.getDouble(0, 1)).rising(); // cos t rises through 0 at 3/2 pi
        var solver = SOLVER.with(ZERO).with(stop);
        for (var save : List.of(SaveAt.end(), SaveAt.steps(), SaveAt.dense())) {
            var solution = solve(solver, 1, 10, save);
            assertTimes(solution, Math.PI, 1.5 * Math.PI);
            assertEquals(Outcome.STOPPED_BY_EVENT, solution.outcome());
            assertEquals(solution.events().get(1).t(), solution.times()[solution.times().length - 1]);
            assertEquals(solution.events().get(1).x(), solution.end());
            assertEquals("", solution.detail());
        }
        var times = solve(solver, 1, 10, SaveAt.times(2, 4, 6, 8));
        assertEquals(List.of(2., 4.), List.of(times.times()[0], times.times()[1]));
        assertEquals(2, times.times().length);
        var dense = solve(solver, 1, 10, SaveAt.dense());
        assertEquals(dense.end(), dense.at(dense.events().get(1).t()));
        assertThrows(IllegalArgumentException.class, () -> dense.at(1.5 * Math.PI + 0.01));
        var backward = solve(SOLVER.with(Event.stop("zero", ZERO.guard())), 10, 1, SaveAt.end());
        assertTimes(backward, 3 * Math.PI);
        assertEquals(0, backward.end().getDouble(0, 0), ACCURACY);
    }

    /** g's own zero, independent of the solution's error, is found to within the tolerance asked for. */
    @ParameterizedTest
    @ValueSource(doubles = {1e-2, 1e-5, 1e-12})
    void timeIsLocatedToTolerance(double tolerance) {
        double root = Math.sqrt(2);
        var clock = Event.record("clock", (t, x) -> t - root).within(tolerance);
        double found = times(solve(SOLVER.with(clock), 1, 10, SaveAt.end()))[0];
        assertEquals(root, found, tolerance);
        assertTrue(found >= root - 1e-15, "located after the change of sign");
        double back = times(solve(SOLVER.with(clock), 10, 1, SaveAt.end()))[0];
        assertEquals(root, back, tolerance);
    }

    @ParameterizedTest
    @MethodSource("pathline.ode.Methods#all")
    void everyMethodFindsThem(Method method) {
        var solution = solve(OdeSolver.fixed(method, 1000).with(ZERO.within(1e-14)), 1, 10, SaveAt.end());
        double worst = 0;
        assertEquals(3, solution.events().size());
        for (int i = 0; i < 3; i++) {
            worst = Math.max(worst, Math.abs((i + 1) * Math.PI - times(solution)[i]));
        }
        // phase errors at h = 9/1000: orders 1 and 2 t h^2 times 1/6 to 5/12, so 3e-4; orders 3 and 4 t h^4, so 6e-8
        assertTrue(worst < (method.order() < 3 ? 4e-4 : 1e-7), "off by " + worst);
    }

    /** One step over four zeros: two signs that hide each other between neighbouring looks are what may be missed. */
    @ParameterizedTest
    @MethodSource("pathline.ode.Methods#rungeKutta")
    void severalInOneStep(ButcherTableau method) {
        var comb = Event.record("comb", (t, x) -> Math.sin(Math.PI * (t + 0.1))).within(1e-13); // 0.9, 1.9, 2.9, 3.9
        var solution = solve(OdeSolver.fixed(method, 1).with(comb), 0, 4, SaveAt.end());
        assertTimes(solution, 0.9, 1.9, 2.9, 3.9);
        var stop = Event.stop("stop", (t, x) -> t - 2.5);
        var stopped = solve(OdeSolver.fixed(method, 1).with(comb).with(stop), 0, 4, SaveAt.end());
        assertTimes(stopped, 0.9, 1.9, 2.5);
    }

    /** A ball thrown up, over the line and back within one step of the method of order 8. */
    @Test
    void thereAndBackInOneStep() {
        var fall = VectorField.pointwise((t, x) -> new double[] {x[1], -1});
        var line = Event.record("line", (t, x) -> x.getDouble(0, 0) - 0.45); // t - t^2 / 2 = 0.45
        var x0 = manager.create(new double[] {0, 1}).reshape(1, 2);
        double half = Math.sqrt(1 - 0.9);
        for (var method : List.of(Tableaus.DOPRI5, Tableaus.DOPRI853, Tableaus.RK4)) {
            var solution = OdeSolver.fixed(method, 1).with(line).solve(fall, x0, 0, 2, SaveAt.end());
            assertTimes(solution, 1 - half, 1 + half);
        }
    }

    @Test
    void startingOnAZeroIsNoEvent() {
        assertTimes(solve(SOLVER.with(ZERO), 0, 4, SaveAt.end()), Math.PI);
    }

    @Test
    void tensorFieldsAndFloat32HaveEvents() {
        VectorField field = (t, x) -> x.matMul(x.getManager().create(new float[][] {{0, -1}, {1, 0}}));
        NDArray x0 = manager.create(new float[] {0, 1}).reshape(1, 2);
        var zero = Event.record("zero", (t, x) -> x.getFloat(0, 0));
        var solution = OdeSolver.fixed(Tableaus.RK4, 100).with(zero).solve(field, x0, 0, 4, SaveAt.end());
        assertEquals(Math.PI, times(solution)[0], 1e-6);
        var state = solution.events().get(0).x();
        assertEquals(DataType.FLOAT32, state.getDataType());
        assertEquals(x0.getManager(), state.getManager());
        assertEquals(-1, state.getFloat(0, 1), 1e-5);
    }

    @Test
    void guardsMustBeNumbersAndTolerancesPositive() {
        var broken = Event.record("broken", (t, x) -> t > 2 ? Double.NaN : 1);
        var message = assertThrows(
                        IllegalArgumentException.class, () -> solve(SOLVER.with(broken), 1, 10, SaveAt.end()))
                .getMessage();
        assertTrue(message.contains("'broken'") && message.contains("NaN"), message);
        assertTrue(assertThrows(IllegalArgumentException.class, () -> ZERO.within(-0.5))
                .getMessage()
                .contains("-0.5"));
    }
}
