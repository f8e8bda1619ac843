package pathline.coupling;

import ai.djl.ndarray.NDArray;
import java.util.function.ToDoubleBiFunction;

/**
 * What it costs to send source i to target j: the matrix of an assignment or transport problem.
 *
 * <p>Distances between points are not stored: they are computed in double precision as they are read, which for n points
 * takes the memory of n points, not of n² costs. Every cost is finite; NaN and infinity are refused where the costs are
 * made.
 */
public sealed interface Costs permits MatrixCosts, PointCosts {

    /** Number of sources, n. */
    int rows();

    /** Number of targets, m. */
    int columns();

    /** The cost of the pair (i, j), both counted from 0. */
    double at(int i, int j);

    /**
     * Squared Euclidean distances |x0(i) - x1(j)|², the cost of W2 and of OT-CFM.
     *
     * @param x0 sources, shape (n, d)
     * @param x1 targets, shape (m, d)
     */
    static Costs squaredDistances(NDArray x0, NDArray x1) {
        return PointCosts.of(x0, x1, PointScan.Ground.SQUARED_DISTANCE);
    }

    /** Euclidean distances |x0(i) - x1(j)|, the cost of W1; shapes (n, d) and (m, d). */
    static Costs distances(NDArray x0, NDArray x1) {
        return PointCosts.of(x0, x1, PointScan.Ground.DISTANCE);
    }

    /** Any cost of two points, given as arrays of d coordinates; it is evaluated n m times here and stored. */
    static Costs between(NDArray x0, NDArray x1, ToDoubleBiFunction<double[], double[]> cost) {
        return MatrixCosts.between(x0, x1, cost);
    }

    /** The given costs, row i for source i; copied. */
    static Costs matrix(double[][] costs) {
        return MatrixCosts.of(costs);
    }

    /**
     * These costs and {@code penalty} wherever the labels differ, for conditional transport: with a penalty larger than any
     * difference of costs, labels are matched as far as their counts allow. Stored: n m doubles.
     *
     * @param penalty at least 0, in units of cost
     */
    default Costs plusLabels(double penalty, int[] sourceLabels, int[] targetLabels) {
        return MatrixCosts.withLabels(this, penalty, sourceLabels, targetLabels);
    }

    /** All costs, row after row: n m doubles. */
    default double[] toArray() {
        var all = Size.matrix(rows(), columns());
        for (int i = 0; i < rows(); i++) {
            for (int j = 0; j < columns(); j++) {
                all[i * columns() + j] = at(i, j);
            }
        }
        return all;
    }
}
