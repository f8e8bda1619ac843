package pathline.coupling;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import pathline.check.Require;
import pathline.ode.Memory;

/** Points as doubles, checked on the way in. */
final class Rows {

    /** Sums of many costs of this size, and squares of such coordinates' roots, stay far from overflow. */
    static final double LARGEST = 1e290;

    private Rows() {}

    /** The values of x, row after row; x has shape (n, d), float32 or float64, all finite. */
    static double[] flat(NDArray x, String name) {
        Require.nonNull(x, name);
        if (x.getShape().dimension() != 2 || x.getShape().size() == 0) {
            throw new IllegalArgumentException(
                    name + " must have shape (n, d) with n and d at least 1, got " + x.getShape());
        }
        Require.that(
                x.size() <= Size.MOST,
                name + " has " + x.size() + " numbers, its shape is " + x.getShape() + "; expected at most "
                        + Size.MOST);
        double[] values = doubles(x, name);
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

    private static double[] doubles(NDArray x, String name) {
        if (x.getDataType() != DataType.FLOAT32 && x.getDataType() != DataType.FLOAT64) {
            throw new IllegalArgumentException(name + " must be float32 or float64, got " + x.getDataType());
        }
        return Memory.doubles(x);
    }
}
