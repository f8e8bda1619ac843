package pathline.coupling;

import pathline.array.VectorModule;

/**
 * What a search on a matrix of costs spends its time on: one row offers paths to all columns.
 *
 * <p>Columns are padded to a multiple of {@value #BLOCK} with infinite costs. Implementations agree bit for bit.
 */
public interface Sweep {

    int BLOCK = 32;

    /**
     * Lowers the labels of columns that the row reaches on a shorter path, d(j) = min(d(j), (c(j) - p(j)) + base).
     *
     * @param row where the row's costs begin
     * @param columns a multiple of {@value #BLOCK}
     * @return the first column of the least label
     */
    int lower(double[] costs, int row, double[] prices, double base, double[] labels, int columns);

    /** The first column of the least label. */
    int least(double[] labels, int columns);

    static int padded(int columns) {
        return (columns + BLOCK - 1) / BLOCK * BLOCK;
    }

    /** In the processor's vectors, where this JVM has the vector module and the class path has pathline-kernels. */
    static Sweep fastest() {
        return VectorModule.service(Sweep.class).orElseGet(PlainSweep::new);
    }
}
