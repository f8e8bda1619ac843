package pathline.coupling;

import ai.djl.ndarray.NDArray;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import pathline.array.Points;
import pathline.check.Require;
import pathline.random.Rng;

/**
 * Which source is paired with which target: the joint law q(x0, x1) that conditional flow matching draws from.
 *
 * <p>The batches x0 and x1 are independent draws; a coupling puts them into pairs. OT-CFM is CFM with another coupling.
 * A lambda is a coupling too:
 * <pre>
 * Coupling reversed = (x0, x1, rng) -&gt; Pairs.of(x0, x1, sources, targets);
 * </pre>
 * The couplings made here may be shared between threads.
 */
@FunctionalInterface
public interface Coupling {

    /**
     * Pairs sources with targets.
     *
     * @param x0 sources, shape (n, d), or (n, ...) for events of another shape
     * @param x1 targets, of the same shape
     * @param rng chance, for the couplings that draw from a plan
     */
    Pairs pair(NDArray x0, NDArray x1, Rng rng);

    /** The same for points in the form that batches have within the library. */
    default Pairs pair(Points x0, Points x1, Rng rng) {
        return pair(Require.nonNull(x0, "x0").array(), Require.nonNull(x1, "x1").array(), rng);
    }

    /** Each source with the target of its own row: q(x0, x1) = p0(x0) p1(x1), since the batches are independent. I-CFM. */
    static Coupling independent() {
        return IndexCoupling.INDEPENDENT;
    }

    /**
     * Minibatch optimal transport: the permutation of least Σ |x1 - x0|². Every source and every target of the batch is
     * used once, and x0 keeps its order. OT-CFM (Tong et al., TMLR 2024; Pooladian et al., ICML 2023).
     *
     * <p>About a millisecond for 256 points in the plane.
     */
    static Coupling minibatchOt() {
        return new IndexCoupling(
                "minibatch OT",
                (x0, x1, rng) -> IndexCoupling.toTargets(
                        Assignment.solve(squared(x0, x1)).targets()));
    }

    /** The permutation of least total cost, for any cost; for example {@code (a, b) -> Costs.between(a, b, myCost)}. */
    static Coupling minibatchOt(BiFunction<NDArray, NDArray, Costs> cost) {
        Require.nonNull(cost, "cost");
        return new IndexCoupling(
                "minibatch OT",
                (x0, x1, rng) -> IndexCoupling.toTargets(
                        Assignment.solve(cost.apply(x0.array(), x1.array())).targets()));
    }

    private static Costs squared(Points x0, Points x1) {
        return PointCosts.of(x0, x1, PointScan.Ground.SQUARED_DISTANCE);
    }

    /**
     * Pairs drawn from the optimal plan with replacement, as TorchCFM does: the same cost in the mean, but a batch holds
     * only 1 - 1/e = 63 % of its points, some of them several times. For comparison.
     */
    static Coupling minibatchOtWithReplacement() {
        return new IndexCoupling("minibatch OT with replacement", (x0, x1, rng) -> {
            int[] targets = Assignment.solve(squared(x0, x1)).targets();
            int[] sources = rng.indices(targets.length, targets.length);
            return new int[][] {
                sources, IntStream.of(sources).map(i -> targets[i]).toArray()
            };
        });
    }

    /**
     * Entropic transport: each source is paired with a target drawn from its row of the plan of least
     * ⟨P, |x0 - x1|²⟩ + epsilon KL(P | p0 p1). Small epsilon approaches {@link #minibatchOt}, large {@link #independent}.
     * SB-CFM with noise sigma has epsilon = 2 sigma².
     *
     * @throws TransportException when pairing, if the plan does not reach its marginals
     */
    static Coupling sinkhorn(double epsilon) {
        return sinkhorn(Sinkhorn.of(epsilon));
    }

    /** Entropic transport with the given solver. */
    static Coupling sinkhorn(Sinkhorn solver) {
        Require.nonNull(solver, "solver");
        return new IndexCoupling(
                "Sinkhorn, epsilon " + solver.epsilon(),
                (x0, x1, rng) ->
                        IndexCoupling.toTargets(solver.solve(squared(x0, x1)).drawTargets(rng)));
    }

    /**
     * Unbalanced entropic transport: the plan may leave points behind at a price, minimising
     * ⟨P, C⟩ + epsilon KL(P | p0 p1) + rho KL(P1 | p0) + rho KL(Pᵀ1 | p1). n pairs are drawn from it with replacement;
     * far points come up rarely or never, which is its purpose. Large rho approaches {@link #sinkhorn}.
     */
    static Coupling unbalanced(double epsilon, double rho) {
        var solver = Sinkhorn.of(epsilon).unbalanced(rho);
        return new IndexCoupling(
                "unbalanced, epsilon " + epsilon + ", rho " + rho,
                (x0, x1, rng) -> solver.solve(squared(x0, x1)).draw(IndexCoupling.equal(x0, x1), rng));
    }

    /**
     * Partial optimal transport: the round(mass n) pairs of least total squared distance; the other points stay behind.
     * Exact, and returns that many pairs.
     *
     * @param mass the share of the points that are paired, in (0, 1]
     */
    static Coupling partial(double mass) {
        if (!(mass > 0 && mass <= 1)) {
            throw new IllegalArgumentException("mass is the share of points that are paired, in (0, 1], got " + mass);
        }
        return new IndexCoupling("partial, mass " + mass, (x0, x1, rng) -> {
            int n = IndexCoupling.equal(x0, x1);
            int count = Math.max(1, Math.toIntExact(Math.round(mass * n)));
            return PartialAssignment.solve(squared(x0, x1), count);
        });
    }

    /**
     * The stable matching: no source and target are both nearer to each other than to their partners. Found by taking the
     * nearest remaining pair again and again; O(n² log n) (Pooladian et al., <i>Multisample flow matching</i>, ICML 2023,
     * after Gale and Shapley).
     */
    static Coupling stable() {
        return new IndexCoupling(
                "stable", (x0, x1, rng) -> IndexCoupling.toTargets(GreedyMatching.stable(squared(x0, x1))));
    }

    /** Each source in random order takes the nearest target left: O(n²), and the last ones are far apart. */
    static Coupling greedy() {
        return new IndexCoupling("greedy", (x0, x1, rng) -> {
            int n = IndexCoupling.equal(x0, x1);
            return IndexCoupling.toTargets(GreedyMatching.inTurn(squared(x0, x1), rng.permutation(n)));
        });
    }
}
