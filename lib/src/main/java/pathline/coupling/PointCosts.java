package pathline.coupling;

import ai.djl.ndarray.NDArray;
import pathline.check.Require;

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
        double[] from = Rows.flat(x0, "x0");
        double[] to = Rows.flat(x1, "x1");
        if (x0.getShape().get(1) != x1.getShape().get(1)) {
            throw new IllegalArgumentException("x0 and x1 must have the same number of coordinates, got shapes "
                    + x0.getShape() + " and " + x1.getShape());
        }
        return new PointCosts(from, to, Math.toIntExact(x0.getShape().get(1)), ground);
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
