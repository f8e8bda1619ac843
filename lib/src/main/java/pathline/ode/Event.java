package pathline.ode;

import ai.djl.ndarray.NDArray;

/**
 * Something to watch for along a solve: the zeros of g(t, x).
 *
 * <p>g is looked at four times a step; a change of sign in the watched direction is then located on the dense output,
 * whose polynomial costs no evaluation, to within {@code tolerance} in time. (Where dense output has stages of its own,
 * as that of the method of order 8, the looks are at a cubic through the step's ends, and those stages are evaluated
 * only for steps in which it changes sign.) A solve that starts on a zero does not count it, and two zeros between
 * neighbouring looks hide each other: {@link StepControl.Adaptive#maxStep} brings the looks closer.
 *
 * @param name how the event is called in the solution
 * @param guard g, one number for the whole state
 * @param direction which changes of sign count
 * @param action what happens then
 * @param tolerance how exactly the time is located, in units of t
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

    /** A located event: its name, time and the state there, shape (n, d). */
    public record Hit(String name, double t, NDArray x) {}

    public Event {
        if (!(tolerance > 0)) {
            throw new IllegalArgumentException("An event's tolerance must be positive, got " + tolerance);
        }
    }

    /** Records every zero of g, located to 1e-10. */
    public static Event record(String name, Guard guard) {
        return new Event(name, guard, Direction.BOTH, Action.RECORD, 1e-10);
    }

    /** Ends the solve at the first zero of g, located to 1e-10. */
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
