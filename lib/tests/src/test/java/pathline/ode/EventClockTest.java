package pathline.ode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Events do not depend on the unit of time, and one that a solve begins at is not found again. */
class EventClockTest {

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    /** An electron in 1e9 V/m over 1 micrometre: d = a t^2 / 2, exact for the method. */
    @Test
    void anElectronArrivesInTime() {
        double a = 1.602176634e-19 / 9.1093837e-31 * 1e9;
        double d = 1e-6;
        double exact = Math.sqrt(2 * d / a); // 1.07e-13 s
        var x0 = manager.zeros(new Shape(1, 2), DataType.FLOAT64);
        var arrival = Event.stop("arrives", (t, x) -> x.getDouble(0, 0) - d);
        var solution = OdeSolver.adaptive(Tableaus.DOPRI5, 1e-8, 1e-14)
                .with(arrival)
                .solve(VectorField.pointwise((t, x) -> new double[] {x[1], a}), x0, 0, 1.51 * exact, SaveAt.end());
        assertEquals(1, solution.events().get(0).t() / exact, 1e-10);
        assertEquals(d, solution.end().getDouble(0, 0), 1e-10 * d);
    }

    /** The solver's own error is some 1e-7 of a clock. */
    @ParameterizedTest
    @ValueSource(doubles = {1e6, 1, 1e-6, 1e-9, 1e-11, 1e-15})
    void anOscillatorCrossesZeroOnAnyClock(double unit) {
        var field = VectorField.pointwise((t, x) -> new double[] {-x[1] / unit, x[0] / unit});
        var x0 = manager.create(new double[] {1, 0}, new Shape(1, 2));
        var solution = OdeSolver.adaptive(Tableaus.DOPRI5, 1e-8, 1e-10)
                .with(Event.stop("zero", (t, x) -> x.getDouble(0, 0)))
                .solve(field, x0, 0, 3 * unit, SaveAt.end());
        assertEquals(Math.PI / 2, solution.events().get(0).t() / unit, 1e-6);
        assertEquals(0, solution.end().getDouble(0, 0), 1e-13, "the state lies on its zero");
    }

    private static final VectorField FALL = VectorField.pointwise((t, x) -> new double[] {x[1], -9.81});

    /**
     * A ball that leaves the ground at a share e of its speed, at height h: it comes back after 2 e v / g, and not 1e-10
     * later because the state of the event lies a rounding below the ground.
     */
    @ParameterizedTest
    @CsvSource({
        "FLOAT64, 0.9, 0",
        "FLOAT64, 0.1, 0",
        "FLOAT64, 0.01, 0",
        "FLOAT64, 0.9, 100",
        "FLOAT32, 0.9, 0",
        "FLOAT32, 0.1, 0",
        "FLOAT32, 0.9, 100"
    })
    void aBouncingBallComesBackWhenItMust(DataType type, double e, double h) {
        var ground =
                Event.stop("ground", (t, x) -> x.toType(DataType.FLOAT64, true).getDouble(0, 0) - h);
        var solver = OdeSolver.adaptive(Tableaus.DOPRI5, 1e-5, 1e-6).with(ground);
        var first = solver.solve(FALL, state(type, h + 10, 0), 0, 10, SaveAt.end());
        double speed = -first.coordinate(0, 1)[0];
        assertEquals(Math.sqrt(2 * 9.81 * 10), speed, 1e-4 * speed);
        var bounced = state(type, first.coordinate(0, 0)[0], e * speed);
        double t = first.events().get(0).t();
        var second = solver.solve(FALL, bounced, t, 10, SaveAt.end());
        double flight = second.events().get(0).t() - t;
        assertEquals(2 * e * speed / 9.81, flight, (type == DataType.FLOAT64 ? 1e-9 : 1e-3) * (1 + h / 100) / e);
    }

    /** The same solve goes on where an event has stopped it, past the zero, and finds the next one. */
    @ParameterizedTest
    @ValueSource(strings = {"FLOAT32", "FLOAT64"})
    void aSolveGoesOnFromItsEvent(DataType type) {
        var field = VectorField.pointwise((t, x) -> new double[] {-x[1], x[0]});
        var zero = Event.stop("zero", (t, x) -> x.toType(DataType.FLOAT64, true).getDouble(0, 0));
        var solver = OdeSolver.adaptive(Tableaus.DOPRI5, 1e-6, 1e-7).with(zero);
        var x = state(type, 1, 0);
        double t = 0;
        for (int k = 0; k < 4; k++) {
            var solution = solver.solve(field, x, t, 20, SaveAt.end());
            t = solution.events().get(0).t();
            x = solution.end();
            assertEquals(Math.PI / 2 + k * Math.PI, t, 1e-4);
        }
    }

    private NDArray state(DataType type, double position, double speed) {
        return manager.create(new double[] {position, speed}, new Shape(1, 2)).toType(type, false);
    }

    /** A sign has no slope to follow: the zero is still found to the tolerance. */
    @Test
    void aGuardThatJumpsIsLocated() {
        var jump = Event.record("jump", (t, x) -> t < 0.7 ? -1 : 1);
        var solution = OdeSolver.fixed(Tableaus.RK4, 3)
                .with(jump)
                .solve(FALL, state(DataType.FLOAT64, 1, 0), 0, 1, SaveAt.end());
        assertEquals(0.7, solution.events().get(0).t(), 1e-10);
        assertTrue(solution.events().get(0).t() >= 0.7);
    }
}
