package pathline.coupling;

import ai.djl.ndarray.NDArray;
import pathline.array.Points;
import pathline.check.Require;
import pathline.check.RequireArray;

/** Distances between two point sets, to the first or second power; only the points are stored. */
final class PointCosts implements Costs {

    private final double[] x0;
    private final double[] x1;
    private final int d;
    private final int rows;
    private final int columns;
    private final PointScan.Ground ground;

    private PointCosts(double[] x0, double[] x1, int d, PointScan.Ground ground) {
        this.x0 = x0;
        this.x1 = x1;
        this.d = d;
        this.rows = x0.length / d;
        this.columns = x1.length / d;
        this.ground = ground;
    }

    static PointCosts of(NDArray x0, NDArray x1, PointScan.Ground ground) {
        return of(
                Points.of(RequireArray.events(x0, "x0"), "x0"), Points.of(RequireArray.events(x1, "x1"), "x1"), ground);
    }

    /** Events of any shape, as points of as many coordinates as they have numbers. */
    static PointCosts of(Points x0, Points x1, PointScan.Ground ground) {
        double[] from = coordinates(x0, "x0");
        double[] to = coordinates(x1, "x1");
        if (x0.dim() != x1.dim()) {
            throw new IllegalArgumentException("x0 and x1 must have the same number of coordinates, got shapes "
                    + x0.shape() + " and " + x1.shape());
        }
        return new PointCosts(from, to, x0.dim(), ground);
    }

    /** The coordinates of x, row after row, all finite and small enough for sums of their squares. */
    static double[] coordinates(Points x, String name) {
        Require.that(
                x.shape().size() <= Size.MOST,
                name + " has " + x.shape().size() + " numbers, its shape is " + x.shape() + "; expected at most "
                        + Size.MOST);
        double[] values = x.doubles();
        for (int k = 0; k < values.length; k++) {
            // The square of a difference, summed over coordinates, must be finite too.
            if (!(Math.abs(values[k]) <= 1e140)) {
                throw new IllegalArgumentException(name + " has " + values[k] + " at row " + k / x.dim()
                        + ", coordinate " + k % x.dim() + "; coordinates must be finite and below 1e140");
            }
        }
        return values;
    }

    /** The same as one array per row. */
    static double[][] rows(NDArray x, String name) {
        var points = Points.of(RequireArray.events(x, name), name);
        return Points.split(coordinates(points, name), points.dim());
    }

    @Override
    public int rows() {
        return rows;
    }

    @Override
    public int columns() {
        return columns;
    }

    @Override
    public double at(int i, int j) {
        Require.index(i, rows(), "i");
        Require.index(j, columns(), "j");
        double sum = 0;
        for (int k = 0; k < d; k++) {
            double difference = x0[i * d + k] - x1[j * d + k];
            sum += difference * difference;
        }
        return ground == PointScan.Ground.SQUARED_DISTANCE ? sum : Math.sqrt(sum);
    }

    int dim() {
        return d;
    }

    int[] sourceOrder() {
        return PointSet.order(x0, d);
    }

    int[] targetOrder() {
        return PointSet.order(x1, d);
    }

    Scan scan(int[] sources, int[] targets) {
        return new PointScan(PointSet.of(x0, d, sources), PointSet.of(x1, d, targets), ground);
    }

    @Override
    public String toString() {
        return "Costs[" + rows() + " x " + columns() + ", "
                + (ground == PointScan.Ground.SQUARED_DISTANCE ? "squared distances" : "distances") + "]";
    }
}
