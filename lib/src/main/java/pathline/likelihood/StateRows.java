package pathline.likelihood;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import pathline.ode.Memory;
import pathline.ode.Scratch;
import pathline.random.Typed;

/**
 * States (x, columns), row after row: put together from points, and taken apart.
 *
 * <p>A solve has one state that is put together and one that is taken apart. In float32 on the processor that is a loop: the
 * engine's operations, of which these are a dozen, would take four times as long, while the second core has nothing to do.
 */
final class StateRows {

    private StateRows() {}

    /** Points of shape (n, d) and so many columns of zeros. */
    static NDArray of(NDArray x, int columns) {
        var shape = new Shape(x.getShape().get(0), x.getShape().get(1) + columns);
        if (!Memory.reaches(x)) {
            var none = new Shape(shape.get(0), columns);
            return Scratch.keeping(() -> x.concat(x.getManager().zeros(none, x.getDataType()), 1));
        }
        int d = Math.toIntExact(x.getShape().get(1));
        var rows = new float[Math.toIntExact(shape.size())];
        copy(Memory.floats(x), d, 0, rows, d + columns, d);
        return Typed.array(x.getManager(), rows, shape);
    }

    /** Columns from, ..., from + count - 1 of states of shape (n, width): a copy of shape (n, count). */
    static NDArray columns(NDArray z, int from, int count) {
        int width = Math.toIntExact(z.getShape().get(1));
        if (!Memory.reaches(z)) {
            return Scratch.keeping(
                    () -> z.get(":, " + from + ":" + (from + count)).duplicate());
        }
        var shape = new Shape(z.getShape().get(0), count);
        var part = new float[Math.toIntExact(shape.size())];
        copy(Memory.floats(z), width, from, part, count, count);
        return Typed.array(z.getManager(), part, shape);
    }

    /** Copies {@code count} numbers of each row, from number {@code from} on, to the beginning of rows of another width. */
    private static void copy(float[] rows, int width, int from, float[] into, int intoWidth, int count) {
        int n = rows.length / width;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < count; j++) {
                into[i * intoWidth + j] = rows[i * width + from + j];
            }
        }
    }
}
