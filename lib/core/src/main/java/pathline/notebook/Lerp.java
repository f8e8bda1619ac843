package pathline.notebook;

import ai.djl.ndarray.NDArray;
import java.util.stream.IntStream;
import pathline.check.Require;
import pathline.check.RequireArray;

/** a + t (b - a) for arrays; what stands between leaves no array behind. */
final class Lerp {

    private Lerp() {}

    static double[] of(double[] a, double[] b, double t) {
        Require.nonNull(a, "a");
        Require.nonNull(b, "b");
        if (a.length != b.length) {
            throw new IllegalArgumentException(
                    "a has " + a.length + " numbers and b " + b.length + "; expected as many");
        }
        return IntStream.range(0, a.length)
                .mapToDouble(i -> Notebook.lerp(a[i], b[i], t))
                .toArray();
    }

    static NDArray of(NDArray a, NDArray b, double t) {
        requireOneShape(a, b);
        try (var whole = b.sub(a);
                var part = whole.mul(t)) {
            return a.add(part);
        }
    }

    static NDArray of(NDArray a, NDArray b, NDArray t) {
        requireOneShape(a, b);
        RequireArray.real(t, "t");
        try (var whole = b.sub(a);
                var part = whole.mul(t)) {
            if (!part.getShape().equals(a.getShape())) {
                throw new IllegalArgumentException(
                        "t has shape " + t.getShape() + "; expected a number for each row of a " + a.getShape()
                                + ", that is (n, 1), or for each entry");
            }
            return a.add(part);
        }
    }

    private static void requireOneShape(NDArray a, NDArray b) {
        RequireArray.real(a, "a");
        RequireArray.real(b, "b");
        if (!a.getShape().equals(b.getShape())) {
            throw new IllegalArgumentException("a has shape " + a.getShape() + " and b " + b.getShape()
                    + "; expected one shape, since a broadcast would mix the rows");
        }
    }
}
