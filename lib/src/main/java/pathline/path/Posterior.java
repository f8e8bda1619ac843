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
 */
final class Posterior {

    /** A pair that x may belong to. */
    private record Share(double r, double[] v, double[] s, Spread spread) {}

    private final List<Share> shares = new ArrayList<>();
    private final double logDensity;
    private final double[] velocity;
    private final double[] score;

    Posterior(Crowd crowd, double[] x) {
        var members = crowd.members();
        var scores = new double[members.length][];
        var logs = new double[members.length];
        double largest = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < members.length; k++) {
            double[] r = difference(members[k].mean(), x);
            scores[k] = members[k].spread().solve(r);
            double square = dot(r, scores[k]) + members[k].spread().logDeterminant();
            logs[k] = members[k].logWeight() - (square + x.length * Math.log(2 * Math.PI)) / 2;
            largest = Math.max(largest, logs[k]);
        }
        double total = 0;
        for (double log : logs) {
            total += Math.exp(log - largest);
        }
        logDensity = largest + Math.log(total);
        velocity = new double[x.length];
        score = new double[x.length];
        for (int k = 0; k < members.length; k++) {
            double r = Math.exp(logs[k] - logDensity);
            if (r > 0) {
                // solve gave C⁻¹ (m - x), which is the score
                double[] v = members[k].velocity().clone();
                add(-1, members[k].spread().gain(scores[k]), v);
                shares.add(new Share(r, v, scores[k], members[k].spread()));
                add(r, v, velocity);
                add(r, scores[k], score);
            }
        }
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
        for (Share k : shares) {
            double[] off = difference(k.v, velocity);
            sum += k.r * (k.spread.remaining() + dot(off, off));
        }
        return sum;
    }

    /** J dx. */
    double[] push(double[] dx) {
        var sum = new double[dx.length];
        for (Share k : shares) {
            add(k.r, k.spread.gain(k.spread.solve(dx)), sum);
            add(k.r * (dot(k.s, dx) - dot(score, dx)), k.v, sum);
        }
        return sum;
    }

    /** Jᵀ a. */
    double[] pull(double[] a) {
        var sum = new double[a.length];
        for (Share k : shares) {
            add(k.r, k.spread.solve(k.spread.gain(a)), sum);
            add(k.r * dot(k.v, a), difference(k.s, score), sum);
        }
        return sum;
    }

    /** The gradient of ⟨b, J dx⟩ in x, from the derivatives of r_k, v_k and s_k, the latter being G_k and -C_k⁻¹. */
    double[] pull(double[] dx, double[] b) {
        var sum = new double[dx.length];
        double along = dot(score, dx);
        double speed = dot(velocity, b);
        for (Share k : shares) {
            double own = dot(k.s, dx);
            double push = dot(b, k.spread.gain(k.spread.solve(dx)));
            double part = push + dot(k.v, b) * (own - along) - speed * own;
            add(k.r * part, difference(k.s, score), sum);
            add(k.r * (own - along), k.spread.solve(k.spread.gain(b)), sum);
            add(k.r * (speed - dot(k.v, b)), k.spread.solve(dx), sum);
        }
        return sum;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static void add(double factor, double[] x, double[] to) {
        for (int i = 0; i < to.length; i++) {
            to[i] += factor * x[i];
        }
    }

    private static double[] difference(double[] a, double[] b) {
        var r = new double[a.length];
        for (int i = 0; i < r.length; i++) {
            r[i] = a[i] - b[i];
        }
        return r;
    }
}
