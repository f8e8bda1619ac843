package pathline.path;

import ai.djl.ndarray.NDArray;
import java.util.function.DoubleUnaryOperator;
import pathline.check.Require;
import pathline.check.RequireArray;

/**
 * The noise on the way between two points: xt gains γ(t) z with z ~ N(0, I), and ut gains γ'(t) z.
 *
 * <p>One method, so a lambda is a bridge; {@link #of} checks the derivative. A γ that vanishes at both ends leaves source
 * and data as they are; a constant one blurs both. √ at an end is replaced by its chord over 10⁻⁵, as in
 * {@link Schedule}.
 */
@FunctionalInterface
public interface Bridge {

    /**
     * The standard deviation of the noise and its derivative at the times t.
     *
     * @param t times in [0, 1], float32 or float64, shape (n, 1)
     * @return arrays of t's shape and type, attached to t's manager
     */
    Gamma at(NDArray t);

    /** The coefficient of z and its time derivative, each of shape (n, 1). */
    record Gamma(NDArray gamma, NDArray dGamma) {
        public Gamma {
            RequireArray.real(gamma, "gamma");
            RequireArray.real(dGamma, "dGamma");
        }
    }

    /** γ = σ: the noise of I-CFM and OT-CFM. Tong et al., TMLR 2024. */
    static Bridge constant(double sigma) {
        check(sigma);
        return new CurveBridge("constant " + sigma, Curve.constant(sigma));
    }

    /** γ = σ √(t (1 - t)): the Brownian bridge of SB-CFM, and √(a t (1 - t)) of stochastic interpolants with a = σ². */
    static Bridge brownian(double sigma) {
        check(sigma);
        Curve gamma = t -> {
            double root = Math.sqrt(t * (1 - t));
            return new Curve.Point(sigma * root, sigma * (1 - 2 * t) / (2 * root));
        };
        return new CurveBridge("brownian " + sigma, gamma.chordAtStart().chordAtEnd());
    }

    /** γ = t (1 - t). */
    static Bridge quadratic() {
        return new CurveBridge("t (1 - t)", t -> new Curve.Point(t * (1 - t), 1 - 2 * t));
    }

    /**
     * γ = S(f (t - 1/2) + 1) - S(f (t - 1/2) - 1), less its value at the ends, with S the logistic function: a plateau.
     *
     * @param steepness f, at least 1; 10 is usual
     */
    static Bridge sigmoid(double steepness) {
        if (!(steepness >= 1 && steepness < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("The steepness must be at least 1 and finite, got " + steepness);
        }
        double atEnds = logistic(1 - steepness / 2) - logistic(-1 - steepness / 2);
        return new CurveBridge("sigmoid " + steepness, t -> {
            double up = logistic(steepness * (t - 0.5) + 1);
            double down = logistic(steepness * (t - 0.5) - 1);
            return new Curve.Point(up - down - atEnds, steepness * (up * (1 - up) - down * (1 - down)));
        });
    }

    /** A bridge from γ and γ' as functions of one time, {@linkplain #checked checked}. */
    static Bridge of(DoubleUnaryOperator gamma, DoubleUnaryOperator dGamma) {
        Require.nonNull(gamma, "gamma");
        Require.nonNull(dGamma, "dGamma");
        return checked(new CurveBridge("given", t -> new Curve.Point(gamma.applyAsDouble(t), dGamma.applyAsDouble(t))));
    }

    /**
     * The same bridge, after its derivative was compared with differences at 33 times between 0.01 and 0.99.
     *
     * @throws IllegalArgumentException if it is off by more than a thousandth, naming where and by how much
     */
    static Bridge checked(Bridge bridge) {
        Differences.checkBridge(Require.nonNull(bridge, "bridge"));
        return bridge;
    }

    private static double logistic(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    private static void check(double sigma) {
        if (!(sigma > 0 && sigma < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("sigma must be positive and finite, got " + sigma
                    + "; a path without noise is an AffinePath without a bridge");
        }
    }
}
