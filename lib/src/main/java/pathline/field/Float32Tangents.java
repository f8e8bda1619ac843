package pathline.field;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import pathline.array.HostMemory;
import pathline.check.Require;
import pathline.check.RequireArray;

/**
 * Tangents in a plain array, as they lie in an array of shape (n, d), (k, n, d), or (k, 1, d).
 *
 * @param numbers one set of rows after the other
 * @param count k; 1 for (n, d)
 * @param rows n, or 1 where all points share them
 */
public record Float32Tangents(float[] numbers, int count, int rows) {

    public Float32Tangents {
        Require.nonNull(numbers, "numbers");
        Require.atLeast(count, 1, "count");
        Require.atLeast(rows, 1, "rows");
        Require.that(
                numbers.length % ((long) count * rows) == 0,
                "numbers has " + numbers.length + " numbers; expected " + count + " tangents of " + rows
                        + " rows, all of one length");
    }

    /** Those of an array. */
    public static Float32Tangents of(NDArray dx) {
        var shape = RequireArray.open(dx, "dx").getShape();
        Require.that(
                shape.dimension() == 2 || shape.dimension() == 3,
                "dx has shape " + shape + "; expected (n, d), (k, n, d) or (k, 1, d)");
        Require.that(dx.getDataType() == DataType.FLOAT32, "dx is " + dx.getDataType() + "; expected float32");
        boolean many = shape.dimension() == 3;
        int rows = Math.toIntExact(shape.get(many ? 1 : 0));
        return new Float32Tangents(HostMemory.floats(dx), many ? Math.toIntExact(shape.get(0)) : 1, rows);
    }

    /** The row of tangent k of a point; of n points. */
    public int row(int k, int point) {
        return rows == 1 ? k : k * rows + point;
    }

    /** Whether all of n points have the same. */
    public boolean shared(int points) {
        return rows == 1 && points > 1;
    }
}
