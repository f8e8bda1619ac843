package pathline.adjoint;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import pathline.array.Scratch;
import pathline.check.Require;
import pathline.check.RequireArray;
import pathline.field.CountedForm;
import pathline.field.Differentiable;
import pathline.ode.ButcherTableau;
import pathline.ode.Event;
import pathline.ode.Form;
import pathline.ode.OdeSolver;
import pathline.ode.SaveAt;
import pathline.ode.Solution;
import pathline.ode.SolverStats;

/**
 * What is solved, counted, in a workspace that is closed when its gradient has been taken.
 *
 * <p>A solve that fails leaves its workspace to the manager of x0, since the exception shows the states it reached.
 */
final class Problem {

    private final OdeSolver solver;
    private final Counted field;
    private final Store store;
    private final NDManager manager;
    private final NDArray x0;
    private final double t0;
    private final double t1;
    private final double[] times;
    private final Shape shape;
    private final DataType type;
    private Optional<CountedForm> own = Optional.empty();
    private int backwardAccepted;
    private int backwardRejected;

    Problem(OdeSolver solver, Differentiable field, NDArray x0, double t0, double t1, double[] times) {
        Require.nonNull(solver, "solver");
        Require.nonNull(field, "field");
        RequireArray.real(x0, "x0");
        Require.nonNull(times, "times");
        Require.finite(t0, "t0");
        Require.finite(t1, "t1");
        Require.that(
                x0.getShape().dimension() >= 2 && x0.size() > 0,
                "x0 has shape " + x0.getShape()
                        + "; expected (n, d), at least one point of d coordinates, or n events of" + " another shape");
        if (solver.events().stream().anyMatch(event -> event.action() == Event.Action.STOP)) {
            throw new IllegalArgumentException("No gradient passes an event that stops the solve, because the time of"
                    + " the stop depends on the state; solve to a fixed t1 without it");
        }
        this.times = times.length == 0 ? new double[] {t1} : times.clone();
        new SaveAt.Times(this.times).check(t0, t1);
        this.solver = solver;
        this.field = new Counted(field);
        this.manager = x0.getManager();
        this.store = new Store(manager);
        this.x0 = x0.duplicate();
        this.shape = x0.getShape();
        this.type = x0.getDataType();
        this.t0 = t0;
        this.t1 = t1;
        NDScope.unregister(this.x0);
        this.x0.attach(store.manager());
    }

    /** The tableau of a solver whose steps are to be taken apart. */
    static ButcherTableau tableau(OdeSolver solver, String use) {
        Require.nonNull(solver, "solver");
        if (solver.method() instanceof ButcherTableau tableau) {
            return tableau;
        }
        throw new IllegalArgumentException(
                use + " needs a Runge-Kutta method, got " + solver.method().name()
                        + "; take one such as DOPRI5, or continuousAdjoint().with(solver) whose own solver is one");
    }

    /** Solves forward in the form of a derivative, showing every step. */
    <S> Solution forward(Derivative<S> derivative, Consumer<Solution.Segment<S>> visitor) {
        var form = new Form<>(derivative.states(), derivative);
        return start(() -> solver.solve(form, x0, t0, t1, SaveAt.times(times), visitor));
    }

    /** Solves forward and keeps every step for dense output, as arrays that can be counted. */
    Solution forwardDense() {
        return start(() -> solver.solve((t, x) -> field.at(t, x), x0, t0, t1, SaveAt.dense()));
    }

    private Solution start(Supplier<Solution> solve) {
        try {
            return solve.get();
        } catch (IllegalArgumentException refused) {
            store.manager().close();
            throw refused;
        } finally {
            x0.close();
        }
    }

    /** Copies of states for the way back, which the caller's changes to those handed out do not reach. */
    List<NDArray> copies(List<NDArray> states) {
        return states.stream()
                .map(state -> {
                    var copy = state.duplicate();
                    NDScope.unregister(copy);
                    copy.attach(store.manager());
                    return copy;
                })
                .toList();
    }

    /** The result, with states that outlive the workspace. */
    Solved solved(Solution solution, List<NDArray> states, Solved.WayBack wayBack) {
        states.forEach(state -> state.attach(manager));
        return new Solved(this, solution, List.copyOf(states), wayBack);
    }

    /** Runs the way back, keeps its result alone and closes the workspace. */
    NDArray finish(Supplier<NDArray> wayBack) {
        try {
            var toStart = Scratch.keeping(wayBack);
            toStart.attach(manager);
            return toStart;
        } finally {
            own.ifPresent(CountedForm::close);
            store.manager().close();
        }
    }

    Cost cost(SolverStats forward) {
        var backward = new SolverStats(field.evaluations() - forward.evaluations(), backwardAccepted, backwardRejected);
        return new Cost(forward, backward, field.vjps(), store.peakArrays(), store.peakBytes());
    }

    /** Counts steps made on the way back. */
    void backward(int accepted, int rejected) {
        backwardAccepted += accepted;
        backwardRejected += rejected;
    }

    /** The field with its vjp, in the form of states that suits field and start; closed when the way back is over. */
    Derivative<?> derivative() {
        if (type == DataType.FLOAT32 && shape.dimension() == 2) {
            own = field.float32();
            var fitting = own.filter(flat -> flat.width() == shape.get(1));
            if (fitting.isPresent()) {
                return new Float32Derivative(fitting.get(), Form.of(fitting.get(), x0));
            }
        }
        return new EngineDerivative<>(field, Form.onEngine(field, x0));
    }

    Shape shape() {
        return shape;
    }

    DataType type() {
        return type;
    }

    OdeSolver solver() {
        return solver;
    }

    Counted field() {
        return field;
    }

    Store store() {
        return store;
    }

    double t0() {
        return t0;
    }

    double t1() {
        return t1;
    }

    double[] times() {
        return times.clone();
    }

    /** The states at all times, copied from dense output. */
    List<NDArray> read(Solution dense) {
        var states = new ArrayList<NDArray>();
        for (double time : times) {
            states.add(time == t0 ? dense.states().get(0).duplicate() : dense.at(time));
        }
        return states;
    }
}
