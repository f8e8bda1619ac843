package pathline.path;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import pathline.array.Points;
import pathline.check.Require;
import pathline.check.RequireArray;
import pathline.distribution.Distribution;
import pathline.distribution.Gaussian;
import pathline.distribution.GaussianMixture;
import pathline.field.Gradient;
import pathline.field.Jvp;
import pathline.field.Parameters;
import pathline.field.Tangent;
import pathline.field.Velocity;
import pathline.field.VelocityLinearization;

/**
 * The velocity that flow matching learns, in closed form: v(t, x) = E[ut | xt = x] for independent ends.
 *
 * <p>If both ends are Gaussians, mixtures of Gaussians or finitely many points, then given which part of the source and
 * which of the target a point belongs to, (xt, ut) is Gaussian and E[ut | xt] linear in xt. The average over the parts,
 * weighted by their posterior probabilities, is the field; the sum of their densities is p_t:
 * <pre>
 * p_t(x) = Σ_k w_k N(x; m_k, C_k),     v(t, x) = Σ_k r_k(t, x) v_k(t, x),     r_k = w_k N(x; m_k, C_k) / p_t(x).
 * </pre>
 * Its {@linkplain #conditionalVariance scatter} around this average, integrated over time, is the part of the conditional
 * flow matching loss that no velocity can remove.
 *
 * <p>Arithmetic is in double precision, results have the type of x. Cost: a density of d coordinates (d² for full
 * covariances) per point and pair of parts, and no array operations. Where the path leaves no variance, as at t = 1 for
 * finitely many targets on the straight line, there is no density and no field, and asking is an error.
 */
public final class MarginalVelocity implements Velocity {

    private final AffinePath path;
    private final List<MixtureComponent> sources;
    private final List<MixtureComponent> targets;
    private final Parameters parameters = Parameters.none();

    private MarginalVelocity(AffinePath path, List<MixtureComponent> sources, List<MixtureComponent> targets) {
        int d0 = sources.get(0).mean().length;
        int d1 = targets.get(0).mean().length;
        if (d0 != d1) {
            throw new IllegalArgumentException(
                    "Source and target must have the same dimension, got " + d0 + " and " + d1);
        }
        ComponentPairs.checkSize(sources, targets);
        this.path = path;
        this.sources = sources;
        this.targets = targets;
    }

    /**
     * The marginal velocity of a path between independent ends.
     *
     * @param source a Gaussian, a GaussianMixture or an Empirical
     * @param target the same, of the same dimension
     */
    public static MarginalVelocity of(AffinePath path, Distribution source, Distribution target) {
        Require.nonNull(path, "path");
        return new MarginalVelocity(path, MixtureComponent.of("source", source), MixtureComponent.of("target", target));
    }

    /** The marginal velocity of a Gaussian path, whose source is N(0, I). */
    public static MarginalVelocity of(GaussianPath path, Distribution target) {
        Require.nonNull(path, "path");
        var parts = MixtureComponent.of("target", target);
        var source = Gaussian.standard(parts.get(0).mean().length);
        return new MarginalVelocity(path.affine(), MixtureComponent.of("source", source), parts);
    }

    @Override
    public int dim() {
        return sources.get(0).mean().length;
    }

    /** None: the field is given. */
    @Override
    public Parameters parameters() {
        return parameters;
    }

    /** The law p_t of xt at one time: a mixture with one component for each pair of parts. */
    public GaussianMixture marginal(double t) {
        var members = pairs(t).members();
        var weights = new double[members.length];
        var components = new ArrayList<Gaussian>();
        for (int k = 0; k < members.length; k++) {
            weights[k] = Math.exp(members[k].logWeight());
            components.add(members[k].gaussian());
        }
        return GaussianMixture.of(weights, components);
    }

    /**
     * {@inheritDoc} At a point that is not finite it is NaN, by which a solve knows to take a smaller step or to say where it
     * ended; score, density and variance are refused there.
     */
    @Override
    public NDArray at(NDArray t, NDArray x) {
        int d = dim();
        return perPoint(t, x, d, (posterior, i, out) -> System.arraycopy(posterior.velocity(), 0, out, i * d, d));
    }

    /** ∇ log p_t(x), for t of shape (n, 1) or (1, 1) and x of shape (n, d); the result has shape (n, d). */
    public NDArray score(NDArray t, NDArray x) {
        int d = dim();
        return asked(t, x, d, (posterior, i, out) -> {
            PathChecks.computed("score", i, posterior.score());
            System.arraycopy(posterior.score(), 0, out, i * d, d);
        });
    }

    /** {@link #score(NDArray, NDArray)} at one time for all points. */
    public NDArray score(double t, NDArray x) {
        try (var time = time(t, x)) {
            return score(time, x);
        }
    }

    /** log p_t(x), shape (n). */
    public NDArray logDensity(NDArray t, NDArray x) {
        return asked(t, x, 0, (posterior, i, out) -> {
            out[i] = posterior.logDensity();
            if (Double.isNaN(out[i])) {
                throw PathChecks.tooFar("log-density", i);
            }
        });
    }

    /** {@link #logDensity(NDArray, NDArray)} at one time for all points. */
    public NDArray logDensity(double t, NDArray x) {
        try (var time = time(t, x)) {
            return logDensity(time, x);
        }
    }

