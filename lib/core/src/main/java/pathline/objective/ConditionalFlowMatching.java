package pathline.objective;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import pathline.array.Points;
import pathline.check.Require;
import pathline.coupling.Coupling;
import pathline.coupling.Pairs;
import pathline.distribution.Distribution;
import pathline.distribution.Gaussian;
import pathline.field.Velocity;
import pathline.path.GaussianPath;
import pathline.path.Path;
import pathline.path.PathSample;
import pathline.random.Rng;

/**
 * Conditional flow matching: draw a pair, a time, the point between them, and regress on the velocity of that one route.
 *
 * <pre>
 *   L(θ) = E w(t) |v(t, xt) - ut|²,    (x0, x1) ~ q,  t ~ Times,  xt and ut from the path
 * </pre>
 *
 * <pre>
 * var icfm = ConditionalFlowMatching.of(source, target, AffinePath.of(Schedule.linear()), 256);
 * var otcfm = icfm.coupling(Coupling.minibatchOt());
 * var fm = ConditionalFlowMatching.of(target, GaussianPath.of(Schedule.linear(0.1)), 256);
 * </pre>
 *
 * <p>The best v is the marginal velocity E[ut | xt = x], and the gradient in θ is that of {@link MarginalFlowMatching} in
 * the mean: only a constant lies between the two losses (Lipman et al., ICLR 2023, theorem 2; Tong et al., TMLR 2024).
 *
 * <p>The loss is summed over the d coordinates and averaged over points. Programs that take the mean of all numbers, as
 * TorchCFM's examples do, print this loss divided by d: 8.2 there is 16.4 here in the plane. Adam moves the same way for both
 * but for its ε.
 *
 * <p>Events may have any shape, such as images (n, c, h, w): the loss is then the sum over all numbers of an event. A source of
 * rows (n, d), as noise is, takes the shape of the target.
 *
 * @param source where points start
 * @param target where they go
 * @param path the route of a pair
 * @param batch points drawn in a step; a partial coupling returns fewer pairs
 * @param coupling which source is paired with which target
 * @param times when
 * @param weight how much each time counts
 */
public record ConditionalFlowMatching(
        Distribution source,
        Distribution target,
        Path path,
        int batch,
        Coupling coupling,
        Times times,
        LossWeight weight)
        implements Objective<Velocity> {

    public ConditionalFlowMatching {
        Require.nonNull(source, "source");
        Require.nonNull(target, "target");
        Require.nonNull(path, "path");
        Require.nonNull(coupling, "coupling");
        Require.nonNull(times, "times");
        Require.nonNull(weight, "weight");
        Door.checkBatch(batch);
        if (source.dim() != target.dim()) {
            throw new IllegalArgumentException("Source and target must have the same dimension, got " + source.dim()
                    + " from " + source + " and " + target.dim() + " from " + target);
        }
    }

    /** Independent pairs, uniform times, weight 1: I-CFM. */
    public static ConditionalFlowMatching of(Distribution source, Distribution target, Path path, int batch) {
        return new ConditionalFlowMatching(
                source, target, path, batch, Coupling.independent(), Times.uniform(), LossWeight.one());
    }

    /** From noise N(0, I), which a Gaussian path implies: FM, VP, VE. */
    public static ConditionalFlowMatching of(Distribution target, GaussianPath path, int batch) {
        Require.nonNull(path, "path");
        return of(Gaussian.standard(Require.nonNull(target, "target").dim()), target, path.affine(), batch);
    }

    /** The same with other pairs: OT-CFM is {@code coupling(Coupling.minibatchOt())}. */
    public ConditionalFlowMatching coupling(Coupling other) {
        return new ConditionalFlowMatching(source, target, path, batch, other, times, weight);
    }

    /** The same at other times. */
    public ConditionalFlowMatching times(Times other) {
        return new ConditionalFlowMatching(source, target, path, batch, coupling, other, weight);
    }

    /** The same with another weight. */
    public ConditionalFlowMatching weight(LossWeight other) {
        return new ConditionalFlowMatching(source, target, path, batch, coupling, times, other);
    }

    @Override
    public Batch<Velocity> draw(NDManager manager, DataType type, Rng rng) {
        Door.check(manager, type, rng);
        var drawn = sample(manager, type, rng);
        return new Regression(drawn.times(), drawn.states(), drawn.velocities(), weight.at(drawn.times()));
    }

    /** The points of the batch that {@link #draw} draws from the same stream: what a step of training sees. */
    public PathSample sample(NDManager manager, DataType type, Rng rng) {
        Door.check(manager, type, rng);
        return along(pairs(manager, type, rng), rng);
    }

    Pairs pairs(NDManager manager, DataType type, Rng rng) {
        var x1 = Door.made(target.points(manager, type, batch, rng.child("x1")), type, "target's sample");
        return coupling.pair(sources(x1, rng), x1, rng.child("coupling"));
    }

    /** As many sources as there are targets; rows of numbers in the shape of the events of the target. */
    Points sources(Points x1, Rng rng) {
        var type = x1.type();
        var x0 = Door.made(source.points(x1.manager(), type, batch, rng.child("x0")), type, "source's sample");
        boolean rows = x0.shape().dimension() == 2 && x1.shape().dimension() > 2 && x0.dim() == x1.dim();
        return rows ? Points.of(x0.array().reshape(x1.shape()), "source's sample") : x0;
    }

    Points times(Pairs pairs, Rng rng) {
        var x1 = pairs.to();
        return Door.made(
                times.points(x1.manager(), x1.type(), pairs.size(), rng.child("t")), x1.type(), "times' sample");
    }

    /** A point on the way of each pair. */
    PathSample along(Pairs pairs, Rng rng) {
        return path.sample(times(pairs, rng), pairs.from(), pairs.to(), rng.child("bridge"));
    }
}
