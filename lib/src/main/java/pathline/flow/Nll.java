package pathline.flow;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.util.Locale;
import pathline.distribution.Density;
import pathline.ode.Scratch;

/**
 * The negative log-likelihood of data under a density: the mean of -log p(x) over the points.
 *
 * @param mean in nats per point
 * @param standardError of that mean, from the spread of the points: s / √n; NaN for a single point
 * @param points how many, n
 * @param dim coordinates d of a point
 */
public record Nll(double mean, double standardError, int points, int dim) {

    /** How well a density explains data of shape (n, d). */
    public static Nll of(Density density, NDArray x) {
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
        int n = logDensity.length;
        if (n == 0 || dim < 1) {
            throw new IllegalArgumentException("A likelihood needs at least 1 point of at least 1 coordinate, got " + n
                    + " points of " + dim + " coordinates");
        }
        double mean = 0;
        for (double value : logDensity) {
            mean -= value / n;
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
        return String.format(
                Locale.ROOT, "%.4f ± %.4f nats, %d points of %d coordinates", mean, standardError, points, dim);
    }
}
