package pathline.likelihood;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import java.util.ArrayList;
import java.util.List;
import pathline.adjoint.Backpropagation;
import pathline.adjoint.Cost;
import pathline.adjoint.Solved;
import pathline.array.Scratch;
import pathline.check.Require;
import pathline.check.RequireArray;
import pathline.distribution.Density;
import pathline.field.Gradient;

/**
 * The log-densities of a batch, and the way back from them to the parameters: what maximum likelihood is trained by.
 *
 * <pre>
 * var likelihood = Likelihood.of(change, Backpropagation.throughSteps(), Gaussian.standard(2), x1);
 * NDArray minusOverN = likelihood.logDensity().onesLike().mul(-1.0 / n);    // of L = -mean log p1(x1)
 * likelihood.vjp(minusOverN, List.of(), gradient);
 * </pre>
 *
 * <p>The steps of an adaptive solver are those of training: unless its norm is set, they are judged by the root mean square over
 * the batch ({@link ChangeOfVariables#perRow} judges them row by row). The arrays are attached to x1's manager. The tape of the solve is freed by {@link #vjp}.
 */
public final class Likelihood {

    private final AugmentedField field;
    private final Trace trace;
    private final Density source;
    private final Solved solved;
    private final double direction;

    private Likelihood(AugmentedField field, Trace trace, Density source, Solved solved, double direction) {
        this.field = field;
        this.trace = trace;
        this.source = source;
        this.solved = solved;
        this.direction = direction;
    }

    /**
     * Solves from the data at t1 back to the source at t0, and keeps what the gradient needs.
     *
     * @param change the flow; its divergence integrated in the augmented state
     * @param kind how the gradient will pass the solve
     * @param source p0, which is not trained
     * @param x1 data, shape (n, d)
     * @param regularisers what else is integrated along the way
     * @throws pathline.ode.SolveException if t0 cannot be reached
     */
    public static Likelihood of(
            ChangeOfVariables change, Backpropagation kind, Density source, NDArray x1, Regulariser... regularisers) {
        Require.nonNull(change, "change");
        Require.nonNull(kind, "kind");
        Require.nonNull(regularisers, "regularisers");
        change.check(source, x1, "x1");
        if (!(change.integral() instanceof Integral.Augmented)) {
            throw new IllegalArgumentException("Gradients pass the augmented state, got " + change.integral()
                    + "; train with change.with(Integral.augmented())");
        }
        var trace = change.divergence().forSolve(x1);
        var field = AugmentedField.forSolve(change.velocity(), trace, regularisers);
        try (var start = field.start(x1)) {
            var solved = kind.solve(change.solver(), field, start, change.t1(), change.t0());
            return new Likelihood(field, trace, source, solved, Math.signum(change.t0() - change.t1()));
        } catch (RuntimeException e) {
            field.release();
            trace.release();
            throw e;
        }
    }

    /** log p1(x1) in nats, shape (n). */
    public NDArray logDensity() {
        return Scratch.keeping(() -> {
            var z0 = solved.end();
            return ChangeOfVariables.logDensityOf(source, field.points(z0)).add(field.divergence(z0));
        });
    }

    /** Where the data come from, shape (n, d). */
    public NDArray x0() {
        return field.points(solved.end());
    }

    /** A regulariser integrated over the time of the flow, shape (n): never negative. */
    public NDArray penalty(Regulariser regulariser) {
        return Scratch.keeping(() -> field.cost(regulariser, solved.end()).mul(direction));
    }

    /**
     * The gradient of a loss of the log-densities and the penalties. It can be taken once: it frees what it has used.
     *
     * @param logDensity dL/d log p1(x1), shape (n)
     * @param penalties dL/dpenalty for every regulariser, in the order they were asked for, each of shape (n)
     * @param into receives dL/dθ, added to what it holds
     * @return dL/dx1, shape (n, d), attached to x1's manager
     */
    public NDArray vjp(NDArray logDensity, List<NDArray> penalties, Gradient into) {
        Require.nonNull(into, "into");
        check(logDensity, penalties);
        var toData = Scratch.keeping(() -> field.points(solved.vjp(cotangent(logDensity, penalties), into)));
        field.release();
        trace.release();
        return toData;
    }

    /** What the solve and its way back cost up to now. */
    public Cost cost() {
        return solved.cost();
    }

    private NDArray cotangent(NDArray logDensity, List<NDArray> penalties) {
        var g = logDensity.reshape(-1, 1);
        var columns = new NDList(
                RequireArray.real(source.score(x0()), 2, "source's score").mul(g), g);
        penalties.forEach(penalty -> columns.add(penalty.reshape(-1, 1).mul(direction)));
        return NDArrays.concat(columns, 1);
    }

    private void check(NDArray logDensity, List<NDArray> penalties) {
        Require.nonNull(logDensity, "logDensity");
        Require.nonNull(Require.nonNull(penalties, "penalties").toArray(), "penalties");
        if (penalties.size() != field.regularisers().size()) {
            throw new IllegalArgumentException("Each of the regularisers " + field.regularisers()
                    + " needs its cotangent, got " + penalties.size() + "; zeros for one that the loss leaves out");
        }
        var all = new ArrayList<>(List.of(logDensity));
        all.addAll(penalties);
        long n = solved.end().getShape().get(0);
        var type = solved.end().getDataType();
        for (var cotangent : all) {
            RequireArray.open(cotangent, cotangent == logDensity ? "logDensity" : "one of penalties");
            Require.that(
                    cotangent.getDataType() == type,
                    "A cotangent must be " + type + " as x1 is, got " + cotangent.getDataType());
            if (cotangent.getShape().dimension() != 1 || cotangent.getShape().get(0) != n) {
                throw new IllegalArgumentException(
                        "A cotangent must have shape (" + n + "), a number per point, got " + cotangent.getShape());
            }
        }
    }
}
