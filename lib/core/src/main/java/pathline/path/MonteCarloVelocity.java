package pathline.path;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import pathline.array.Points;
import pathline.check.Require;
import pathline.check.RequireArray;
import pathline.distribution.Density;
import pathline.distribution.Distribution;
import pathline.random.Rng;

/**
 * An estimate of the marginal velocity from draws of the target alone, which may be any distribution.
 *
 * <p>A point at x at time t that goes to x1 came from x0 = (x - α x1)/σ, so
 * <pre>
 * v(t, x) = Σ_i w_i u_i / Σ_i w_i,     w_i = p_0(x0_i),     u_i = σ' x0_i + α' x1_i,     x1_i drawn from the target.
 * </pre>
 * The standard error is that of a ratio of means, √(Σ w_i² |u_i - v|²) / Σ w_i per coordinate. The estimate is the exact
 * marginal velocity of the empirical law of the draws.
 */
public final class MonteCarloVelocity {

    private static final int MOST = 1 << 27; // numbers drawn

    private final Schedule schedule;
    private final Density source;
    private final Distribution target;

    private MonteCarloVelocity(Schedule schedule, Density source, Distribution target) {
        this.schedule = schedule;
        this.source = source;
        this.target = target;
    }

    /** For the path σ x0 + α x1 from a source whose density is known to a target that can be drawn from. */
    public static MonteCarloVelocity of(Schedule schedule, Density source, Distribution target) {
        return new MonteCarloVelocity(
                Require.nonNull(schedule, "schedule"),
                Require.nonNull(source, "source"),
                Require.nonNull(target, "target"));
    }

    /**
     * Estimates v(t, x), with the same draws of the target at every point.
     *
     * @param t time, where σ is not 0
     * @param x points, shape (n, d)
     * @param draws number of targets drawn, at least 2
     * @return arrays of x's type, attached to x's manager
     */
    public MonteCarloEstimate at(double t, NDArray x, int draws, Rng rng) {
        if (draws < 2) {
            throw new IllegalArgumentException("An estimate with an error needs at least 2 draws, got " + draws);
        }
        RequireArray.points(x, "x");
        Require.nonNull(rng, "rng");
        var c = PathCoefficients.at(schedule, t)[0];
        if (c.sigma() == 0) {
            throw new IllegalArgumentException(
                    "At t = " + t + " sigma is 0 and x0 cannot be found from x; use an earlier time");
        }
        double[] points = Points.of(x, "x").finite("x");
        int n = Math.toIntExact(x.getShape().get(0));
        int d = Math.toIntExact(x.getShape().get(1));
        Require.that(
                (long) draws * d <= MOST,
                "draws is " + draws + "; " + draws + " draws of " + d + " coordinates are too many, expected at most "
                        + MOST + " numbers");
        var value = new double[n * d];
        var error = new double[n * d];
        var effective = new double[n];
        try (NDManager manager = NDManager.newBaseManager()) {
            var drawn = target.sample(manager, DataType.FLOAT64, draws, rng);
            double[] x1 = Points.of(drawn, "target.sample").finite("a draw of the target");
            if (x1.length != draws * d) {
                throw new IllegalArgumentException("x must have as many coordinates as the target, got " + x.getShape()
                        + " and " + drawn.getShape());
            }
            for (int i = 0; i < n; i++) {
                double[] x0 = origins(c, points, i * d, x1, d);
                double[] logs = logDensity(manager, x0, draws, d);
                effective[i] = average(c, x0, x1, logs, value, error, i * d, d);
                if (!(effective[i] > 0 && Double.isFinite(value[i * d]))) {
                    throw new IllegalArgumentException("x in row " + i
                            + " is reached from no draw of the target: the source's density is 0, or below the"
                            + " range of doubles, at all of the " + draws
                            + " points it would have to start from; take more"
                            + " draws, or a point nearer to the path");
                }
            }
        }
        return new MonteCarloEstimate(
                Points.like(x, value, x.getShape()),
                Points.like(x, error, x.getShape()),
                Points.like(x, effective, new Shape(n)));
    }

    /** Where a point must have started to reach each target: (x - α x1) / σ. */
    private static double[] origins(PathCoefficients c, double[] points, int offset, double[] x1, int d) {
        var x0 = new double[x1.length];
        for (int j = 0; j < x0.length; j++) {
            x0[j] = (points[offset + j % d] - c.alpha() * x1[j]) / c.sigma();
        }
        return x0;
    }

    private double[] logDensity(NDManager manager, double[] x0, int draws, int d) {
        try (var rows = manager.create(x0, new Shape(draws, d));
                var logs = source.logDensity(rows)) {
            return logs.toDoubleArray();
        }
    }

    /** Writes average and standard error of the conditional velocities, and returns the effective number of draws. */
    private static double average(
            PathCoefficients c,
            double[] x0,
            double[] x1,
            double[] logs,
            double[] value,
            double[] error,
            int at,
            int d) {
        double largest = Arrays.stream(logs).max().getAsDouble();
        double total = 0;
        double squares = 0;
        for (int k = 0; k < logs.length; k++) {
            logs[k] = Math.exp(logs[k] - largest);
            total += logs[k];
            squares += logs[k] * logs[k];
        }
        for (int j = 0; j < d; j++) {
            for (int k = 0; k < logs.length; k++) {
                value[at + j] += logs[k] / total * (c.dSigma() * x0[k * d + j] + c.dAlpha() * x1[k * d + j]);
            }
            double sum = 0;
            for (int k = 0; k < logs.length; k++) {
                double off = c.dSigma() * x0[k * d + j] + c.dAlpha() * x1[k * d + j] - value[at + j];
                sum += Math.pow(logs[k] / total * off, 2);
            }
            error[at + j] = Math.sqrt(sum);
        }
        return total * total / squares;
    }

    @Override
    public String toString() {
        return "MonteCarloVelocity[" + schedule + ", " + source + " to " + target + "]";
    }
}
