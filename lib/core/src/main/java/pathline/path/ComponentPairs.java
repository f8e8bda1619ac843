package pathline.path;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import pathline.check.Require;
import pathline.distribution.Gaussian;

/** All pairs of a part of the source with a part of the target, as they are at one time. */
final class ComponentPairs {

    /** The pair's probability, the means of xt and ut, and how they vary. */
    record ComponentPair(double logWeight, double[] mean, double[] velocity, JointCovariance joint) {

        /** The law of xt; a matrix of independent coordinates is written out while it is small. */
        Gaussian gaussian() {
            if (joint instanceof DiagonalJointCovariance diagonal && mean.length > WRITTEN) {
                return Gaussian.diagonal(
                        mean, Arrays.stream(diagonal.c()).map(Math::sqrt).toArray());
            }
            return Gaussian.full(mean, joint.covariance());
        }
    }

    private static final int WRITTEN = 256;

    private static final int MOST_FULL = 2048; // coordinates

    private final ComponentPair[] members;

    private ComponentPairs(ComponentPair[] members) {
        this.members = members;
    }

    /** Whether all pairs at one time have room in memory, and their matrices can be factored in some seconds. */
    static void checkSize(List<MixtureComponent> sources, List<MixtureComponent> targets) {
        int d = targets.get(0).mean().length;
        boolean full = Stream.concat(sources.stream(), targets.stream())
                .anyMatch(part -> part.covariance() instanceof Covariance.Full);
        Require.that(
                !full || d <= MOST_FULL,
                "source or target has a full covariance of " + d + " coordinates; expected at most " + MOST_FULL
                        + ", as every time takes d³ steps; take Gaussian.diagonal");
        double bytes = (double) sources.size() * targets.size() * (full ? 24.0 * d * d : 40.0 * d + 200);
        double most = 0.75 * Runtime.getRuntime().maxMemory();
        Require.that(
                bytes <= most,
                "source and target have " + sources.size() + " and " + targets.size() + " parts in " + d
                        + " dimensions, whose pairs take " + (long) (bytes / 1e6) + " MB; expected at most "
                        + (long) (most / 1e6) + " MB here; take a subset, or give the JVM more memory (-Xmx)");
    }

    static ComponentPairs at(PathCoefficients c, List<MixtureComponent> sources, List<MixtureComponent> targets) {
        var members = new ComponentPair[sources.size() * targets.size()];
        int k = 0;
        for (MixtureComponent source : sources) {
            for (MixtureComponent target : targets) {
                members[k++] = new ComponentPair(
                        Math.log(source.weight()) + Math.log(target.weight()),
                        sum(c.sigma(), source.mean(), c.alpha(), target.mean()),
                        sum(c.dSigma(), source.mean(), c.dAlpha(), target.mean()),
                        JointCovariance.of(c, source.covariance(), target.covariance()));
            }
        }
        return new ComponentPairs(members);
    }

    ComponentPair[] members() {
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
