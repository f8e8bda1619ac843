package pathline.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import pathline.adjoint.Backpropagation;
import pathline.adjoint.ThroughSteps;
import pathline.check.Require;
import pathline.distribution.Density;
import pathline.distribution.Distribution;
import pathline.field.Gradient;
import pathline.field.Velocity;
import pathline.likelihood.ChangeOfVariables;
import pathline.likelihood.Divergence;
import pathline.likelihood.Integral;
import pathline.likelihood.Likelihood;
import pathline.likelihood.Regulariser;
import pathline.ode.OdeSolver;
import pathline.random.Rng;

/**
 * The continuous normalizing flow: data shall be likely under the density that the flow makes of a source.
 *
 * <pre>
 *   L = -mean log p1(x1) + sum over regularisers of weight · mean penalty(x1),   x1 from the data
 * </pre>
 *
 * <p>In nats per point. Random tangents of the divergence come from {@code rng.child("probes")} of the batch, whatever
 * stream the divergence was made with: new in every training step, fixed within its solve (Grathwohl et al. 2019,
 * "FFJORD"; the regularisers are those of Finlay et al. 2020, "RNODE").
 *
 * @param source p0, the density at t0, which is not trained
 * @param data what is to become likely
 * @param batch points a step
 * @param solver how the flow is followed back from t1 to t0
 * @param divergence how its divergence is found
 * @param backpropagation how the gradient passes the solve
 * @param penalties the weight of each regulariser, positive
 * @param t0 the time of the source
 * @param t1 the time of the data
 */
public record MaximumLikelihood(
        Density source,
        Distribution data,
        int batch,
        OdeSolver solver,
        Divergence divergence,
        Backpropagation backpropagation,
        Map<Regulariser, Double> penalties,
        double t0,
        double t1)
        implements Objective<Velocity> {

    public MaximumLikelihood {
        Require.nonNull(source, "source");
        Require.nonNull(data, "data");
        Require.nonNull(solver, "solver");
        Require.nonNull(divergence, "divergence");
        Require.nonNull(backpropagation, "backpropagation");
        if (source.dim() != data.dim()) {
            throw new IllegalArgumentException("Source and data must have the same number of coordinates, got "
                    + source.dim() + " and " + data.dim());
        }
        Door.checkBatch(batch);
        if (!Double.isFinite(t0) || !Double.isFinite(t1) || t0 == t1) {
            throw new IllegalArgumentException("t0 and t1 must be finite and differ, got " + t0 + " and " + t1);
        }
        Require.nonNull(penalties, "penalties").forEach((regulariser, weight) -> {
            Require.nonNull(regulariser, "a regulariser of penalties");
            Require.nonNull(weight, "the weight of " + regulariser);
            if (!(weight > 0 && Double.isFinite(weight))) {
                throw new IllegalArgumentException("The weight of " + regulariser + " must be positive, got " + weight);
            }
        });
        penalties = Map.copyOf(penalties);
    }

    /** Exact divergence, the gradient through the steps, no penalty, from t = 0 to t = 1. */
    public static MaximumLikelihood of(Density source, Distribution data, int batch, OdeSolver solver) {
        return new MaximumLikelihood(
                source, data, batch, solver, Divergence.exact(), Backpropagation.throughSteps(), Map.of(), 0, 1);
    }

    /** The same with another way to find the divergence. */
    public MaximumLikelihood divergence(Divergence other) {
        return new MaximumLikelihood(source, data, batch, solver, other, backpropagation, penalties, t0, t1);
    }

    /** The same with another way of the gradient through the solve. */
    public MaximumLikelihood backpropagation(Backpropagation other) {
        return new MaximumLikelihood(source, data, batch, solver, divergence, other, penalties, t0, t1);
    }

    /** The same, with this regulariser charged at this weight. */
    public MaximumLikelihood penalty(Regulariser regulariser, double weight) {
        var more = new EnumMap<Regulariser, Double>(Regulariser.class);
        more.putAll(penalties);
        Require.nonNull(regulariser, "regulariser");
        more.put(regulariser, weight);
        return new MaximumLikelihood(source, data, batch, solver, divergence, backpropagation, more, t0, t1);
    }

    /** The same over another stretch of time. */
    public MaximumLikelihood over(double from, double to) {
        return new MaximumLikelihood(source, data, batch, solver, divergence, backpropagation, penalties, from, to);
    }

    @Override
    public Batch<Velocity> draw(NDManager manager, DataType type, Rng rng) {
        Door.check(manager, type, rng);
        var x1 = data.sample(manager, type, batch, rng.child("x1"));
        return (velocity, into) -> loss(velocity, x1, rng, into);
    }

    private NDArray loss(Velocity velocity, NDArray x1, Rng rng, Gradient into) {
        Door.check(velocity, into);
        var noise = divergence.drawingFrom(rng.child("probes")); // begins anew: the same for every look at this batch
        var change = new ChangeOfVariables(solver, velocity, noise, Integral.augmented(), t0, t1);
        var charged = penalties.keySet().stream().sorted().toArray(Regulariser[]::new);
        var likelihood = Likelihood.of(change, kind(into), source, x1, charged);
        var logDensity = likelihood.logDensity();
        var loss = logDensity.mean().neg();
        List<NDArray> cotangents = new ArrayList<>();
        for (var regulariser : charged) {
            double weight = penalties.getOrDefault(regulariser, 0.0);
            loss = loss.add(likelihood.penalty(regulariser).mul(weight).mean());
            cotangents.add(logDensity.onesLike().mul(weight / batch));
        }
        if (into.wanted()) {
            likelihood.vjp(logDensity.onesLike().mul(-1.0 / batch), cotangents, into);
        }
        return loss;
    }

    /** Without a gradient nothing is kept for the way back. */
    private Backpropagation kind(Gradient into) {
        boolean idle = backpropagation instanceof ThroughSteps && !into.wanted();
        return idle ? Backpropagation.checkpointed(1) : backpropagation;
    }
}
