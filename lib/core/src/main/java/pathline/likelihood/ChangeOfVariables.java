package pathline.likelihood;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import pathline.array.Scratch;
import pathline.bijection.Bijection;
import pathline.check.Require;
import pathline.check.RequireArray;
import pathline.distribution.Density;
import pathline.field.Velocity;
import pathline.ode.Event;
import pathline.ode.OdeSolver;
import pathline.ode.SaveAt;
import pathline.ode.Solution;

/**
 * The solve of a velocity as a {@link Bijection}, and the density that it makes of another one: the instantaneous change of
 * variables.
 *
 * <pre>
 *   d/dt log p(t, x(t)) = -div v(t, x(t))
 *   log p1(x1) = log p0(x0) - integral of div v dt from t0 to t1,   x0 and x1 being the ends of one trajectory
 * </pre>
 *
 * <p>Chen et al. 2018, "Neural ordinary differential equations", theorem 1. In float64, with exact divergence, it is right
 * to about the tolerance of the solver:
 *
 * <pre>
 * var change = ChangeOfVariables.of(OdeSolver.adaptive(Tableaus.DOPRI5, 1e-6, 1e-8), velocity, Divergence.exact());
 * NDArray nats = change.logDensity(Gaussian.standard(2), x1);
 * </pre>
 *
 * <p>Each point's log-density is an answer by itself, which must not depend on the other points of the call: an adaptive
 * solver whose norm is {@linkplain pathline.ode.StepControl.Norm#AUTOMATIC automatic} takes steps as short as the hardest point
 * needs ({@link pathline.ode.StepControl.Norm#MAX_OF_ROWS}). {@code solver.with(StepControl.Norm.RMS)} is cheaper for a mean over
 * many points.
 *
 * <p>With Hutchinson's estimate every solve draws new noise, so the log-density of a sample, found while sampling and
 * found again from the sample, agree only on average.
 *
 * @param solver method and steps; an adaptive one watches the divergence too, unless it is integrated by quadrature
 * @param velocity what moves the points
 * @param divergence how its divergence is found
 * @param integral how that is integrated
 * @param t0 the time of the source
 * @param t1 the time of the data
 */
