package pathline.flow;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.function.DoubleUnaryOperator;
import pathline.array.Scratch;
import pathline.check.Require;
import pathline.check.RequireArray;
import pathline.distribution.Distribution;
import pathline.distribution.Gaussian;
import pathline.field.Velocity;
import pathline.ode.VectorField;
import pathline.path.GaussianPath;
import pathline.path.MarginalVelocity;
import pathline.random.Rng;

/**
 * The same laws p_t as a flow, reached by a random way:
 *
 * <pre>
 *   dx = (v(t, x) + g(t)²/2 ∇ log p_t(x)) dt + g(t) dW
 * </pre>
 *
 * <p>Noise spreads the crowd, the score gathers it again, and p_t stays what it was, for every g (Song et al., ICLR 2021;
 * Albergo, Boffi and Vanden-Eijnden, 2023). With g = 0 it is the flow. A single point forgets where it came from, and with
 * it the errors made on the way.
 *
 * <p>Steps are those of Euler and Maruyama, x ← x + h (v + g²/2 s) + g √h z: weak order 1, so laws are wrong by a multiple
 * of h. The score of a path that ends in points grows as 1/σ; there g must fall with σ, as {@link #fading} does, or the
 * last steps explode.
 *
 * @param source where points start
 * @param field the velocity and the score of the laws p_t
 * @param diffusion g, not negative
 * @param steps how many equal steps from t = 0 to t = 1
 */
