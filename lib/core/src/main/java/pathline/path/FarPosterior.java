package pathline.path;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The posterior of a point x = s y so far from all pairs that the squares (x - m)ᵀ C⁻¹ (x - m) leave the range of doubles,
 * or lose what tells the pairs apart.
 *
 * <p>Everything is taken as a difference from the nearest pair, in which equal parts cancel exactly: with a = C⁻¹ y and
 * b = C⁻¹ m a square is s² y·a - 2 s m·a + m·b. Shares carry velocities and scores less their means.
 *
 * @param shares the pairs that x may belong to
 * @param logTotal the logarithm of the sum of all densities over the largest
 * @param velocity E[ut | xt = x]
 * @param score ∇ log p_t(x)
 */
record FarPosterior(List<Posterior.PairShare> shares, double logTotal, double[] velocity, double[] score) {

    /** One pair, seen from far away: a, b, and B C⁻¹ applied to y and to m. */
    private record Seen(
            ComponentPairs.ComponentPair member, double[] a, double[] b, double[] gainOfA, double[] gainOfB) {

        static Seen of(ComponentPairs.ComponentPair member, double[] y) {
            double[] a = member.joint().solve(y);
            double[] b = member.joint().solve(member.mean());
            return new Seen(member, a, b, member.joint().gain(a), member.joint().gain(b));
        }

        /** The log-density of this pair less that of another one. */
        double logRatio(Seen other, double[] y, double s) {
            double[] m = member.mean();
            double[] apart = Posterior.difference(m, other.member.mean());
            double quadratic = s * Posterior.dot(y, Posterior.difference(a, other.a)) / 2;
            double linear =
                    Posterior.dot(apart, a) + Posterior.dot(other.member.mean(), Posterior.difference(a, other.a));
            double constant =
                    Posterior.dot(apart, b) + Posterior.dot(other.member.mean(), Posterior.difference(b, other.b));
            double own = member.logWeight() - member.joint().logDeterminant() / 2;
            double others = other.member.logWeight() - other.member.joint().logDeterminant() / 2;
            return own - others - (s * (quadratic - linear) + constant / 2);
        }

        double[] velocityLess(Seen other, double s) {
            double[] less = Posterior.difference(member.velocity(), other.member.velocity());
            Posterior.add(-1, Posterior.difference(gainOfB, other.gainOfB), less);
            Posterior.add(s, Posterior.difference(gainOfA, other.gainOfA), less);
            return less;
        }

        double[] scoreLess(Seen other, double s) {
            double[] less = Posterior.difference(b, other.b);
            Posterior.add(-s, Posterior.difference(a, other.a), less);
            return less;
        }
    }

    static FarPosterior at(ComponentPairs.ComponentPair[] members, double[] x) {
        double largest = Arrays.stream(x).map(Math::abs).max().getAsDouble();
        if (!Double.isFinite(largest)) {
            return undefined(members[0].joint(), x.length);
        }
        double s = Math.scalb(1.0, Math.getExponent(largest));
        double[] y = Arrays.stream(x).map(value -> value / s).toArray();
        var seen = new Seen[members.length];
        int best = 0;
        for (int k = 0; k < seen.length; k++) {
            seen[k] = Seen.of(members[k], y);
            if (seen[k].logRatio(seen[best], y, s) > 0) {
                best = k;
            }
        }
        return around(seen, seen[best], y, s, x);
    }

    private static FarPosterior around(Seen[] seen, Seen nearest, double[] y, double s, double[] x) {
        int d = x.length;
        var densities = new double[seen.length];
        double total = 0;
        for (int k = 0; k < seen.length; k++) {
            densities[k] = Math.exp(seen[k].logRatio(nearest, y, s));
            total += densities[k];
        }
        if (!Double.isFinite(total)) {
            return undefined(nearest.member.joint(), d);
        }
        var velocity = new double[d];
        var score = new double[d];
        var shares = new ArrayList<Posterior.PairShare>();
        for (int k = 0; k < seen.length; k++) {
            double r = densities[k] / total;
            if (r > 0) {
                double[] v = seen[k].velocityLess(nearest, s);
                double[] own = seen[k].scoreLess(nearest, s);
                shares.add(new Posterior.PairShare(r, v, own, seen[k].member.joint()));
                Posterior.add(r, v, velocity);
                Posterior.add(r, own, score);
            }
        }
        for (var share : shares) {
            Posterior.add(-1, velocity, share.v());
            Posterior.add(-1, score, share.s());
        }
        double[] nearestScore = nearest.member.joint().solve(Posterior.difference(nearest.member.mean(), x));
        Posterior.add(1, Posterior.velocity(nearest.member, nearestScore), velocity);
        Posterior.add(1, nearestScore, score);
        return new FarPosterior(shares, Math.log(total), velocity, score);
    }

    /** NaN for everything that follows. */
    private static FarPosterior undefined(JointCovariance joint, int d) {
        var nan = new double[d];
        Arrays.fill(nan, Double.NaN);
        var share = new Posterior.PairShare(Double.NaN, nan.clone(), nan.clone(), joint);
        return new FarPosterior(List.of(share), Double.NaN, nan, nan.clone());
    }
}
