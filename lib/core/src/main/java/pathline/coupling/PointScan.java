package pathline.coupling;

/** Distances between points, to the first or second power, computed when they are read. */
record PointScan(PointSet x, PointSet y, Ground ground) implements Scan {

    @Override
    public int rows() {
        return x.n;
    }

    @Override
    public int columns() {
        return y.n;
    }

    @Override
    public int blockSize() {
        return PointSet.BLOCK;
    }

    /** The distance from point i to the block's bounding box. */
    @Override
    public double bound(int i, int b) {
        double sum = y.outside(x.at, i, x.n, b);
        return ground == Ground.SQUARED_DISTANCE ? sum : Math.sqrt(sum);
    }

    @Override
    public void costs(int i, int b, double[] out) {
        int from = b * PointSet.BLOCK;
        costs(i, from, Math.min(PointSet.BLOCK, y.n - from), out, 0);
    }

    @Override
    public void row(int i, double[] out, int at) {
        costs(i, 0, y.n, out, at);
    }

    private void costs(int i, int from, int count, double[] out, int to) {
        double[] at = y.at;
        double first = x.at[i];
        for (int j = 0; j < count; j++) {
            double difference = first - at[from + j];
            out[to + j] = difference * difference;
        }
        for (int k = 1; k < x.d; k++) {
            double next = x.at[k * x.n + i];
            int column = k * y.n + from;
            for (int j = 0; j < count; j++) {
                double difference = next - at[column + j];
                out[to + j] += difference * difference;
            }
        }
        if (ground == Ground.DISTANCE) {
            for (int j = 0; j < count; j++) {
                out[to + j] = Math.sqrt(out[to + j]);
            }
        }
    }

    @Override
    public Scan coarser() {
        return new PointScan(x.coarser(), y.coarser(), ground);
    }

    @Override
    public Scan columnsAgainst(Scan coarser) {
        return new PointScan(y, ((PointScan) coarser).x, ground);
    }

    /** What a pair costs. */
    enum Ground {
        DISTANCE,
        SQUARED_DISTANCE
    }
}
