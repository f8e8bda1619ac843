package pathline.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.Optional;
import pathline.check.Require;
import pathline.field.Velocity;
import pathline.path.AffinePath;
import pathline.path.Bridge;
import pathline.path.Path;
import pathline.random.Rng;

/**
 * The score of a path with a bridge, ∇ log p_t: what a random way to the laws of a flow needs beside its velocity.
 *
 * <p>Given its ends, xt = mu_t + γ z has the score -z / γ, and the mean of these over all pairs through x is the score of
 * p_t at x. So a second net s is regressed on them, on the points that flow matching draws,
 *
 * <pre>
 *   L(θ) = E λ(t)² |s(t, xt) + z / γ|² = E |γ s(t, xt) + z|²,    λ = γ,
 * </pre>
 *
 * <p>where the weight makes the target one of unit variance at all times: the score itself has no finite mean square at the
 * ends of a Brownian bridge. With pairs from the entropic plan of epsilon = 2 σ² and γ = σ √(t (1 - t)), the velocity and the
 * score together are the Schrödinger bridge (Tong et al., <i>Simulation-free Schrödinger bridges via score and flow
 * matching</i>, AISTATS 2024):
 *
 * <pre>
 * var sbcfm = ConditionalFlowMatching.of(source, target, AffinePath.of(Schedule.linear()).with(Bridge.brownian(1)), 512)
 *         .coupling(Coupling.sinkhorn(2));
 * var velocity = trainer.fit(net, sbcfm, rng.child("velocity")).model();
 * var score = trainer.fit(other, ScoreMatching.of(sbcfm), rng.child("score")).model();
 * var bridge = StochasticFlow.of(source, velocity, score, t -&gt; 1, 100);
 * </pre>
 *
 * @param matching draws the points; its path has a bridge, and its weight is multiplied by γ²
 */
public record ScoreMatching(ConditionalFlowMatching matching) implements Objective<Velocity> {

    public ScoreMatching {
        if (bridge(Require.nonNull(matching, "matching").path()).isEmpty()) {
            throw new IllegalArgumentException(
                    "Score matching needs an AffinePath with a bridge, whose noise has a score, got "
                            + matching.path() + "; the score of a Gaussian path can be read off its velocity, see"
                            + " GaussianPath.fromVelocity");
        }
    }

    /** The score of the path that this matching draws its points from. */
    public static ScoreMatching of(ConditionalFlowMatching matching) {
        return new ScoreMatching(matching);
    }

    @Override
    public Batch<Velocity> draw(NDManager manager, DataType type, Rng rng) {
        Door.check(manager, type, rng);
        var pairs = matching.pairs(manager, type, rng);
        var t = matching.times(pairs, rng).array();
        // The same noise as flow matching draws from this stream.
        var z = rng.child("bridge").normal(manager, type, pairs.x0().getShape().getShape());
        var path = (AffinePath) matching.path(); // the constructor has checked it
        var xt = path.sample(t, pairs.x0(), pairs.x1(), z).xt();
        NDArray gamma = path.bridge().orElseThrow().at(t).gamma();
        NDArray none = gamma.eq(0).toType(type, false); // there the weight is 0, and the target may be anything finite
        var weight = Door.made(matching.weight().at(t), type, "the loss's weight");
        return new Regression(t, xt, z.neg().divi(gamma.add(none)), weight.mul(gamma.square()));
    }

    private static Optional<Bridge> bridge(Path path) {
        return path instanceof AffinePath affine ? affine.bridge() : Optional.empty();
    }
}