public record ChangeOfVariables(
        OdeSolver solver, Velocity velocity, Divergence divergence, Integral integral, double t0, double t1)
        implements Bijection {

    public ChangeOfVariables {
        Require.nonNull(solver, "solver");
        Require.nonNull(velocity, "velocity");
        Require.nonNull(divergence, "divergence");
        Require.nonNull(integral, "integral");
        if (solver.events().stream().anyMatch(event -> event.action() == Event.Action.STOP)) {
            throw new IllegalArgumentException("A density belongs to one time, and an event that stops the solve leaves"
                    + " it at another; use the solver without it");
        }
        if (!Double.isFinite(t0) || !Double.isFinite(t1) || t0 == t1) {
            throw new IllegalArgumentException(
                    "t0 and t1 must be finite and differ, got t0 = " + t0 + ", t1 = " + t1 + "; 0 and 1 are usual");
        }
    }

    /** From the source at t = 0 to the data at t = 1, the divergence integrated in an augmented state. */
    public static ChangeOfVariables of(OdeSolver solver, Velocity velocity, Divergence divergence) {
        return new ChangeOfVariables(solver, velocity, divergence, Integral.augmented(), 0, 1);
    }

    /** The same, with the divergence integrated in this way. */
    public ChangeOfVariables with(Integral other) {
        return new ChangeOfVariables(solver, velocity, divergence, other, t0, t1);
    }

    /** The same, with this divergence. */
    public ChangeOfVariables with(Divergence other) {
        return new ChangeOfVariables(solver, velocity, other, integral, t0, t1);
    }

    /**
     * The same with the solver's steps judged {@linkplain OdeSolver#perRow row by row} everywhere, in a {@link Likelihood} too,
     * whose log-densities are those of a batch that is trained on, else, and so by their mean.
     */
    public ChangeOfVariables perRow() {
        return new ChangeOfVariables(solver.perRow(), velocity, divergence, integral, t0, t1);
    }

    /** The same over another stretch of time. */
    public ChangeOfVariables over(double from, double to) {
        return new ChangeOfVariables(solver, velocity, divergence, integral, from, to);
    }

    /**
     * The log-density of data, by a solve from t1 back to t0.
     *
     * @param source p0, the density at t0
     * @param x1 data, shape (n, d)
     * @return log p1(x1) in nats, shape (n), attached to x1's manager
     * @throws pathline.ode.SolveException if t0 cannot be reached
     */
    public NDArray logDensity(Density source, NDArray x1) {
        check(source, x1, "x1");
        return Scratch.keeping(() -> {
            var toSource = carry(x1, t1, t0); // against the flow: its integral is minus that of the formula
            return logDensityOf(source, toSource.points()).add(toSource.logDeterminant());
        });
    }

    /**
     * Samples with their log-density, by one solve from t0 to t1.
     *
     * @param source p0, the density at t0
     * @param x0 points drawn from it, shape (n, d)
     */
    public Sampled sample(Density source, NDArray x0) {
        check(source, x0, "x0");
        try (var scratch = new Scratch()) {
            var toData = carry(x0, t0, t1);
            var logDensity = logDensityOf(source, x0).sub(toData.logDeterminant());
            return new Sampled(scratch.keep(toData.points()), scratch.keep(logDensity));
        }
    }

    @Override
    public int dim() {
        return velocity.dim();
    }

    /** Carries points to t1, with the divergence that they meet and what the solve took. */
    @Override
    public Carried forward(NDArray x0) {
        check(x0, "x0");
        return carry(x0, t0, t1);
    }

    /** Carries points back to t0, with the divergence that they meet and what the solve took. */
    @Override
    public Carried inverse(NDArray x1) {
        check(x1, "x1");
        return carry(x1, t1, t0);
    }

    /** Carries points to t1 without a divergence: at the solver's own steps. */
    @Override
    public NDArray image(NDArray x0) {
        return solver.solve(velocity, x0, t0, t1);
    }

    /** Carries points back to t0 without a divergence. */
    @Override
    public NDArray preimage(NDArray x1) {
        return solver.solve(velocity, x1, t1, t0);
    }

    /** The type of the velocity's parameters, or the given one where it has none. */
    @Override
    public DataType computesIn(DataType given) {
        var parameters = velocity.parameters();
        return parameters.count() == 0 ? Require.nonNull(given, "given") : parameters.type();
    }

    /** The solve from t1 to t0. */
    @Override
    public ChangeOfVariables inverted() {
        return over(t1, t0);
    }

    /** By a source that may be the caller's own. */
    static NDArray logDensityOf(Density source, NDArray x) {
        return RequireArray.real(source.logDensity(x), 1, "source's log-density");
    }

    void check(Density source, NDArray x, String name) {
        Require.nonNull(source, "source");
        check(x, name);
        Require.that(
                source.dim() == velocity.dim(),
                "source has " + source.dim() + " coordinates, and the velocity " + velocity.dim()
                        + "; expected as many");
    }

    private void check(NDArray x, String name) {
        Trace.checkPoints(x, name);
        Require.that(
                x.getShape().get(1) == velocity.dim(),
                name + " has shape " + x.getShape() + "; expected (n, " + velocity.dim() + ") for this velocity");
    }

    private Carried carry(NDArray x, double from, double to) {
        try (var scratch = new Scratch()) {
            var trace = divergence.forSolve(x);
            var carried = integral instanceof Integral.Quadrature quadrature
                    ? byQuadrature(trace, GaussLegendre.of(quadrature.nodes()), x, from, to)
                    : augmented(trace, x, from, to);
            scratch.keep(carried.points());
            scratch.keep(carried.logDeterminant());
            return carried;
        }
    }

    private Carried augmented(Trace trace, NDArray x, double from, double to) {
        var field = AugmentedField.forSolve(velocity, trace);
        try {
            var solution = solver.perRow().solve(field, field.start(x), from, to, SaveAt.end());
            var z = solution.end();
            return new Carried(
                    field.points(z),
                    field.divergence(z),
                    solution.stats(),
                    solution.stats().evaluations());
        } finally {
            field.release();
        }
    }

    private Carried byQuadrature(Trace trace, GaussLegendre rule, NDArray x, double from, double to) {
        var solution = solver.perRow().solve(velocity, x, from, to, SaveAt.dense());
        var sum = x.getManager().zeros(x.getShape().slice(0, 1), x.getDataType());
        var steps = solution.segments();
        double[] nodes = rule.nodes();
        double[] weights = rule.weights();
        steps.forEach(step -> {
            for (int i = 0; i < nodes.length; i++) {
                addNode(sum, trace, solution, step.t() + nodes[i] * step.h(), weights[i] * step.h());
            }
        });
        long divergences = (long) steps.size() * nodes.length;
        return new Carried(solution.end().duplicate(), sum, solution.stats(), divergences);
    }

    private void addNode(NDArray sum, Trace trace, Solution solution, double t, double weight) {
        try (var part =
                Scratch.keeping(() -> trace.at(velocity, t, solution.at(t)).muli(weight))) {
            sum.addi(part);
        }
    }

    @Override
    public String toString() {
        return "ChangeOfVariables[" + velocity + ", " + divergence + ", " + integral + ", t = " + t0 + " to " + t1
                + ", " + solver + "]";
    }
}
