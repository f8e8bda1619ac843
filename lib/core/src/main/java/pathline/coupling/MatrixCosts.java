package pathline.coupling;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import java.util.function.ToDoubleBiFunction;
import pathline.check.Require;

/** Costs that are stored, row after row. */
final class MatrixCosts implements Costs {

    /** Sums of many costs of this size, and squares of such coordinates' roots, stay far from overflow. */
    static final double LARGEST = 1e290;

    private final int rows;
    private final int columns;
    private final double[] entries;

    private MatrixCosts(int rows, int columns, double[] entries) {
        this.rows = rows;
        this.columns = columns;
        this.entries = entries;
    }

    static MatrixCosts of(double[][] costs) {
        Require.nonNull(costs, "costs");
        if (costs.length == 0 || costs[0].length == 0) {
            throw new IllegalArgumentException("Costs need at least one source and one target");
        }
        int columns = costs[0].length;
        var entries = Size.matrix(costs.length, columns);
        for (int i = 0; i < costs.length; i++) {
            if (costs[i].length != columns) {
                throw new IllegalArgumentException("All rows of costs must have the same length, but row 0 has "
                        + columns + " and row " + i + " has " + costs[i].length);
            }
            for (int j = 0; j < columns; j++) {
                entries[i * columns + j] = finite(costs[i][j], i, j);
            }
        }
        return new MatrixCosts(costs.length, columns, entries);
    }

    static MatrixCosts between(NDArray x0, NDArray x1, ToDoubleBiFunction<double[], double[]> cost) {
        Require.nonNull(cost, "cost");
        double[][] from = PointCosts.rows(x0, "x0");
        double[][] to = PointCosts.rows(x1, "x1");
        var entries = Size.matrix(from.length, to.length);
        for (int i = 0; i < from.length; i++) {
            for (int j = 0; j < to.length; j++) {
                entries[i * to.length + j] = finite(cost.applyAsDouble(from[i], to[j]), i, j);
            }
        }
        return new MatrixCosts(from.length, to.length, entries);
    }

    static MatrixCosts withLabels(Costs costs, double penalty, int[] sourceLabels, int[] targetLabels) {
        Require.nonNull(sourceLabels, "sourceLabels");
        Require.nonNull(targetLabels, "targetLabels");
        if (!(penalty >= 0) || sourceLabels.length != costs.rows() || targetLabels.length != costs.columns()) {
            throw new IllegalArgumentException("Labels need a penalty of at least 0 and one label for each of the "
                    + costs.rows() + " sources and " + costs.columns() + " targets, got penalty " + penalty + ", "
                    + sourceLabels.length + " and " + targetLabels.length + " labels");
        }
        double[] entries = costs.toArray();
        int columns = costs.columns();
        for (int k = 0; k < entries.length; k++) {
            int i = k / columns;
            int j = k % columns;
            entries[k] = finite(entries[k] + (sourceLabels[i] == targetLabels[j] ? 0 : penalty), i, j);
        }
        return new MatrixCosts(costs.rows(), columns, entries);
    }

    private static double finite(double cost, int i, int j) {
        if (!(Math.abs(cost) <= LARGEST)) {
            throw new IllegalArgumentException("The cost of source " + i + " and target " + j + " is " + cost
                    + ", but costs must be finite and below " + LARGEST
                    + "; give a forbidden pair a cost larger than any sum of the others");
        }
        return cost;
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
        return entries[Require.index(i, rows, "i") * columns + Require.index(j, columns, "j")];
    }

    @Override
    public double[] toArray() {
        return Arrays.copyOf(entries, entries.length);
    }

    Scan scan() {
        return new MatrixScan(entries, rows, columns, columns, 1);
    }

    @Override
    public String toString() {
        return "Costs[" + rows + " x " + columns + ", stored]";
    }
}
