package pathline.flow;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.List;
import java.util.Optional;
import pathline.adjoint.Backpropagation;
import pathline.array.HostMemory;
import pathline.array.Scratch;
import pathline.bijection.Bijection;
import pathline.bijection.NormalizingFlow;
import pathline.check.Require;
import pathline.check.RequireArray;
import pathline.distribution.Density;
import pathline.field.Gradient;
import pathline.field.Gradients;
import pathline.field.Velocity;
import pathline.likelihood.ChangeOfVariables;
import pathline.likelihood.Divergence;
import pathline.likelihood.Integral;
import pathline.likelihood.Likelihood;
import pathline.likelihood.Sampled;
import pathline.ode.OdeSolver;
import pathline.ode.SaveAt;
import pathline.ode.Solution;
import pathline.random.Rng;

/**
 * A generative model: points of a source, moved by a bijection.
 *
 * <pre>
 *   x1 = f(x0),   x0 from the source
 *   log p1(x1) = log p0(x0) - log |det dx1/dx0|
 * </pre>
 *
 * <p>For a continuous flow f is the solve of a velocity from t0 to t1, a {@link ChangeOfVariables}, and the log-determinant
 * the integral of its divergence:
 *
 * <pre>
 * var flow = Flow.of(Gaussian.standard(2), velocity, OdeSolver.adaptive(Tableaus.DOPRI5, 1e-5, 1e-5));
 * NDArray x1 = flow.sample(manager, 1_000, rng);
 * NDArray nats = flow.logDensity(x1);
 * figure.heat(grid, flow.density(grid.points(manager)), "density");
 * </pre>
 *
 * <p>For a discrete one it is a net, or a composition of layers, that maps forward and back: {@code new Flow(source, map)}.
 *
 * <p>It is a density, so its source may be another flow: {@link #then} puts blocks in a row. What moves points then
 * ({@link #push}, {@link #pull}, {@link #trajectories}) belongs to the last block, its source being the flow before.
 *
 * <p>Points are rows of shape (n, d); a bijection and a source for events of another shape, (n, c, h, w), make a flow of
 * these.
 *
 * <p>A bijection with parameters computes in their type; results have the type of what was given, and its manager. Many
 * points are carried in parts of at most {@value #AT_ONCE} points, a point's tangents counted as points: memory does not
 * grow with their number, and an adaptive solver chooses its steps for each part.
 *
 * @param source the density p0
 * @param bijection what moves it: forward from the source to the data
 */
public record Flow(Density source, Bijection bijection) implements Density {

    private static final int AT_ONCE = 1 << 14;

    public Flow {
        Require.nonNull(source, "source");
        Require.nonNull(bijection, "bijection");
        if (source.dim() != bijection.dim()) {
            throw new IllegalArgumentException("Source and bijection must have the same number of coordinates, got "
                    + source.dim() + " and " + bijection.dim());
        }
    }

    /** Along a velocity from t = 0 to t = 1, with exact divergence. */
    public static Flow of(Density source, Velocity velocity, OdeSolver solver) {
        Require.nonNull(velocity, "velocity");
        Require.nonNull(solver, "solver");
        return new Flow(source, ChangeOfVariables.of(solver, velocity, Divergence.exact()));
    }

    /** The density of a normalizing flow, whose layers run from data to noise. */
    public static Flow of(NormalizingFlow model) {
        Require.nonNull(model, "model");
        return new Flow(model.source(), model.map().inverted());
    }

    /**
     * The solve that moves the points of a continuous flow.
     *
     * @throws IllegalStateException if the bijection is another one
     */
    public ChangeOfVariables change() {
        return solve().orElseThrow(() ->
                new IllegalStateException("This flow has no velocity: its points are moved by " + bijection
                        + "; solver, divergence, times and trajectories belong to Flow.of(source, velocity, solver)"));
    }

    private Optional<ChangeOfVariables> solve() {
        return bijection instanceof ChangeOfVariables change ? Optional.of(change) : Optional.empty();
    }

    /** The same with another way to find the divergence, such as Hutchinson's in many dimensions. */
    public Flow with(Divergence divergence) {
        return new Flow(source, change().with(Require.nonNull(divergence, "divergence")));
    }

    /** The same with another solver: the tolerance of a density may differ from that of training. */
    public Flow with(OdeSolver solver) {
        return moved(change().velocity(), Require.nonNull(solver, "solver"));
    }

    /** The same bijection, moving another source. With {@link #over} turned round it takes data to noise. */
    public Flow from(Density other) {
        return new Flow(Require.nonNull(other, "other"), bijection);
    }

    /** The same over another stretch of time. */
    public Flow over(double t0, double t1) {
        return new Flow(source, change().over(t0, t1));
    }

    /** This flow and behind it another bijection. */
    public Flow then(Bijection next) {
        return new Flow(this, Require.nonNull(next, "next"));
    }

    /** This flow and behind it another velocity, with the same solver and over the same stretch of time. */
    public Flow then(Velocity next) {
        return moved(Require.nonNull(next, "next"), change().solver()).from(this);
    }

    private Flow moved(Velocity velocity, OdeSolver solver) {
        var change = change();
        return new Flow(
                source,
                new ChangeOfVariables(
                        solver, velocity, change.divergence(), change.integral(), change.t0(), change.t1()));
    }

    @Override
    public int dim() {
        return source.dim();
    }

    @Override
    public NDArray sample(NDManager manager, DataType type, int n, Rng rng) {
        checkDraw(manager, type, n, rng);
        try (var scratch = new Scratch()) {
            var x1 = scratch.keep(push(source.sample(manager, type, n, rng)));
            x1.attach(manager);
            return x1;
        }
    }

