package pathline.path;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import pathline.array.Scratch;
import pathline.check.Require;
import pathline.check.RequireArray;
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
public record AffinePath(Schedule schedule, Optional<Bridge> bridge) {

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
     * @param x0 sources, shape (n, d)
     * @param x1 targets, shape (n, d)
     * @return arrays attached to x0's manager
     * @throws IllegalArgumentException if the path has a bridge, whose noise must come from somewhere
     */
    public PathSample sample(NDArray t, NDArray x0, NDArray x1) {
        checkThere(t, x0, x1);
        if (bridge.isPresent()) {
            throw new IllegalArgumentException("A path with a bridge needs noise; call sample(t, x0, x1, rng)");
        }
        return sample(t, x0, x1, Optional.empty());
    }

    /** The same, with the noise of the bridge, if there is one, drawn from {@code rng}. */
    public PathSample sample(NDArray t, NDArray x0, NDArray x1, Rng rng) {
        Require.nonNull(rng, "rng");
        if (bridge.isEmpty()) {
            return sample(t, x0, x1);
        }
        check(t, x0, x1);
        if (SmallBatch.is(x0)) {
            return new SmallBatch(this, t, x0, x1).sample(rng);
        }
        try (var z = rng.normal(x0.getManager(), x0.getDataType(), x0.getShape().getShape())) {
            return sample(t, x0, x1, z);
        }
    }

    /** The same, with the noise z of the bridge given, shape (n, d). */
    public PathSample sample(NDArray t, NDArray x0, NDArray x1, NDArray z) {
        checkThere(t, x0, x1);
        RequireArray.open(z, "z");
        if (bridge.isEmpty()) {
            throw new IllegalArgumentException("A path without a bridge takes no noise; call sample(t, x0, x1)");
        }
        Doubles.checkAlike("z", z, "x0", x0);
        return sample(t, x0, x1, Optional.of(z));
    }

    private PathSample sample(NDArray t, NDArray x0, NDArray x1, Optional<NDArray> z) {
        check(t, x0, x1);
        if (SmallBatch.is(x0)) {
            return new SmallBatch(this, t, x0, x1).sample(z);
        }
        if (!(schedule instanceof Curves)) { // which look at their times themselves
            Doubles.checkUnit(Doubles.of("t", t));
        }
        try (var scratch = new Scratch()) {
            var s = Require.nonNull(schedule.at(t), "schedule.at(t)");
            var xt = x0.mul(s.sigma()).addi(x1.mul(s.alpha()));
            var ut = x0.mul(s.dSigma()).addi(x1.mul(s.dAlpha()));
            z.ifPresent(noise -> {
                var g = Require.nonNull(bridge.orElseThrow().at(t), "bridge.at(t)");
                xt.addi(noise.mul(g.gamma()));
                ut.addi(noise.mul(g.dGamma()));
            });
            xt.attach(x0.getManager());
            ut.attach(x0.getManager());
            return new PathSample(t, x0, x1, scratch.keep(xt), scratch.keep(ut));
        }
    }

    /**
     * The velocity at any point x of the Gaussian path N(mu_t, γ² I) between two ends: (γ'/γ) (x - mu_t) + mu_t'.
     *
     * <p>Without a bridge it is mu_t', at constant γ as well.
     *
     * @param x points, shape (n, d)
     * @throws IllegalArgumentException where γ is 0 and γ' is not: there x can only be mu_t
     */
    public NDArray velocity(NDArray t, NDArray x, NDArray x0, NDArray x1) {
        check(t, x0, x1);
        Doubles.checkAlike("x", x, "x0", x0);
        var c = Coefficients.at(this, Doubles.of("t", t));
        return combine(
                c,
                x,
                new Term("x", x, k -> k.dGamma() == 0 ? 0 : k.dGamma() / k.gamma()),
                new Term("x0", x0, k -> k.dSigma() - (k.dGamma() == 0 ? 0 : k.dGamma() / k.gamma() * k.sigma())),
                new Term("x1", x1, k -> k.dAlpha() - (k.dGamma() == 0 ? 0 : k.dGamma() / k.gamma() * k.alpha())));
    }

    /** One summand: a coefficient of time, times an array. */
    record Term(String name, NDArray array, ToDoubleFunction<Coefficients> coefficient) {}

    /** The sum of the terms, coefficients being worked out in double precision; on the manager of {@code home}. */
    static NDArray combine(Coefficients[] c, NDArray home, Term... terms) {
        return Scratch.keeping(() -> {
            NDArray sum = term(c, home, terms[0]);
            for (int k = 1; k < terms.length; k++) {
                sum.addi(term(c, home, terms[k]));
            }
            sum.attach(home.getManager());
            return sum;
        });
    }

    private static NDArray term(Coefficients[] c, NDArray home, Term term) {
        var factors = new double[c.length];
        for (int i = 0; i < c.length; i++) {
            factors[i] = term.coefficient.applyAsDouble(c[i]);
            if (!Double.isFinite(factors[i])) {
                throw new IllegalArgumentException("The coefficient of " + term.name + " is " + factors[i]
                        + " where the path has " + c[i] + "; keep away from that end of time, or choose a schedule"
                        + " that does not vanish there, such as Schedule.linear(sigmaMin)");
            }
        }
        return term.array.mul(Doubles.like(home, factors, new Shape(c.length, 1)));
    }

    private static void checkThere(NDArray t, NDArray x0, NDArray x1) {
        RequireArray.open(t, "t");
        RequireArray.open(x0, "x0");
        RequireArray.open(x1, "x1");
    }

    private static void check(NDArray t, NDArray x0, NDArray x1) {
        RequireArray.points(x0, "x0");
        Doubles.checkAlike("x1", x1, "x0", x0);
        Doubles.checkTimes(t, x0);
    }
}
