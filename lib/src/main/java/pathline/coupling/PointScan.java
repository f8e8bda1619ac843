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
        double sum = 0;
        for (int k = 0; k < x.d; k++) {
            double at = x.at[k * x.n + i];
            double outside = Math.max(0, Math.max(y.low[k * y.blocks + b] - at, at - y.high[k * y.blocks + b]));
            sum += outside * outside;
        }
        return ground == Ground.SQUARED_DISTANCE ? sum : Math.sqrt(sum);
    }

    @Override
    public void costs(int i, int b, double[] out) {
        int from = b * PointSet.BLOCK;
        costs(i, from, Math.min(PointSet.BLOCK, y.n - from), out);
    }

    @Override
    public void row(int i, double[] out) {
        costs(i, 0, y.n, out);
    }

    private void costs(int i, int from, int count, double[] out) {
        double[] at = y.at;
        double first = x.at[i];
        for (int j = 0; j < count; j++) {
            double difference = first - at[from + j];
            out[j] = difference * difference;
        }
        for (int k = 1; k < x.d; k++) {
            double next = x.at[k * x.n + i];
            int column = k * y.n + from;
            for (int j = 0; j < count; j++) {
                double difference = next - at[column + j];
                out[j] += difference * difference;
            }
        }
        if (ground == Ground.DISTANCE) {
            for (int j = 0; j < count; j++) {
                out[j] = Math.sqrt(out[j]);
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