public record StochasticFlow(Distribution source, Field field, DoubleUnaryOperator diffusion, int steps)
        implements Distribution {

    private static final int MOST = 1_000_000; // where h is as small as the rounding of t and x in float32

    /** A velocity together with the score of the laws that it moves. */
    @FunctionalInterface
    public interface Field {

        /** Both at the points x of shape (n, d), at one time; each of shape (n, d) and of x's type. */
        At at(double t, NDArray x);

        /** Velocity v(t, x) and score ∇ log p_t(x). */
        record At(NDArray velocity, NDArray score) {
            public At {
                RequireArray.real(velocity, "velocity");
                RequireArray.real(score, "score");
            }
        }
    }

    public StochasticFlow {
        Require.nonNull(source, "source");
        Require.nonNull(field, "field");
        Require.nonNull(diffusion, "diffusion");
        if (steps < 1 || steps > MOST) {
            throw new IllegalArgumentException(
                    "steps: a way from 0 to 1 needs at least 1 step, and at most " + MOST + ", got " + steps);
        }
    }

    /**
     * Along the exact marginal velocity, whose score is exact too.
     *
     * @param source the source that the marginal velocity was made for
     */
    public static StochasticFlow of(
            Distribution source, MarginalVelocity marginal, DoubleUnaryOperator diffusion, int steps) {
        Require.nonNull(marginal, "marginal");
        Field field = (t, x) -> new Field.At(marginal.at(t, x), marginal.score(t, x));
        return new StochasticFlow(source, field, diffusion, steps);
    }

    /**
     * Along a velocity and a score that were learned each for itself, as by {@link pathline.objective.ScoreMatching}.
     *
     * <p>For a Brownian bridge of noise σ between ends paired by the entropic plan of epsilon = 2 σ², g = σ is the Schrödinger
     * bridge: not only the laws p_t but also the joint law of the ends are those of the plan.
     */
    public static StochasticFlow of(
            Distribution source, VectorField velocity, VectorField score, DoubleUnaryOperator diffusion, int steps) {
        Require.nonNull(velocity, "velocity");
        Require.nonNull(score, "score");
        Field field = (t, x) -> {
            RequireArray.real(x, "x");
            return new Field.At(velocity.at(t, x), score.at(t, x));
        };
        return new StochasticFlow(source, field, diffusion, steps);
    }

    /** Along a learned velocity of a Gaussian path, from N(0, I): the score is read off the velocity. */
    public static StochasticFlow of(GaussianPath path, Velocity velocity, DoubleUnaryOperator diffusion, int steps) {
        Require.nonNull(path, "path");
        Require.nonNull(velocity, "velocity");
        Field field = (t, x) -> {
            var v = velocity.at(t, x);
            return new Field.At(v, path.fromVelocity(Velocity.time(t, x), x, v).score());
        };
        return new StochasticFlow(Gaussian.standard(velocity.dim()), field, diffusion, steps);
    }

    /**
     * g = √(2 strength σ(t)): noise that fades with σ, so that g²/2 times the score, -strength E[x0 | xt], stays bounded.
     *
     * @param strength 0 for the flow itself, 1 for noise as strong as the signal
     */
    public static DoubleUnaryOperator fading(GaussianPath path, double strength) {
        if (!(strength >= 0 && strength < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("strength must be finite and not negative, got " + strength);
        }
        Require.nonNull(path, "path");
        return t -> {
            try (var manager = NDManager.newBaseManager();
                    var scratch = new Scratch()) {
                var time = manager.create(new double[] {t}).reshape(1, 1);
                return Math.sqrt(2 * strength * path.schedule().at(time).sigma().getDouble());
            }
        };
    }

    @Override
    public int dim() {
        return source.dim();
    }

    @Override
    public NDArray sample(NDManager manager, DataType type, int n, Rng rng) {
        Require.nonNull(manager, "manager");
        Require.that(manager.isOpen(), "manager is closed; expected one that is open");
        Require.nonNull(type, "type");
        Require.atLeast(n, 1, "n");
        Require.nonNull(rng, "rng");
        try (var x0 = source.sample(manager, type, n, rng.child("x0"))) {
            return push(x0, rng.child("noise"));
        }
    }

    /**
     * Carries points of the source, shape (n, d), to t = 1; on x0's manager.
     *
     * @throws IllegalStateException at the first step after which a point is not finite, with its row, its column and what
     *     made it so
     */
    public NDArray push(NDArray x0, Rng rng) {
        Parts.checkFinite(x0, "x0");
        Require.nonNull(rng, "rng");
        double h = 1.0 / steps;
        return Scratch.keeping(() -> {
            var x = x0.duplicate();
            for (int k = 0; k < steps; k++) {
                var here = x;
                double t = k * h;
                x = Scratch.keeping(() -> step(here, t, h, rng));
                here.close();
            }
            return x;
        });
    }

    private NDArray step(NDArray x, double t, double h, Rng rng) {
        double g = diffusion.applyAsDouble(t);
        if (!(g >= 0 && g < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("g must be finite and not negative, got " + g + " at t = " + t);
        }
        var at = at(t, x);
        if (g == 0) { // the score may be infinite there, and is not needed
            return finite(x.add(at.velocity().mul(h)), t, g, at);
        }
        var z = rng.normal(x.getManager(), x.getDataType(), x.getShape().getShape());
        var next =
                x.add(at.velocity().mul(h)).addi(at.score().mul(g * g / 2 * h)).addi(z.muli(g * Math.sqrt(h)));
        return finite(next, t, g, at);
    }

    private Field.At at(double t, NDArray x) {
        var at = Require.nonNull(field.at(t, x), "field.at(t, x)");
        for (var array : new NDArray[] {at.velocity(), at.score()}) {
            if (!array.getShape().equals(x.getShape()) || array.getDataType() != x.getDataType()) {
                throw new IllegalArgumentException("field must give a velocity and a score of x's shape and type, "
                        + x.getShape() + " " + x.getDataType() + ", got "
                        + (array == at.velocity() ? "the velocity " : "the score ") + array.getShape() + " "
                        + array.getDataType());
            }
        }
        return at;
    }

    private NDArray finite(NDArray next, double t, double g, Field.At at) {
        Parts.firstNotFinite(next).ifPresent(where -> {
            String velocity = Parts.firstNotFinite(at.velocity())
                    .map(w -> "the velocity is " + w)
                    .orElse("all velocities are finite");
            String score = g == 0
                    ? ""
                    : Parts.firstNotFinite(at.score())
                            .map(w -> ", the score is " + w)
                            .orElse(", all scores are finite");
            throw new IllegalStateException(
                    "After the step from t = " + t + " of " + steps + " steps a point is " + where
                            + ": " + velocity + score + " at its start, g = " + g
                            + "; take more steps, a smaller g where the score"
                            + " is large, as fading does, or a path that keeps some noise at its end");
        });
        return next;
    }
}
