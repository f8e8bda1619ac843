package pathline.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import pathline.check.Require;
import pathline.coupling.Pairs;
import pathline.distribution.Empirical;
import pathline.field.Velocity;
import pathline.path.AffinePath;
import pathline.path.Path;
import pathline.path.Schedule;
import pathline.random.Rng;

/**
 * Flow matching on pairs that are known: source i belongs to target i and to no other.
 *
 * <pre>
 *   L(θ) = E w(t) |v(t, xt) - ut|²,    (x0, x1) one of the pairs,  t ~ Times,  xt and ut from the path
 * </pre>
 *
 * <p>Two uses of it are named in the literature (Liu, Gong and Liu, <i>Flow straight and fast</i>, ICLR 2023), both for pairs
 * (z0, z1) of the ends of a flow, on the straight path:
 *
 * <pre>
 * var reflow = PairedFlowMatching.of(pairs, 256);                        // at all times: a straighter flow
 * var distillation = PairedFlowMatching.of(pairs, 256).times(Times.at(0));   // v(0, z0) on z1 - z0: one step is enough
 * </pre>
 *
 * <p>The best v at time t is E[ut | xt]. Where no two of the pairs' routes cross, that is ut itself, and the loss can fall
 * to 0.
 *
 * @param sources x0, row i with row i of the targets
 * @param targets x1
 * @param path the route of a pair
 * @param batch pairs drawn in a step, with replacement
 * @param times when
 * @param weight how much each time counts
 */
public record PairedFlowMatching(
        Empirical sources, Empirical targets, Path path, int batch, Times times, LossWeight weight)
        implements Objective<Velocity> {

    public PairedFlowMatching {
        Require.nonNull(sources, "sources");
        Require.nonNull(targets, "targets");
        Require.nonNull(path, "path");
        Require.nonNull(times, "times");
        Require.nonNull(weight, "weight");
        Door.checkBatch(batch);
        if (sources.size() != targets.size() || sources.dim() != targets.dim()) {
            throw new IllegalArgumentException(
                    "Pairs need as many targets as sources, of the same dimension, got " + sources + " and " + targets);
        }
    }

    /** On straight lines, at uniform times, with weight 1; the points are copied. */
    public static PairedFlowMatching of(Pairs pairs, int batch) {
        Require.nonNull(pairs, "pairs");
        return new PairedFlowMatching(
                Empirical.of(pairs.x0()),
                Empirical.of(pairs.x1()),
                AffinePath.of(Schedule.linear()),
                batch,
                Times.uniform(),
                LossWeight.one());
    }

    /** The same along another path. */
    public PairedFlowMatching path(Path other) {
        return new PairedFlowMatching(sources, targets, other, batch, times, weight);
    }

    /** The same at other times. */
    public PairedFlowMatching times(Times other) {
        return new PairedFlowMatching(sources, targets, path, batch, other, weight);
    }

    /** The same with another weight. */
    public PairedFlowMatching weight(LossWeight other) {
        return new PairedFlowMatching(sources, targets, path, batch, times, other);
    }

    @Override
    public Batch<Velocity> draw(NDManager manager, DataType type, Rng rng) {
        Door.check(manager, type, rng);
        int[] rows = rng.child("pairs").indices(sources.size(), batch);
        NDArray x0 = sources.take(manager, type, rows);
        NDArray x1 = targets.take(manager, type, rows);
        var t = Door.made(times.sample(manager, type, batch, rng.child("t")), type, "times' sample");
        var drawn = path.sample(t, x0, x1, rng.child("bridge"));
        return new Regression(t, drawn.xt(), drawn.ut(), weight.at(t));
    }
}
