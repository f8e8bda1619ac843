package pathline.coupling;

/** Column by column. */
final class PlainSweep implements Sweep {

    @Override
    public int lower(double[] costs, int row, double[] prices, double base, double[] labels, int columns) {
        for (int j = 0; j < columns; j++) {
            double length = costs[row + j] - prices[j] + base;
            if (length < labels[j]) {
                labels[j] = length;
            }
        }
        return least(labels, columns);
    }

    @Override
    public int least(double[] labels, int columns) {
        int first = 0;
        for (int j = 1; j < columns; j++) {
            if (labels[j] < labels[first]) {
                first = j;
            }
        }
        return first;
    }
}
