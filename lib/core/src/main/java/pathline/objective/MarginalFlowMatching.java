package pathline.objective;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import pathline.check.Require;
import pathline.coupling.Coupling;
import pathline.distribution.SampleMean;
import pathline.field.Velocity;
import pathline.path.AffinePath;
import pathline.path.MarginalVelocity;
import pathline.random.Rng;

/**
 * Flow matching itself: regress on the velocity that moves the whole crowd, where it is known.
 *
 * <pre>
 *   L(θ) = E w(t) |v(t, xt) - E[ut | xt]|²
 * </pre>
 *
 * <p>From the same stream it draws the very times and points of its {@link ConditionalFlowMatching}. Losses and gradients can
 * be compared pair by pair: the gradients agree in the mean, and
 *
 * <pre>
 *   L_CFM(θ) - L_FM(θ) = E w(t) tr Cov[ut | xt],    for every θ: {@link #irreducible}.
 * </pre>
 *
 * @param conditional which points, at which times, with which weight
 * @param marginal the velocity regressed on
 */
public record MarginalFlowMatching(ConditionalFlowMatching conditional, MarginalVelocity marginal)
        implements Objective<Velocity> {

    public MarginalFlowMatching {
        Require.nonNull(conditional, "conditional");
        Require.nonNull(marginal, "marginal");
        if (!conditional.coupling().equals(Coupling.independent())) {
            throw new IllegalArgumentException("The marginal velocity is known for independent pairs, got "
                    + conditional.coupling() + "; take Coupling.independent()");
        }
        if (conditional.source().dim() != marginal.dim()) {
            throw new IllegalArgumentException("The points have "
                    + conditional.source().dim() + " coordinates, the marginal velocity " + marginal.dim());
        }
    }

    /**
     * The flow matching loss that belongs to a conditional one.
     *
     * @param conditional with independent pairs, between ends that are Gaussians, mixtures of Gaussians or empirical
     */
    public static MarginalFlowMatching of(ConditionalFlowMatching conditional) {
        Require.nonNull(conditional, "conditional");
        if (!(conditional.path() instanceof AffinePath path)) {
            throw new IllegalArgumentException("The marginal velocity is known along an AffinePath, got "
                    + conditional.path() + "; give a velocity of your own to the constructor");
        }
        return new MarginalFlowMatching(
                conditional, MarginalVelocity.of(path, conditional.source(), conditional.target()));
    }

    @Override
    public Batch<Velocity> draw(NDManager manager, DataType type, Rng rng) {
        Door.check(manager, type, rng);
        var drawn = conditional.sample(manager, type, rng);
        var t = drawn.t();
        var xt = drawn.xt();
        var rows = xt.reshape(xt.getShape().get(0), -1); // the closed forms are of points (n, d)
        var u = marginal.at(t, rows).reshape(xt.getShape());
        return new Regression(t, xt, u, conditional.weight().at(t));
    }

    /**
     * E w(t) tr Cov[ut | xt], estimated over {@code batches} batches of points in double precision: the conditional loss
     * that no velocity can avoid.
     */
    public SampleMean irreducible(int batches, Rng rng) {
        Require.within(batches, 2, 1 << 20, "batches");
        Require.nonNull(rng, "rng");
        var draws = new double[batches];
        for (int k = 0; k < batches; k++) {
            try (NDManager manager = NDManager.newBaseManager()) {
                var drawn = conditional.sample(manager, DataType.FLOAT64, rng.child(k));
                var variance = marginal.conditionalVariance(
                        drawn.t(), drawn.xt().reshape(drawn.xt().getShape().get(0), -1));
                var weight = Door.made(conditional.weight().at(drawn.t()), DataType.FLOAT64, "the loss's weight")
                        .flatten();
                draws[k] = variance.mul(weight).mean().getDouble();
            }
        }
        return SampleMean.of(
                draws); // over batches: stratified times, or stratified ends, are not independent within one
    }
}
