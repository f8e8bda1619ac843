package pathline.coupling;

/**
 * A view of a cost matrix with steps between its rows and columns; the cost of (i, j) is at i rowStep + j columnStep.
 *
 * <p>Nothing is known of a matrix but its entries: the only block is the whole row, and the coarser problem keeps every
 * second row and column.
 */
record MatrixScan(double[] entries, int rows, int columns, int rowStep, int columnStep) implements Scan {

    @Override
    public int blockSize() {
        return columns;
    }

    @Override
    public double bound(int i, int b) {
        return Double.NEGATIVE_INFINITY;
    }

    @Override
    public void costs(int i, int b, double[] out) {
        row(i, out, 0);
    }

    @Override
    public void row(int i, double[] out, int at) {
        int first = i * rowStep;
        if (columnStep == 1) {
            System.arraycopy(entries, first, out, at, columns);
            return;
        }
        for (int j = 0; j < columns; j++) {
            out[at + j] = entries[first + j * columnStep];
        }
    }

    @Override
    public Scan coarser() {
        return new MatrixScan(entries, (rows + 1) / 2, (columns + 1) / 2, 2 * rowStep, 2 * columnStep);
    }

    @Override
    public Scan columnsAgainst(Scan coarser) {
        int step = ((MatrixScan) coarser).rowStep();
        return new MatrixScan(
                entries,
                /* rows= */ columns,
                /* columns= */ coarser.rows(),
                /* rowStep= */ columnStep,
                /* columnStep= */ step);
    }
}
