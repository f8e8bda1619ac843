package pathline.coupling;

import ai.djl.ndarray.NDArray;
import pathline.array.HostMemory;
import pathline.check.Require;
import pathline.check.RequireArray;

/** Points as doubles, checked on the way in. */
final class Rows {

    /** Sums of many costs of this size, and squares of such coordinates' roots, stay far from overflow. */
    static final double LARGEST = 1e290;

    private Rows() {}

    /** The values of x, row after row; x has shape (n, d), float32 or float64, all finite. */
    static double[] flat(NDArray x, String name) {
        RequireArray.points(x, name);
        Require.that(
                x.size() <= Size.MOST,
                name + " has " + x.size() + " numbers, its shape is " + x.getShape() + "; expected at most "
                        + Size.MOST);
        double[] values = HostMemory.doubles(x);
        for (int k = 0; k < values.length; k++) {
            // The square of a difference, summed over coordinates, must be finite too.
            if (!(Math.abs(values[k]) <= 1e140)) {
                int d = Math.toIntExact(x.getShape().get(1));
                throw new IllegalArgumentException(name + " has " + values[k] + " at row " + k / d + ", coordinate "
                        + k % d + "; coordinates must be finite and below 1e140");
            }
        }
        return values;
    }

    /** The same as one array per row. */
    static double[][] split(NDArray x, String name) {
        double[] values = flat(x, name);
        int d = Math.toIntExact(x.getShape().get(1));
        var rows = new double[values.length / d][d];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(values, i * d, rows[i], 0, d);
        }
        return rows;
    }
}
