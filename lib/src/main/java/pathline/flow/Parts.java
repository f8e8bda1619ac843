package pathline.flow;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import pathline.ode.Scratch;

/** A calculation on many points, made on some of them at a time, so that memory stays bounded. */
final class Parts {

    private Parts() {}

    /**
     * The results of all parts in one array, in x's type and attached to x's manager.
     *
     * @param x points, shape (n, d)
     * @param type what the body calculates in
     * @param most points in a part
     * @param body maps points of shape (m, d) to a new array of m rows
     */
    static NDArray map(NDArray x, DataType type, int most, UnaryOperator<NDArray> body) {
        if (x.getShape().dimension() != 2 || x.getShape().get(0) == 0) {
            throw new IllegalArgumentException(
                    "Points must have shape (n, d), n at least 1, got " + x.getShape() + "; reshape them first");
        }
        return Scratch.keeping(() -> {
            var points = x.toType(type, false);
            var result = points.getShape().get(0) <= most ? body.apply(points) : joined(points, most, body);
            return result.toType(x.getDataType(), false);
        });
    }

    private static NDArray joined(NDArray points, int most, UnaryOperator<NDArray> body) {
        long n = points.getShape().get(0);
        var starts = LongStream.iterate(most, start -> start < n, start -> start + most);
        var results = new NDList();
        for (var part : points.split(starts.toArray(), 0)) {
            results.add(Scratch.keeping(() -> body.apply(part)));
        }
        return NDArrays.concat(results, 0);
    }
}
