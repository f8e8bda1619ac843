package pathline.bijection;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.function.UnaryOperator;
import pathline.array.HostMemory;

/**
 * Integrals of a density of the plane over the square [-12, 12]², by a grid.
 *
 * @param mass of the density
 * @param entropy of the density, in nats
 */
record GridMass(double mass, double entropy) {

    private static final double HALF = 12;

    /**
     * Row by row of the grid.
     *
     * @param points of the grid along each side
     * @param logDensity of points in float64, shape (n, 2)
     */
    static GridMass of(int points, UnaryOperator<NDArray> logDensity) {
        double width = 2 * HALF / (points - 1);
        double mass = 0;
        double entropy = 0;
        for (int i = 0; i < points; i++) {
            var row = new double[2 * points];
            for (int j = 0; j < points; j++) {
                row[2 * j] = -HALF + i * width;
                row[2 * j + 1] = -HALF + j * width;
            }
            try (var manager = NDManager.newBaseManager()) {
                var x = HostMemory.array(manager, DataType.FLOAT64, row, points, 2);
                for (double log : HostMemory.doubles(logDensity.apply(x))) {
                    mass += Math.exp(log) * width * width;
                    entropy -= log * Math.exp(log) * width * width;
                }
            }
        }
        return new GridMass(mass, entropy);
    }
}
