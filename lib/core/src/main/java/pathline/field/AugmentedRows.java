package pathline.field;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import java.util.stream.LongStream;
import pathline.check.Require;
import pathline.check.RequireArray;

/**
 * How points lie together with what is gathered along their way: rows (x, D, ...) of d coordinates and some columns, the first of
 * which is the integral D of the divergence. The columns act back on no rate.
 *
 * @param dim d
 * @param columns how many, at least 1
 */
public record AugmentedRows(int dim, int columns) {

    public AugmentedRows {
        Require.atLeast(dim, 1, "dim");
        Require.atLeast(columns, 1, "columns");
        Require.that(
                columns <= Integer.MAX_VALUE - dim,
                "columns is " + columns + "; expected at most " + (Integer.MAX_VALUE - dim) + " beside dim " + dim);
    }

    /** The numbers of a row. */
    public int width() {
        return dim + columns;
    }

    /** Points x of shape (n, d), with nothing gathered yet; shape (n, width). */
    public NDArray start(NDArray x) {
        RequireArray.real(x, "x");
        if (x.getShape().dimension() != 2 || x.getShape().get(1) != dim) {
            throw new IllegalArgumentException("x must have shape (n, " + dim + ") here, got " + x.getShape());
        }
        var nothing = x.getManager().zeros(new Shape(x.getShape().get(0), columns), x.getDataType());
        return x.concat(nothing, 1);
    }

    /** The points of rows, shape (n, d), and every column, shape (n, 1): windows into z. */
    public NDList parts(NDArray z, String name) {
        var shape = RequireArray.real(z, name).getShape();
        if (shape.dimension() != 2 || shape.get(1) != width()) {
            throw new IllegalArgumentException(name + " must have shape (n, " + width() + "), " + dim
                    + " coordinates and then what is gathered along the way, got " + shape
                    + "; make one with start(x)");
        }
        return z.split(LongStream.range(dim, width()).toArray(), 1);
    }

    /** Sets the columns of rows in Java memory to zero. */
    public void clearColumns(float[] z) {
        Require.nonNull(z, "z");
        Require.that(z.length % width() == 0, "z has " + z.length + " numbers; expected rows of " + width());
        for (int row = 0; row < z.length; row += width()) {
            for (int k = dim; k < width(); k++) {
                z[row + k] = 0;
            }
        }
    }
}
