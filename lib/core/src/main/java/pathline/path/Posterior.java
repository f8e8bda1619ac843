package pathline.path;

import java.util.ArrayList;
import java.util.List;

/**
 * Which pairs a point found at x belongs to, and what follows for its velocity.
 *
 * <p>With r_k the probability of pair k given x, v_k and s_k its conditional velocity and score, and G_k = B_k C_k⁻¹,
 * <pre>
 * v = Σ r_k v_k,   s = Σ r_k s_k,   ∇ r_k = r_k (s_k - s),   J = dv/dx = Σ r_k (G_k + v_k (s_k - s)ᵀ).
 * </pre>
 * Probabilities come from log-densities less their largest. A pair whose probability underflows is left out.
 * At a point that is not finite, or too far away for doubles, everything is NaN.
 */
final class Posterior {

    /** A pair that x may belong to. */
    record PairShare(double r, double[] v, double[] s, JointCovariance joint) {}

    /** Where all log-densities are below minus this, rounding of the squares hides what tells pairs apart. */
    private static final double FAR = 1e15;

    private final List<PairShare> shares;
    private final double logDensity;
    private final double[] velocity;
    private final double[] score;

    /** What the shares' velocities and scores are counted from: zero if they are differences from the mean already. */
    private final double[] meanVelocity;

    private final double[] meanScore;

    Posterior(ComponentPairs pairs, double[] x) {
        var members = pairs.members();
        var scores = new double[members.length][];
        var logs = new double[members.length];
        double largest = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < members.length; k++) {
            double[] r = difference(members[k].mean(), x);
            scores[k] = members[k].joint().solve(r);
            double square = dot(r, scores[k]) + members[k].joint().logDeterminant();
            logs[k] = members[k].logWeight() - (square + x.length * Math.log(2 * Math.PI)) / 2;
            largest = Math.max(largest, logs[k]);
        }
        if (!(largest > -FAR)) {
            var far = FarPosterior.at(members, x);
            shares = far.shares();
            logDensity = largest == Double.NEGATIVE_INFINITY ? largest : largest + far.logTotal();
            velocity = far.velocity();
            score = far.score();
            meanVelocity = new double[x.length];
            meanScore = new double[x.length];
            return;
        }
        double total = 0;
        for (double log : logs) {
            total += Math.exp(log - largest);
        }
        shares = new ArrayList<>();
        logDensity = largest + Math.log(total);
        velocity = new double[x.length];
        score = new double[x.length];
        meanVelocity = velocity;
        meanScore = score;
        for (int k = 0; k < members.length; k++) {
            double r = Math.exp(logs[k] - logDensity);
            if (r > 0) {
                double[] v = velocity(members[k], scores[k]);
                shares.add(new PairShare(r, v, scores[k], members[k].joint()));
                add(r, v, velocity);
                add(r, scores[k], score);
            }
        }
    }

    /** The velocity of a pair where its score is s = C⁻¹ (m - x). */
    static double[] velocity(ComponentPairs.ComponentPair member, double[] s) {
        double[] v = member.velocity().clone();
        add(-1, member.joint().gain(s), v);
        return v;
    }

    double logDensity() {
        return logDensity;
    }

    double[] velocity() {
        return velocity;
    }

    double[] score() {
        return score;
    }

    /** tr Cov[ut | xt = x]: within the pairs, and between them. */
    double variance() {
        double sum = 0;
        for (PairShare k : shares) {
            double[] off = difference(k.v, meanVelocity);
            sum += k.r * (k.joint.remaining() + dot(off, off));
        }
        return sum;
    }

    /** J dx. */
    double[] jvp(double[] dx) {
        var sum = new double[dx.length];
        for (PairShare k : shares) {
            add(k.r, k.joint.gain(k.joint.solve(dx)), sum);
            add(k.r * (dot(k.s, dx) - dot(meanScore, dx)), k.v, sum);
        }
        return sum;
    }

    /** Jᵀ a. */
    double[] vjp(double[] a) {
        var sum = new double[a.length];
        for (PairShare k : shares) {
            add(k.r, k.joint.solve(k.joint.gain(a)), sum);
            add(k.r * dot(k.v, a), difference(k.s, meanScore), sum);
        }
        return sum;
    }

    /** The gradient of ⟨b, J dx⟩ in x, from the derivatives of r_k, v_k and s_k, the latter being G_k and -C_k⁻¹. */
    double[] vjp(double[] dx, double[] b) {
        var sum = new double[dx.length];
        double along = dot(meanScore, dx);
        double speed = dot(meanVelocity, b);
        for (PairShare k : shares) {
            double own = dot(k.s, dx);
            double jvp = dot(b, k.joint.gain(k.joint.solve(dx)));
            double part = jvp + dot(k.v, b) * (own - along) - speed * own;
            add(k.r * part, difference(k.s, meanScore), sum);
            add(k.r * (own - along), k.joint.solve(k.joint.gain(b)), sum);
            add(k.r * (speed - dot(k.v, b)), k.joint.solve(dx), sum);
        }
        return sum;
    }

    static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    static void add(double factor, double[] x, double[] to) {
        for (int i = 0; i < to.length; i++) {
            to[i] += factor * x[i];
        }
    }

    static double[] difference(double[] a, double[] b) {
        var r = new double[a.length];
        for (int i = 0; i < r.length; i++) {
            r[i] = a[i] - b[i];
        }
        return r;
    }
}