    /** n samples in float32, each with its log-density, which one solve gives together. */
    public Sampled sampleWithDensity(NDManager manager, int n, Rng rng) {
        checkDraw(manager, DataType.FLOAT32, n, rng);
        try (var scratch = new Scratch()) {
            var sampled = pushWithDensity(source.sample(manager, n, rng));
            return new Sampled(scratch.keep(sampled.x1()), scratch.keep(sampled.logDensity()));
        }
    }

    /** Moves points of the source, shape (n, d), to the data. */
    public NDArray push(NDArray x0) {
        return Parts.map(x0, "x0", type(x0, "x0"), AT_ONCE, bijection::image);
    }

    /** Moves points, shape (n, d), back to the source. */
    public NDArray pull(NDArray x1) {
        return Parts.map(x1, "x1", type(x1, "x1"), AT_ONCE, bijection::preimage);
    }

    /** Moves points of the source, shape (n, d), to the data, and says with which log-density they arrive. */
    public Sampled pushWithDensity(NDArray x0) {
        try (var scratch = new Scratch()) {
            var both = Parts.map(x0, "x0", type(x0, "x0"), pointsAtOnce(), x -> {
                var moved = bijection.forward(x);
                var logDensity = sourceDensity(x).sub(moved.logDeterminant());
                return NDArrays.concat(new NDList(rows(moved.points()), logDensity.reshape(-1, 1)), 1);
            });
            var parts = both.split(new long[] {both.getShape().get(1) - 1}, 1);
            return new Sampled(
                    scratch.keep(parts.get(0).reshape(x0.getShape()).duplicate()),
                    scratch.keep(parts.get(1).reshape(-1).duplicate()));
        }
    }

    /** The ways of some points of the source, shape (n, d), all in one solve. */
    public Solution trajectories(NDArray x0, SaveAt saveAt) {
        Parts.checkFinite(x0, "x0");
        Require.nonNull(saveAt, "saveAt");
        var x = x0.toType(type(x0, "x0"), false);
        var change = change();
        return change.solver().solve(change.velocity(), x, change.t0(), change.t1(), saveAt);
    }

    @Override
    public NDArray logDensity(NDArray x1) {
        return Parts.map(x1, "x1", type(x1, "x1"), pointsAtOnce(), x -> {
            var back = bijection.inverse(x);
            return known(sourceDensity(back.points()).add(back.logDeterminant()), x);
        });
    }

    /** The density p1(x1) itself, shape (n): what a map shows. Its sum over a fine grid, times the cells' area, is 1. */
    public NDArray density(NDArray x1) {
        return Scratch.keeping(() -> logDensity(x1).exp());
    }

    /**
     * {@inheritDoc} It is the derivative of the computed log-density, for a solve back through its steps, and for another
     * bijection by the engine's reverse mode.
     */
    @Override
    public NDArray score(NDArray x1) {
        var solve = solve();
        return Parts.map(x1, "x1", type(x1, "x1"), pointsAtOnce(), x -> {
            if (solve.isEmpty()) {
                return Gradients.ofRows(x, () -> {
                    var back = bijection.inverse(x);
                    return source.logDensity(back.points()).add(back.logDeterminant());
                });
            }
            var kind = Backpropagation.throughSteps();
            var change = solve.get().with(Integral.augmented()).perRow();
            var likelihood = Likelihood.of(change, kind, source, x);
            return likelihood.vjp(likelihood.logDensity().onesLike(), List.of(), Gradient.unwanted());
        });
    }

    /** How well the flow explains data of shape (n, d). */
    public Nll nll(NDArray x1) {
        RequireArray.events(x1, "x1");
        return Nll.of(this, x1);
    }

    /** How far points of shape (n, d) are from where they were, carried to the source and back. */
    public RoundTrip roundTripError(NDArray x1) {
        try (var distances = Scratch.keeping(() -> {
            var squares = rows(push(pull(x1)).sub(x1)).square().sum(new int[] {1});
            return squares.sqrt().toType(DataType.FLOAT64, false);
        })) {
            return RoundTrip.of(distances.toDoubleArray());
        }
    }

    /** A log-density of every point; minus infinity is one, where the source has no density, and NaN none. */
    private NDArray known(NDArray logDensity, NDArray x1) {
        double[] nats = HostMemory.doubles(logDensity);
        for (int i = 0; i < nats.length; i++) {
            if (Double.isNaN(nats[i])) {
                throw new IllegalStateException("The log-density of " + this + " is NaN at row " + i
                        + " of x1 (counted from"
                        + " 0, of " + x1.getShape().get(0) + " points carried together): the source's log-density where"
                        + " that point comes from, or the divergence on the way, is no number");
            }
        }
        return logDensity;
    }

    /** Each event as one row. */
    private static NDArray rows(NDArray events) {
        return events.reshape(events.getShape().get(0), -1);
    }

    private NDArray sourceDensity(NDArray x0) {
        return RequireArray.real(source.logDensity(x0), 1, "source's log-density");
    }

    /** Points at once where a solve brings the tangents of each. */
    private int pointsAtOnce() {
        int tangents = solve().map(change ->
                        change.divergence() instanceof Divergence.Hutchinson estimate ? estimate.probes() : dim())
                .orElse(0);
        return Math.max(1, AT_ONCE / (1 + tangents));
    }

    private static void checkDraw(NDManager manager, DataType type, int n, Rng rng) {
        Require.nonNull(manager, "manager");
        Require.that(manager.isOpen(), "manager is closed; expected one that is open");
        Require.nonNull(type, "type");
        Require.atLeast(n, 1, "n");
        Require.nonNull(rng, "rng");
    }

    private DataType type(NDArray x, String name) {
        return bijection.computesIn(RequireArray.events(x, name).getDataType());
    }

    @Override
    public String toString() {
        return "Flow[" + source + ", " + bijection + "]";
    }
}
