package pathline.path;

import java.util.List;

/** All pairs of a part of the source with a part of the target, as they are at one time. */
final class Crowd {

    /** The pair's probability, the means of xt and ut, and how they vary. */
    record Member(double logWeight, double[] mean, double[] velocity, Spread spread) {}

    private final Member[] members;

    private Crowd(Member[] members) {
        this.members = members;
    }

    static Crowd at(Coefficients c, List<Part> sources, List<Part> targets) {
        var members = new Member[sources.size() * targets.size()];
        int k = 0;
        for (Part source : sources) {
            for (Part target : targets) {
                members[k++] = new Member(
                        Math.log(source.weight()) + Math.log(target.weight()),
                        sum(c.sigma(), source.mean(), c.alpha(), target.mean()),
                        sum(c.dSigma(), source.mean(), c.dAlpha(), target.mean()),
                        Spread.of(c, source.covariance(), target.covariance()));
            }
        }
        return new Crowd(members);
    }

    Member[] members() {
        return members;
    }

    private static double[] sum(double a, double[] x, double b, double[] y) {
        var sum = new double[x.length];
        for (int i = 0; i < sum.length; i++) {
            sum[i] = a * x[i] + b * y[i];
        }
        return sum;
    }
}
