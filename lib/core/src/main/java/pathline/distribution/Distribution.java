package pathline.distribution;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import pathline.array.Points;
import pathline.check.Require;
import pathline.check.RequireArray;
import pathline.random.Rng;

/**
 * A law from which points can be drawn.
 *
 * <p>One method is enough, so a lambda is a distribution. The uniform law on the unit square is
 * {@code Distribution square = (manager, type, n, rng) -> rng.uniform(manager, type, n, 2)}, and one that is easier to
 * say point by point is
 * <pre>
 * Distribution circle = Distribution.pointwise(rng -&gt; {
 *     double angle = 2 * Math.PI * rng.uniform();
 *     return new double[] {Math.cos(angle), Math.sin(angle)};
 * });
 * </pre>
 *
 * <p>The rows of a sample are exchangeable: their order carries no information, so the first rows are a fair sample of
 * all. They need not be independent: a set that lays a grid along a curve, or draws equal counts per cluster, says so.
 */
@FunctionalInterface
public interface Distribution {

    /**
     * Draws n points.
     *
     * @param manager owner of the result
     * @param type float32 or float64; both round the same numbers
     * @param n number of points, at least 1
     * @param rng the stream that determines the points
     * @return points, shape (n, d), or (n, ...) for events of another shape
     */
    NDArray sample(NDManager manager, DataType type, int n, Rng rng);

    /** Draws n points in float32, the type of training. */
    default NDArray sample(NDManager manager, int n, Rng rng) {
        return sample(manager, DataType.FLOAT32, n, rng);
    }

    /**
     * The same points in the form that batches have within the library; unless overridden, those of
     * {@link #sample(NDManager, DataType, int, Rng)}.
     */
    default Points points(NDManager manager, DataType type, int n, Rng rng) {
        return Points.of(sample(manager, type, n, rng), "what sample(...) returned");
    }

    /** The number of coordinates d, or of numbers of an event; unless overridden, that of one point drawn for the purpose. */
    default int dim() {
        try (NDManager manager = NDManager.newBaseManager()) {
            var drawn = RequireArray.open(sample(manager, 1, Rng.of(0)), "what sample(...) returned");
            var shape = drawn.getShape();
            Require.that(
                    shape.dimension() >= 2 && shape.size() > 0,
                    "sample(...) returned an array of shape " + shape + "; expected (n, d), d at least 1, or (n, ...)");
            return Points.of(drawn, "what sample(...) returned").dim();
        }
    }

    /** A distribution given by how one point is drawn; points are drawn one after the other from the same stream. */
    static Distribution pointwise(PointDraw point) {
        Require.nonNull(point, "point");
        RowDraw rowByRow = (manager, type, n, rng) -> {
            DrawSize.check(manager, type, n, 1, rng);
            var rows = new double[n][];
            for (int i = 0; i < n; i++) {
                rows[i] = RowDraw.checked(point.draw(rng), i);
            }
            return RowDraw.of(manager, type, rows);
        };
        return rowByRow;
    }

    /** Draws a single point of d coordinates, as a new array of length d. */
    @FunctionalInterface
    interface PointDraw {
        double[] draw(Rng rng);
    }
}
