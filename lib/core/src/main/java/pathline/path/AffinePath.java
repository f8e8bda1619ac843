package pathline.path;

import ai.djl.ndarray.NDArray;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import pathline.array.Points;
import pathline.array.Scratch;
import pathline.check.Require;
import pathline.random.Rng;

/**
 * The path xt = σ(t) x0 + α(t) x1, with γ(t) z added if it has a bridge.
 *
 * <p>Given both ends, xt is N(σ x0 + α x1, γ² I), and its velocity ut = σ' x0 + α' x1 + γ' z. The methods of the field:
 *
 * <table>
 * <caption>Named paths</caption>
 * <tr><th>method</th><th>path</th></tr>
 * <tr><td>I-CFM, OT-CFM</td><td>{@code AffinePath.of(Schedule.linear()).with(Bridge.constant(sigma))}</td></tr>
 * <tr><td>SB-CFM</td><td>{@code AffinePath.of(Schedule.linear()).with(Bridge.brownian(sigma))}</td></tr>
 * <tr><td>VP-CFM</td><td>{@code AffinePath.of(Schedule.trigonometric()).with(Bridge.constant(sigma))}</td></tr>
 * <tr><td>rectified flow</td><td>{@code AffinePath.of(Schedule.linear())}</td></tr>
 * <tr><td>FM</td><td>{@code AffinePath.of(Schedule.linear(sigmaMin))}, with a standard normal source</td></tr>
 * </table>
 *
 * @param schedule the coefficients α and σ
 * @param bridge the noise γ, if any
 */
public record AffinePath(Schedule schedule, Optional<Bridge> bridge) implements Path {

    public AffinePath {
        Require.nonNull(schedule, "schedule");
        Require.nonNull(bridge, "bridge");
    }

    /** The path without noise. */
    public static AffinePath of(Schedule schedule) {
        return new AffinePath(schedule, Optional.empty());
    }

    /** The same path with the noise of {@code bridge}. */
    public AffinePath with(Bridge bridge) {
        return new AffinePath(schedule, Optional.of(Require.nonNull(bridge, "bridge")));
    }

    /**
     * Where the pairs (x0, x1) are at times t, and how they move.
     *
     * @param t times in [0, 1], shape (n, 1), or (1, 1) for one time shared by all pairs
     * @param x0 sources, shape (n, d), or (n, ...) for events of another shape
     * @param x1 targets, of the same shape
     * @return arrays attached to x0's manager
     * @throws IllegalArgumentException if the path has a bridge, whose noise must come from somewhere
     */
    public PathSample sample(NDArray t, NDArray x0, NDArray x1) {
        var times = Points.of(t, "t");
        var from = Points.of(x0, "x0");
        var to = Points.of(x1, "x1");
        if (bridge.isPresent()) {
            throw new IllegalArgumentException("A path with a bridge needs noise; call sample(t, x0, x1, rng)");
        }
        return along(times, from, to, Optional.empty());
    }

    /** The same, with the noise of the bridge, if there is one, drawn from {@code rng}. */
    @Override
    public PathSample sample(NDArray t, NDArray x0, NDArray x1, Rng rng) {
        return sample(Points.of(t, "t"), Points.of(x0, "x0"), Points.of(x1, "x1"), rng);
    }

    @Override
    public PathSample sample(Points t, Points x0, Points x1, Rng rng) {
        Require.nonNull(x0, "x0");
        Require.nonNull(rng, "rng");
        return along(Require.nonNull(t, "t"), x0, Require.nonNull(x1, "x1"), bridge.map(noisy -> noise(x0, rng)));
    }

    private static Points noise(Points x0, Rng rng) {
        double[] z = rng.normals(Math.toIntExact(x0.shape().size()));
        return Points.of(x0.manager(), x0.type(), z, x0.shape().getShape());
    }

    /** The same, with the noise z of the bridge given, of x0's shape. */
    public PathSample sample(NDArray t, NDArray x0, NDArray x1, NDArray z) {
        var times = Points.of(t, "t");
        var from = Points.of(x0, "x0");
        var to = Points.of(x1, "x1");
        var noise = Points.of(z, "z");
        if (bridge.isEmpty()) {
            throw new IllegalArgumentException("A path without a bridge takes no noise; call sample(t, x0, x1)");
        }
        PathChecks.alike("z", z, "x0", x0);
        return along(times, from, to, Optional.of(noise));
    }