    /**
     * tr Cov[ut | xt = x], shape (n): the mean squared distance of the conditional velocities from the marginal one.
     *
     * <p>Its mean over t ~ U(0, 1) and x ~ p_t is the smallest conditional flow matching loss, summed over coordinates.
     */
    public NDArray conditionalVariance(NDArray t, NDArray x) {
        return asked(t, x, 0, (posterior, i, out) -> {
            out[i] = posterior.variance();
            PathChecks.computed("conditional variance", i, out[i]);
        });
    }

    /** {@link #conditionalVariance(NDArray, NDArray)} at one time for all points. */
    public NDArray conditionalVariance(double t, NDArray x) {
        try (var time = time(t, x)) {
            return conditionalVariance(time, x);
        }
    }

    @Override
    public Tangent jvp(NDArray t, NDArray x, NDArray dx) {
        var along = new Along(dx, x);
        int d = dim();
        var value = perPoint(t, x, d, (posterior, i, out) -> {
            System.arraycopy(posterior.velocity(), 0, out, i * d, d);
            along.write(posterior, i);
        });
        return new Tangent(value, along.derivative());
    }

    /** Keeps of every point which pairs it may belong to: as many numbers as there are points and pairs near them. */
    @Override
    public VelocityLinearization linearize(NDArray t, NDArray x) {
        int d = dim();
        var points = new ArrayList<Posterior>();
        var value = perPoint(t, x, d, (posterior, i, out) -> {
            System.arraycopy(posterior.velocity(), 0, out, i * d, d);
            points.add(posterior);
        });
        return VelocityLinearization.of(
                value,
                (a, into) -> {
                    var cotangents = cotangents(a, x, into);
                    return gradient(
                            points,
                            x,
                            (posterior, i, out) ->
                                    System.arraycopy(posterior.vjp(cotangents.at(0, i)), 0, out, i * d, d));
                },
                dx -> pair(value, points, x, dx));
    }

    private Jvp pair(NDArray value, List<Posterior> points, NDArray x, NDArray dx) {
        var along = new Along(dx, x);
        for (int i = 0; i < points.size(); i++) {
            along.write(points.get(i), i);
        }
        return Jvp.of(value, along.derivative(), (a, b, into) -> {
            var first = cotangents(a, x, into);
            var cotangents = TangentVectors.of("b", b, x);
            int d = dim();
            return gradient(points, x, (posterior, i, out) -> {
                add(posterior.vjp(first.at(0, i)), out, i * d);
                for (int k = 0; k < along.tangents().count(); k++) {
                    add(posterior.vjp(along.tangents().at(k, i), cotangents.at(k, i)), out, i * d);
                }
            });
        });
    }

    private static TangentVectors cotangents(NDArray a, NDArray x, Gradient into) {
        PathChecks.alike("a", a, "x", x);
        Require.nonNull(into, "into");
        return TangentVectors.of("a", a, x);
    }

    private static NDArray gradient(List<Posterior> points, NDArray x, PointFunction point) {
        var out = new double[Math.toIntExact(x.size())];
        for (int i = 0; i < points.size(); i++) {
            point.write(points.get(i), i, out);
        }
        return Points.like(x, out, x.getShape());
    }

    private static void add(double[] part, double[] out, int offset) {
        for (int j = 0; j < part.length; j++) {
            out[offset + j] += part[j];
        }
    }

    private ComponentPairs pairs(double t) {
        return ComponentPairs.at(PathCoefficients.at(path, t)[0], sources, targets);
    }

    private static NDArray time(double t, NDArray x) {
        RequireArray.points(x, "x");
        PathChecks.unit(t);
        return Velocity.time(t, x);
    }

    @FunctionalInterface
    private interface PointFunction {
        void write(Posterior posterior, int i, double[] out);
    }

    /** The same for what is asked of a law, not of a field within a solve: every point must be finite. */
    private NDArray asked(NDArray t, NDArray x, int width, PointFunction point) {
        PathChecks.state(t, x, dim());
        Points.of(x, "x").finite("x");
        return perPoint(t, x, width, point);
    }

    /** Numbers for every point: (n, width), or (n) if width is 0. Equal times in a row share their pairs. */
    private NDArray perPoint(NDArray t, NDArray x, int width, PointFunction point) {
        PathChecks.state(t, x, dim());
        double[] times = PathChecks.numbers("t", t);
        double[] flat = PathChecks.numbers("x", x);
        int n = Math.toIntExact(x.getShape().get(0));
        int d = dim();
        var out = new double[n * Math.max(1, width)];
        double time = times[0];
        var pairs = pairs(time);
        var row = new double[d];
        for (int i = 0; i < n; i++) {
            if (times.length > 1 && times[i] != time) {
                time = times[i];
                pairs = pairs(time);
            }
            System.arraycopy(flat, i * d, row, 0, d);
            point.write(new Posterior(pairs, row), i, out);
        }
        return Points.like(x, out, width == 0 ? new Shape(n) : new Shape(n, width));
    }

    @Override
    public String toString() {
        return "MarginalVelocity[" + path.schedule() + ", " + sources.size() + " source and " + targets.size()
                + " target parts in " + dim() + " dimensions]";
    }
}
