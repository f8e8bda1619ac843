package pathline.ode;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import pathline.array.Scratch;
import pathline.check.Require;

/**
 * A method together with the rule that chooses its steps: solves dx/dt = v(t, x), x(t0) = x0.
 *
 * <pre>
 * var solver = OdeSolver.adaptive(Tableaus.DOPRI5, 1e-6, 1e-9);
 * var solution = solver.solve((t, x) -> x.mul(-2), x0, 0, 1, SaveAt.steps());
 * </pre>
 *
 * <p>A solver is a value: it holds no state and can be used by several threads. The n points of a state share their
 * steps, which are as short as they need on average or as the hardest of them needs ({@link StepControl.Norm}). Solving backward in time is the same call with t1 before t0.
 *
 * @param method how a step is made
 * @param control how long it is
 * @param events what to watch for on the way
 */
public record OdeSolver(Method method, StepControl control, List<Event> events) {

    public OdeSolver {
        Require.nonNull(method, "method");
        Require.nonNull(control, "control");
        Require.nonNull(Require.nonNull(events, "events").toArray(), "events");
        events = List.copyOf(events);
        if (control instanceof StepControl.Adaptive && !method.embedded()) {
            throw new IllegalArgumentException(method.name()
                    + " carries no error estimate to choose steps by; use OdeSolver.fixed, or an embedded method such as"
                    + " DOPRI5");
        }
        if (control instanceof StepControl.Grid && method instanceof Adams) {
            throw new IllegalArgumentException(method.name() + " needs equal steps; use OdeSolver.fixed");
        }
    }

    /** The method with this many equal steps. */
    public static OdeSolver fixed(Method method, int steps) {
        return new OdeSolver(method, new StepControl.Fixed(steps), List.of());
    }

    /** The method with steps between these times; a solve must run from the first to the last. */
    public static OdeSolver grid(Method method, double... times) {
        Require.nonNull(method, "method");
        return new OdeSolver(method, new StepControl.Grid(times), List.of());
    }

    /** An embedded method with steps whose estimated error stays below atol + rtol |x|. */
    public static OdeSolver adaptive(Method method, double rtol, double atol) {
        return adaptive(method, StepControl.Adaptive.of(new double[] {rtol}, new double[] {atol}));
    }

    /** An embedded method under this control. */
    public static OdeSolver adaptive(Method method, StepControl.Adaptive control) {
        return new OdeSolver(method, control, List.of());
    }

    /** The same solver, watching for one more event. */
    public OdeSolver with(Event event) {
        Require.nonNull(event, "event");
        var more = new ArrayList<>(events);
        more.add(event);
        return new OdeSolver(method, control, more);
    }

    /**
     * The same solver with an adaptive control whose steps are judged by this norm of the errors of many points.
     *
     * @throws IllegalArgumentException if the steps are not chosen by an error
     */
    public OdeSolver with(StepControl.Norm norm) {
        Require.nonNull(norm, "norm");
        if (control instanceof StepControl.Adaptive adaptive) {
            return new OdeSolver(method, adaptive.norm(norm), events);
        }
        throw new IllegalArgumentException(
                "norm is " + norm + ", but " + this + " are not chosen by an error; use OdeSolver.adaptive");
    }

    /**
     * The same solver for an answer of each row by itself: {@link StepControl.Norm#AUTOMATIC} is then
     * {@link StepControl.Norm#MAX_OF_ROWS}. A solver whose norm is set or whose steps are given is returned as it is.
     */
    public OdeSolver perRow() {
        boolean automatic =
                control instanceof StepControl.Adaptive adaptive && adaptive.norm() == StepControl.Norm.AUTOMATIC;
        return automatic ? with(StepControl.Norm.MAX_OF_ROWS) : this;
    }

    /** The state at t1, or where an event stopped the solve before it; in the shape of x0. */
    public NDArray solve(VectorField field, NDArray x0, double t0, double t1) {
        return solve(field, x0, t0, t1, SaveAt.end()).end();
    }

