package pathline.path;

import ai.djl.ndarray.NDArray;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import pathline.check.RequireArray;

/**
 * What is known about a noisy point x of a Gaussian path, in any of four forms.
 *
 * <p>With D = E[x1 | xt = x] the data and N = E[x0 | xt = x] the noise, two equations hold, and one more number tells
 * all:
 * <pre>
 * x = α D + σ N,      velocity v = α' D + σ' N,      score s = ∇ log p_t(x) = -N / σ.
 * </pre>
 * Every conversion is a(t) x + b(t) p. Where a or b is infinite, as for the data from the noise at α = 0, there is nothing
 * to be known, and asking is an error.
 */
public final class Prediction {

    /** The form in which the prediction was given. */
    enum Kind {
        VELOCITY,
        SCORE,
        NOISE,
        DATA
    }

    /** A combination a x + b p of the point and what was predicted there. */
    private record Pair(double x, double p) {

        Pair times(double factor) {
            // 0 times infinity is 0 here: a form that is not asked for does not matter
            return factor == 0 ? new Pair(0, 0) : new Pair(factor * x, factor * p);
        }

        Pair plus(Pair other) {
            return new Pair(x + other.x, p + other.p);
        }
    }

    private final PathCoefficients[] coefficients;
    private final NDArray x;
    private final NDArray given;
    private final Kind kind;

    private Prediction(PathCoefficients[] coefficients, NDArray x, NDArray given, Kind kind) {
        this.coefficients = coefficients;
        this.x = x;
        this.given = given;
        this.kind = kind;
    }

    static Prediction of(GaussianPath path, NDArray t, NDArray x, NDArray given, Kind kind) {
        RequireArray.events(x, "x");
        PathChecks.alike(kind.name().toLowerCase(Locale.ROOT), given, "x", x);
        PathChecks.times(t, x);
        return new Prediction(PathCoefficients.at(path.schedule(), PathChecks.numbers("t", t)), x, given, kind);
    }

    /** E[ut | xt = x], shape (n, d). */
    public NDArray velocity() {
        return as("velocity", Kind.VELOCITY, c -> data(c).times(c.dAlpha()).plus(noise(c).times(c.dSigma())));
    }

    /** ∇ log p_t(x), shape (n, d). */
    public NDArray score() {
        return as("score", Kind.SCORE, c -> noise(c).times(-1 / c.sigma()));
    }

    /** E[x0 | xt = x], shape (n, d). */
    public NDArray noise() {
        return as("noise", Kind.NOISE, this::noise);
    }

    /** E[x1 | xt = x], shape (n, d). */
    public NDArray data() {
        return as("data", Kind.DATA, this::data);
    }

    PathCoefficients[] coefficients() {
        return coefficients;
    }

    private Pair noise(PathCoefficients c) {
        return switch (kind) {
            case NOISE -> new Pair(0, 1);
            case SCORE -> new Pair(0, -c.sigma());
            case DATA -> new Pair(1 / c.sigma(), -c.alpha() / c.sigma());
            case VELOCITY -> new Pair(-c.dAlpha() / determinant(c), c.alpha() / determinant(c));
        };
    }

    private Pair data(PathCoefficients c) {
        return switch (kind) {
            case NOISE -> new Pair(1 / c.alpha(), -c.sigma() / c.alpha());
            case SCORE -> new Pair(1 / c.alpha(), c.sigma() * c.sigma() / c.alpha());
            case DATA -> new Pair(0, 1);
            case VELOCITY -> new Pair(c.dSigma() / determinant(c), -c.sigma() / determinant(c));
        };
    }

    /** Of the two equations for D and N, given x and v. */
    private static double determinant(PathCoefficients c) {
        return c.alpha() * c.dSigma() - c.sigma() * c.dAlpha();
    }

    private NDArray as(String wanted, Kind form, Function<PathCoefficients, Pair> pair) {
        String name = " in the " + wanted + " read from " + kind.name().toLowerCase(Locale.ROOT);
        ToDoubleFunction<PathCoefficients> ofX = c -> form == kind ? 0 : pair.apply(c).x;
        ToDoubleFunction<PathCoefficients> ofGiven = c -> form == kind ? 1 : pair.apply(c).p;
        return AffinePath.combine(
                coefficients,
                x,
                new AffinePath.PathTerm("x" + name, x, ofX),
                new AffinePath.PathTerm("the prediction" + name, given, ofGiven));
    }
}
