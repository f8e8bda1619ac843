package pathline.coupling;

/**
 * Costs as the solver reads them: row by row, in blocks of neighbouring columns, each with a lower bound.
 *
 * <p>A block whose bound is too high to matter is never computed; this is where points in few dimensions save most of
 * the n² costs.
 */
interface Scan {

    int rows();

    int columns();

    /** Columns in a block; block b holds the columns b · blockSize to (b + 1) · blockSize, the last one fewer. */
    int blockSize();

    /** No cost of row i in block b is less. */
    double bound(int i, int b);

    /** Writes the costs of row i in block b to {@code out}, from its start. */
    void costs(int i, int b, double[] out);

    /** Writes all costs of row i to {@code out}, from {@code at} on. */
    void row(int i, double[] out, int at);

    /** The same problem with half the rows and columns, each standing for two. */
    Scan coarser();

    /** The columns of this problem as rows, against the rows of {@code coarser} as columns. */
    Scan columnsAgainst(Scan coarser);

    default int blocks() {
        return (columns() + blockSize() - 1) / blockSize();
    }
}