    /**
     * Solves from t0 to t1.
     *
     * @param x0 start, n events of one shape such as (n, d) or (n, c, h, w), float32 or float64; left as it is
     * @return the states asked for, in x0's type, attached to x0's manager
     * @throws SolveException if t1 cannot be reached
     */
    public Solution solve(VectorField field, NDArray x0, double t0, double t1, SaveAt save) {
        return reached(attempt(field, x0, t0, t1, save));
    }

    /**
     * Solves from t0 to t1 and shows every accepted step to a visitor.
     *
     * <p>Arrays of the engine are freed when the solve has passed the step: a visitor that needs one for longer duplicates it.
     * What the visitor makes is freed when it returns, unless it takes it out of the open scope.
     *
     * @throws SolveException if t1 cannot be reached
     */
    public Solution solve(
            VectorField field,
            NDArray x0,
            double t0,
            double t1,
            SaveAt save,
            Consumer<Solution.Segment<NDArray>> visitor) {
        Require.nonNull(visitor, "visitor");
        return reached(attempt(field, x0, t0, t1, save, step -> {
            try (var scratch = new Scratch()) {
                visitor.accept(step.export());
            }
        }));
    }

    /**
     * Solves in a given form from t0 to t1 and shows every accepted step, as it was made, to a visitor. The form stays open.
     *
     * @param x0 start, of the form's shape and type; left as it is
     * @throws SolveException if t1 cannot be reached
     */
    public <S> Solution solve(
            Form<S> form, NDArray x0, double t0, double t1, SaveAt save, Consumer<Solution.Segment<S>> visitor) {
        Require.nonNull(form, "form");
        Require.nonNull(visitor, "visitor");
        check(x0, t0, t1, save);
        Require.that(
                x0.getShape().equals(form.states().shape()),
                "x0 has shape " + x0.getShape() + "; expected " + form.states().shape() + ", that of the form");
        return reached(run(form, x0, t0, t1, save, step -> visitor.accept(step.segment())));
    }

    private static Solution reached(Solution solution) {
        if (!solution.outcome().success()) {
            throw new SolveException(solution);
        }
        return solution;
    }

    /** Solves from t0 to t1, or as far as it gets: the solution's outcome tells. A blow-up can be drawn. */
    public Solution attempt(VectorField field, NDArray x0, double t0, double t1, SaveAt save) {
        return attempt(field, x0, t0, t1, save, step -> {});
    }

    private Solution attempt(
            VectorField field, NDArray x0, double t0, double t1, SaveAt save, Consumer<Step<?>> visitor) {
        Require.nonNull(field, "field");
        check(x0, t0, t1, save);
        try (var form = Form.of(field, x0)) {
            return run(form, x0, t0, t1, save, visitor::accept);
        }
    }

    private <S> Solution run(Form<S> form, NDArray x0, double t0, double t1, SaveAt save, Consumer<Step<S>> visitor) {
        return new Integration<>(this, form, x0, t0, t1, save, visitor).run();
    }

    private void check(NDArray x0, double t0, double t1, SaveAt save) {
        Require.nonNull(x0, "x0");
        Require.nonNull(save, "save");
        Form.checkStart(x0);
        if (!Double.isFinite(t0) || !Double.isFinite(t1)) {
            throw new IllegalArgumentException("t0 and t1 must be finite, got " + t0 + " and " + t1);
        }
        if (control instanceof StepControl.Adaptive adaptive) {
            Tolerances.check(adaptive, Form.width(x0.getShape()), x0.getDataType());
        }
        if (control instanceof StepControl.Grid grid
                && !(grid.times()[0] == t0 && grid.times()[grid.times().length - 1] == t1)) {
            throw new IllegalArgumentException("The grid of steps must run from t0 = " + t0 + " to t1 = " + t1
                    + ", got " + grid.times()[0] + " to " + grid.times()[grid.times().length - 1]);
        }
        Require.that(
                Double.isFinite(t1 - t0),
                "t1 - t0 overflows for t0 = " + t0 + " and t1 = " + t1 + "; scale the time of the field");
        if (save instanceof SaveAt.Times times) {
            times.check(t0, t1);
        }
    }

    @Override
    public String toString() {
        return method.name() + ", " + control;
    }
}
