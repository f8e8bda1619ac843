package pathline.coupling;

/**
 * One assignment problem, solved from given column prices by shortest augmenting paths.
 *
 * <p>Row potentials u and column prices v satisfy u(i) + v(j) ≤ c(i, j), with equality on assigned pairs, from the first
 * step on. A free row is assigned by a shortest path in reduced costs c - u - v to a free column (Dijkstra's search),
 * after which the prices on the path's tree are lowered so that the path is tight (Jonker and Volgenant, <i>A shortest
 * augmenting path algorithm for dense and sparse linear assignment problems</i>, Computing 38, 1987).
 */
abstract class Level {

    /** Potentials of rows and prices of columns; longer than the problem, if another one was. */
    double[] u = {};

    double[] v = {};
    /** The column of each row and the row of each column, or -1 while there is none. */
    int[] columnOf = {};

    int[] rowOf = {};

    /** Takes on another problem; {@link #prices} and then {@link #solve} are to be called. */
    abstract void open(Scan problem);

    /**
     * Prices the columns by the c-transform, v(j) = min over k of c(j, k) - p(k).
     *
     * @param columns this problem's columns as rows
     * @param potentials p
     */
    abstract void prices(Scan columns, double[] potentials);

    abstract void solve();

    final void assign(int i, int j) {
        rowOf[j] = i;
        columnOf[i] = j;
    }
}
