package pathline.flow;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.util.Locale;
import pathline.array.Scratch;
import pathline.check.Require;
import pathline.check.RequireArray;
import pathline.distribution.Density;

/**
 * The negative log-likelihood of data under a density: the mean of -log p(x) over the points.
 *
 * @param mean in nats per point
 * @param standardError of that mean, from the spread of the points: s / √n; NaN where there is none: of a single point, or
 *     where a point's density is 0 and the mean infinite
 * @param points how many, n
 * @param dim coordinates d of a point
 */
public record Nll(double mean, double standardError, int points, int dim) {

    public Nll {
        Require.that(!Double.isNaN(mean), "mean is NaN; expected a number of nats");
        Require.that(
                standardError >= 0 || Double.isNaN(standardError),
                "standardError is " + standardError + "; expected a number of at least 0, or NaN for none");
        Require.atLeast(points, 1, "points");
        Require.atLeast(dim, 1, "dim");
    }

    /** How well a density explains data of shape (n, d), or (n, ...) for events of another shape. */
    public static Nll of(Density density, NDArray x) {
        Require.nonNull(density, "density");
        RequireArray.events(x, "x");
        try (var nats = Scratch.keeping(() -> density.logDensity(x).toType(DataType.FLOAT64, false))) {
            return of(nats.toDoubleArray(), density.dim());
        }
    }

    /**
     * From the log-density of every point.
     *
     * @param logDensity log p(x_i) in nats
     * @param dim coordinates of a point
     */
    public static Nll of(double[] logDensity, int dim) {
        int n = Require.nonNull(logDensity, "logDensity").length;
        if (n == 0 || dim < 1) {
            throw new IllegalArgumentException("A likelihood needs at least 1 point of at least 1 coordinate, got " + n
                    + " points of " + dim + " coordinates");
        }
        double mean = 0;
        for (int i = 0; i < n; i++) {
            if (!(logDensity[i] < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("logDensity[" + i + "] is " + logDensity[i]
                        + "; expected a number, or minus infinity where the density is 0");
            }
            mean -= logDensity[i] / n;
        }
        if (n == 1 || mean == Double.POSITIVE_INFINITY) {
            return new Nll(mean, Double.NaN, n, dim);
        }
        double squares = 0;
        for (double value : logDensity) {
            squares += (value + mean) * (value + mean);
        }
        return new Nll(mean, Math.sqrt(squares / (n - 1.0) / n), n, dim);
    }

    /**
     * The mean in bits per coordinate, mean / (d ln 2).
     *
     * <p>It belongs to the coordinates as they are. Pixels that were scaled or squashed before have the logarithm of that
     * map's derivative added first.
     */
    public double bitsPerDimension() {
        return mean / (dim * Math.log(2));
    }

    @Override
    public String toString() {
        String of = points
                + (points == 1 ? " point of " : " points of ")
                + dim
                + (dim == 1 ? " coordinate" : " coordinates");
        if (Double.isInfinite(mean)) {
            return String.format(
                    Locale.ROOT, "%s nats, %s; the density of a point is %s", mean, of, mean > 0 ? "0" : "infinite");
        }
        if (Double.isNaN(standardError)) {
            String why = points == 1 ? " (one point has no standard error)" : " (no standard error)";
            return String.format(Locale.ROOT, "%.4f nats, %s%s", mean, of, why);
        }
        return String.format(Locale.ROOT, "%.4f ± %.4f nats, %s", mean, standardError, of);
    }
}