    private PathSample along(Points t, Points x0, Points x1, Optional<Points> z) {
        PathChecks.ends(t, x0, x1);
        if (JavaSample.handles(this, t, x0, x1)) {
            return new JavaSample(PathCoefficients.at(this, t.doubles()), x0, x1, z).sample(t);
        }
        if (!t.isOnDevice() && !(schedule instanceof Curves)) { // which look at their times themselves
            PathChecks.unit(t.doubles());
        }
        return onEngine(t.array(), x0.array(), x1.array(), z.map(Points::array));
    }

    private PathSample onEngine(NDArray t, NDArray x0, NDArray x1, Optional<NDArray> z) {
        try (var scratch = new Scratch()) {
            var s = Require.nonNull(schedule.at(t), "schedule.at(t)");
            var xt = x0.mul(column(s.sigma(), x0)).addi(x1.mul(column(s.alpha(), x0)));
            var ut = x0.mul(column(s.dSigma(), x0)).addi(x1.mul(column(s.dAlpha(), x0)));
            z.ifPresent(noise -> {
                var g = Require.nonNull(bridge.orElseThrow().at(t), "bridge.at(t)");
                xt.addi(noise.mul(column(g.gamma(), x0)));
                ut.addi(noise.mul(column(g.dGamma(), x0)));
            });
            xt.attach(x0.getManager());
            ut.attach(x0.getManager());
            return new PathSample(t, x0, x1, scratch.keep(xt), scratch.keep(ut));
        }
    }

    /** A coefficient of shape (n, 1) or (1, 1), with as many axes as x has. */
    private static NDArray column(NDArray coefficient, NDArray x) {
        return x.getShape().dimension() == 2
                ? coefficient
                : coefficient.reshape(PathChecks.column(coefficient.getShape().get(0), x));
    }

    /** Whether all coefficients are curves of this package, which are computed in double precision whatever the type. */
    boolean isMadeOfCurves() {
        return schedule instanceof Curves && (bridge.isEmpty() || bridge.get() instanceof CurveBridge);
    }

    /**
     * The velocity at any point x of the Gaussian path N(mu_t, γ² I) between two ends: (γ'/γ) (x - mu_t) + mu_t'.
     *
     * <p>Without a bridge it is mu_t', at constant γ as well.
     *
     * @param x points, of the shape of both ends
     * @throws IllegalArgumentException where γ is 0 and γ' is not: there x can only be mu_t
     */
    public NDArray velocity(NDArray t, NDArray x, NDArray x0, NDArray x1) {
        check(t, x0, x1);
        PathChecks.alike("x", x, "x0", x0);
        var c = PathCoefficients.at(this, PathChecks.numbers("t", t));
        return combine(
                c,
                x,
                new PathTerm("x", x, k -> k.dGamma() == 0 ? 0 : k.dGamma() / k.gamma()),
                new PathTerm("x0", x0, k -> k.dSigma() - (k.dGamma() == 0 ? 0 : k.dGamma() / k.gamma() * k.sigma())),
                new PathTerm("x1", x1, k -> k.dAlpha() - (k.dGamma() == 0 ? 0 : k.dGamma() / k.gamma() * k.alpha())));
    }

    /** One summand: a coefficient of time, times an array. */
    record PathTerm(String name, NDArray array, ToDoubleFunction<PathCoefficients> coefficient) {}

    /** The sum of the terms, coefficients being worked out in double precision; on the manager of {@code home}. */
    static NDArray combine(PathCoefficients[] c, NDArray home, PathTerm... terms) {
        return Scratch.keeping(() -> {
            NDArray sum = term(c, home, terms[0]);
            for (int k = 1; k < terms.length; k++) {
                sum.addi(term(c, home, terms[k]));
            }
            sum.attach(home.getManager());
            return sum;
        });
    }

    private static NDArray term(PathCoefficients[] c, NDArray home, PathTerm term) {
        var factors = new double[c.length];
        for (int i = 0; i < c.length; i++) {
            factors[i] = term.coefficient.applyAsDouble(c[i]);
            if (!Double.isFinite(factors[i])) {
                throw new IllegalArgumentException("The coefficient of " + term.name + " is " + factors[i]
                        + " where the path has " + c[i] + "; keep away from that end of time, or choose a schedule"
                        + " that does not vanish there, such as Schedule.linear(sigmaMin)");
            }
        }
        return term.array.mul(Points.like(home, factors, PathChecks.column(c.length, home)));
    }

    private static void check(NDArray t, NDArray x0, NDArray x1) {
        PathChecks.ends(Points.of(t, "t"), Points.of(x0, "x0"), Points.of(x1, "x1"));
    }
}
