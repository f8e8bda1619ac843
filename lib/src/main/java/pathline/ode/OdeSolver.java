package pathline.ode;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import pathline.array.Scratch;
import pathline.check.Require;
import pathline.check.RequireArray;

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

    /** What a Java array holds. */
    private static final long MOST_NUMBERS = Integer.MAX_VALUE - 8;

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

    /** The state at t1, or where an event stopped the solve before it; shape (n, d). */
    public NDArray solve(VectorField field, NDArray x0, double t0, double t1) {
        return solve(field, x0, t0, t1, SaveAt.end()).end();
    }

    /**
     * Solves from t0 to t1.
     *
     * @param x0 start, shape (n, d), float32 or float64; left as it is
     * @return the states asked for, in x0's type, attached to x0's manager
     * @throws SolveException if t1 cannot be reached
     */
    public Solution solve(VectorField field, NDArray x0, double t0, double t1, SaveAt save) {
        return reached(attempt(field, x0, t0, t1, save));
    }

    /**
     * Solves from t0 to t1 and shows every accepted step to a visitor while it is at hand.
     *
     * <p>The arrays of a step are freed when the solve has passed it: a visitor that needs one for longer duplicates it.
     * What the visitor makes is freed when it returns, unless it takes it out of the open scope.
     *
     * @throws SolveException if t1 cannot be reached
     */
    public Solution solve(
            VectorField field, NDArray x0, double t0, double t1, SaveAt save, Consumer<Solution.Segment> visitor) {
        Require.nonNull(visitor, "visitor");
        return reached(attempt(field, x0, t0, t1, save, Optional.of(visitor)));
    }

    private static Solution reached(Solution solution) {
        if (!solution.outcome().success()) {
            throw new SolveException(solution);
        }
        return solution;
    }

    /** Solves from t0 to t1, or as far as it gets: the solution's outcome tells. A blow-up can be drawn. */
    public Solution attempt(VectorField field, NDArray x0, double t0, double t1, SaveAt save) {
        return attempt(field, x0, t0, t1, save, Optional.empty());
    }

    private Solution attempt(
            VectorField field,
            NDArray x0,
            double t0,
            double t1,
            SaveAt save,
            Optional<Consumer<Solution.Segment>> visitor) {
        Require.nonNull(field, "field");
        check(x0, t0, t1, save);
        if (field instanceof PointwiseField pointwise && x0.getDataType() == DataType.FLOAT64) {
            var algebra = new PlainAlgebra(pointwise, x0, control);
            return run(algebra, x0, t0, t1, save, visitor.map(OdeSolver::shown));
        }
        if (x0.getDataType() == DataType.FLOAT32) {
            var flat = Require.nonNull(field.flat(), "field.flat()");
            if (flat.isPresent()) {
                try (var own = flat.get()) {
                    if (own.width() == x0.getShape().get(1)) {
                        var algebra = new FlatAlgebra(own, x0, control);
                        return run(algebra, x0, t0, t1, save, visitor.map(OdeSolver::shown));
                    }
                }
            }
        }
        Algebra<?> algebra = EngineField.suits(x0)
                ? new FlatAlgebra(new EngineField(field, x0.getManager(), x0.getShape()), x0, control)
                : new TensorAlgebra(field, x0, control);
        return run(algebra, x0, t0, t1, save, visitor.map(OdeSolver::shown));
    }

    /**
     * Solves on plain arrays from t0 to t1 and shows every accepted step to a visitor.
     *
     * @param x0 start, shape (n, d), float32; left as it is
     * @throws SolveException if t1 cannot be reached
     */
    public Solution solve(
            FlatField field, NDArray x0, double t0, double t1, SaveAt save, Consumer<FlatSegment> visitor) {
        Require.nonNull(field, "field");
        Require.nonNull(visitor, "visitor");
        check(x0, t0, t1, save);
        if (x0.getDataType() != DataType.FLOAT32
                || field.width() != x0.getShape().get(1)) {
            throw new IllegalArgumentException("x0 must be float32 with " + field.width()
                    + " coordinates for this field on plain arrays, got " + x0.getDataType() + " "
                    + x0.getShape());
        }
        var algebra = new FlatAlgebra(field, x0, control);
        Consumer<Step<float[]>> shown = step -> visitor.accept(new FlatSegment(step.t, step.h, step.x, step.slopes));
        return reached(run(algebra, x0, t0, t1, save, Optional.of(shown)));
    }

    private <S> Solution run(
            Algebra<S> algebra, NDArray x0, double t0, double t1, SaveAt save, Optional<Consumer<Step<S>>> visitor) {
        return new Integration<>(this, algebra, x0, t0, t1, save, visitor).run();
    }

    /** A visitor of steps in any form, from one of the engine's arrays. */
    private static <S> Consumer<Step<S>> shown(Consumer<Solution.Segment> visit) {
        return step -> {
            try (var scratch = new Scratch()) {
                visit.accept(step.export());
            }
        };
    }

    private void check(NDArray x0, double t0, double t1, SaveAt save) {
        Require.nonNull(x0, "x0");
        Require.nonNull(save, "save");
        RequireArray.open(x0, "x0");
        var shape = x0.getShape();
        if (shape.dimension() != 2) {
            throw new IllegalArgumentException(
                    "x0 must have shape (n, d): n points of d coordinates, got " + shape + "; reshape it first");
        }
        if (shape.size() == 0) {
            throw new IllegalArgumentException("x0 must hold at least one point and one coordinate, got " + shape);
        }
        Require.that(
                shape.size() <= MOST_NUMBERS,
                "x0 has shape " + shape + "; a state has at most " + MOST_NUMBERS + " numbers: solve in parts");
        RequireArray.real(x0, "x0");
        if (!Double.isFinite(t0) || !Double.isFinite(t1)) {
            throw new IllegalArgumentException("t0 and t1 must be finite, got " + t0 + " and " + t1);
        }
        if (control instanceof StepControl.Adaptive adaptive) {
            Tolerances.check(adaptive, Math.toIntExact(shape.get(1)), x0.getDataType());
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
