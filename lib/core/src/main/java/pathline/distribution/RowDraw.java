package pathline.distribution;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.stream.LongStream;
import pathline.array.Points;
import pathline.check.Require;
import pathline.random.Rng;

/** A distribution whose points are drawn as rows of doubles in Java memory. */
interface RowDraw extends Distribution {

    @Override
    Points points(NDManager manager, DataType type, int n, Rng rng);

    @Override
    default NDArray sample(NDManager manager, DataType type, int n, Rng rng) {
        return points(manager, type, n, rng).array();
    }

    /** The rows as points of shape (n, d). */
    static Points of(NDManager manager, DataType type, double[][] rows) {
        return of(manager, type, rows, rows[0].length);
    }

    /** The rows as events of a shape, (n, ...). */
    static Points of(NDManager manager, DataType type, double[][] rows, long... event) {
        int d = rows[0].length;
        DrawSize.check(rows.length, d);
        var numbers = new double[rows.length * d];
        for (int i = 0; i < rows.length; i++) {
            if (rows[i].length != d) {
                throw new IllegalArgumentException(
                        "All points must have the same number of coordinates, but point 0 has " + d + " and point " + i
                                + " has " + rows[i].length);
            }
            System.arraycopy(rows[i], 0, numbers, i * d, d);
        }
        return Points.of(
                manager,
                type,
                numbers,
                LongStream.concat(LongStream.of(rows.length), LongStream.of(event))
                        .toArray());
    }

    /** Point i as it was drawn: an array of at least one coordinate, all finite. */
    static double[] checked(double[] point, int i) {
        if (point == null || point.length == 0) {
            throw new IllegalArgumentException(
                    "point " + i + " of the draw has no coordinates; expected an array of at least one");
        }
        for (double value : point) {
            if (!Double.isFinite(value)) {
                Require.finite(point, "point " + i + " of the draw");
            }
        }
        return point;
    }
}
