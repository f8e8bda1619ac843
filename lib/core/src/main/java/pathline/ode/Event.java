package pathline.ode;

import ai.djl.ndarray.NDArray;
import pathline.check.Require;

/**
 * Something to watch for along a solve: the zeros of g(t, x).
 *
 * <p>g is looked at four times a step; a change of sign in the watched direction is then located on the dense output,
 * whose polynomial costs no evaluation, as exactly as the clock allows, and in any case to within {@code tolerance} in
 * time, or to that share of the solve's span where it is shorter than 1: a clock in nanoseconds is as good as one in seconds. (Where dense output has stages of its own,
 * as that of the method of order 8, the looks are at a cubic through the step's ends, and those stages are evaluated
 * only for steps in which it changes sign.) Two zeros between neighbouring looks hide each other:
 * {@link StepControl.Adaptive#maxStep} brings the looks closer.
 *
 * <p>A solve that starts on a zero does not count it. The state of a located event lies on its zero but for roundings, on
 * either side; so a solve that begins there, whichever way it goes on, does not find that event again: a zero counts only
 * beyond 1e-10 of the span from the start (in float32, whose states have fewer digits, 1e-6).
 *
 * @param name how the event is called in the solution
 * @param guard g, one number for the whole state
 * @param direction which changes of sign count
 * @param action what happens then
 * @param tolerance how exactly the time is located at least, in units of t, or of the span where that is shorter than 1
 */
public record Event(String name, Guard guard, Direction direction, Action action, double tolerance) {

    /** g(t, x), a number that changes sign when the event happens. */
    @FunctionalInterface
    public interface Guard {
        double at(double t, NDArray x);
    }

    /** Which changes of sign count, seen in the direction of travel. */
    public enum Direction {
        RISING,
        FALLING,
        BOTH;

        boolean counts(double before, double after) {
            return (this != FALLING && before < 0 && after >= 0) || (this != RISING && before > 0 && after <= 0);
        }
    }

    /** What a located event does to the solve. */
    public enum Action {
        RECORD,
        STOP
    }

    /** A located event: its name, time and the state there, in the shape of the start. */
    public record Hit(String name, double t, NDArray x) {
        public Hit {
            Require.nonNull(name, "name");
            Require.nonNull(x, "x");
        }
    }

    public Event {
        Require.nonNull(name, "name");
        Require.nonNull(guard, "guard");
        Require.nonNull(direction, "direction");
        Require.nonNull(action, "action");
        Require.positive(tolerance, "tolerance");
    }

    /** Records every zero of g, located to 1e-10 or better. */
    public static Event record(String name, Guard guard) {
        return new Event(name, guard, Direction.BOTH, Action.RECORD, 1e-10);
    }

    /** Ends the solve at the first zero of g, located to 1e-10 or better. */
    public static Event stop(String name, Guard guard) {
        return new Event(name, guard, Direction.BOTH, Action.STOP, 1e-10);
    }

    /** The same event, counted only where g grows. */
    public Event rising() {
        return new Event(name, guard, Direction.RISING, action, tolerance);
    }

    /** The same event, counted only where g falls. */
    public Event falling() {
        return new Event(name, guard, Direction.FALLING, action, tolerance);
    }

    /** The same event, located to within {@code time}. */
    public Event within(double time) {
        return new Event(name, guard, direction, action, time);
    }
}
