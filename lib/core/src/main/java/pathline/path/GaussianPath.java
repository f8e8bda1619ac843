package pathline.path;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import pathline.array.Points;
import pathline.array.Scratch;
import pathline.check.Require;

/**
 * The path of a standard normal source towards one data point: p_t(x | x1) = N(mu_t, σ(t)² I) with mu_t = α(t) x1.
 *
 * <p>Of all fields that move these densities, exactly one moves points as x0 ↦ mu_t + σ x0 does:
 * <pre>
 * v(t, x | x1) = (σ'/σ) (x - mu_t) + mu_t'.
 * </pre>
 * Lipman et al., ICLR 2023, theorem 3. Where σ = 0 it has no value away from mu_t, and asking for it is an error.
 *
 * @param schedule the coefficients α and σ
 */
public record GaussianPath(Schedule schedule) {

    public GaussianPath {
        Require.nonNull(schedule, "schedule");
    }

    /** The Gaussian path of a schedule. */
    public static GaussianPath of(Schedule schedule) {
        return new GaussianPath(schedule);
    }

    /** The same path between two points. */
    public AffinePath affine() {
        return AffinePath.of(schedule);
    }

    /** xt = mu_t + σ x0 and ut = mu_t' + σ' x0, with x0 drawn from N(0, I) by the caller. See {@link AffinePath}. */
    public PathSample sample(NDArray t, NDArray x0, NDArray x1) {
        return affine().sample(t, x0, x1);
    }

    /**
     * The conditional velocity (σ'/σ) (x - mu_t) + mu_t' at any points.
     *
     * @param t times, shape (n, 1) or (1, 1)
     * @param x points, shape (n, d)
     * @param x1 the data point at the end of each path, shape (n, d)
     * @return shape (n, d), attached to x's manager
     */
    public NDArray velocity(NDArray t, NDArray x, NDArray x1) {
        PathChecks.alike("x1", x1, "x", x);
        return fromData(t, x, x1).velocity();
    }

    /** The conditional score ∇ log p_t(x | x1) = -(x - mu_t) / σ², shape (n, d). */
    public NDArray score(NDArray t, NDArray x, NDArray x1) {
        PathChecks.alike("x1", x1, "x", x);
        return fromData(t, x, x1).score();
    }

    /** log p_t(x | x1) = -|x - mu_t|² / (2 σ²) - d log σ - (d/2) log 2π, shape (n). */
    public NDArray logDensity(NDArray t, NDArray x, NDArray x1) {
        PathChecks.alike("x1", x1, "x", x);
        var noise = fromData(t, x, x1);
        long n = x.getShape().get(0);
        long d = x.getShape().size() / n;
        var c = noise.coefficients();
        var normalizer = new double[c.length];
        for (int i = 0; i < c.length; i++) {
            normalizer[i] = d * Math.log(c[i].sigma()) + d / 2.0 * Math.log(2 * Math.PI);
        }
        return Scratch.keeping(() -> {
            var square = noise.noise().square().reshape(n, d).sum(new int[] {1}).mul(-0.5);
            var result = square.sub(Points.like(x, normalizer, new Shape(c.length)));
            result.attach(x.getManager());
            return result;
        });
    }

    /** A velocity at x, to be read as score, noise or data. All arrays have shape (n, d), t has (n, 1) or (1, 1). */
    public Prediction fromVelocity(NDArray t, NDArray x, NDArray velocity) {
        return Prediction.of(this, t, x, velocity, Prediction.Kind.VELOCITY);
    }

    /** A score ∇ log p_t at x, to be read as velocity, noise or data. */
    public Prediction fromScore(NDArray t, NDArray x, NDArray score) {
        return Prediction.of(this, t, x, score, Prediction.Kind.SCORE);
    }

    /** A prediction of the noise x0 in x, to be read as velocity, score or data. */
    public Prediction fromNoise(NDArray t, NDArray x, NDArray noise) {
        return Prediction.of(this, t, x, noise, Prediction.Kind.NOISE);
    }

    /** A prediction of the data point x1 at the end of the path through x, to be read as velocity, score or noise. */
    public Prediction fromData(NDArray t, NDArray x, NDArray data) {
        return Prediction.of(this, t, x, data, Prediction.Kind.DATA);
    }
}
