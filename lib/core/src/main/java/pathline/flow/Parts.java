package pathline.flow;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import pathline.array.HostMemory;
import pathline.array.Scratch;
import pathline.check.RequireArray;

/** A calculation on many points, made on some of them at a time, so that memory stays bounded. */
final class Parts {

    private Parts() {}

    /**
     * The results of all parts in one array, in x's type and attached to x's manager.
     *
     * @param x points, shape (n, d) or (n, ...), all finite
     * @param name what the caller calls x
     * @param type what the body calculates in
     * @param most points in a part
     * @param body maps m points to a new array of m rows
     */
    static NDArray map(NDArray x, String name, DataType type, int most, UnaryOperator<NDArray> body) {
        checkFinite(x, name);
        return Scratch.keeping(() -> {
            var points = x.toType(type, false);
            var result = points.getShape().get(0) <= most ? body.apply(points) : joined(points, most, body);
            return result.toType(x.getDataType(), false);
        });
    }

    /** x must be points, all finite. */
    static void checkFinite(NDArray x, String name) {
        firstNotFinite(RequireArray.events(x, name)).ifPresent(where -> {
            throw new IllegalArgumentException(name + " is " + where + "; expected finite numbers");
        });
    }

    /** The first number that is not finite, and where it stands; the sum of all shows cheaply whether to look for one. */
    static Optional<String> firstNotFinite(NDArray x) {
        try (var scratch = new Scratch()) {
            if (Double.isFinite(HostMemory.number(x.sum()))) {
                return Optional.empty();
            }
        }
        double[] numbers = HostMemory.doubles(x);
        int d = numbers.length / Math.toIntExact(x.getShape().get(0));
        String column = x.getShape().dimension() == 2 ? ", column " : ", number ";
        for (int k = 0; k < numbers.length; k++) {
            if (!Double.isFinite(numbers[k])) {
                return Optional.of(numbers[k] + " in row " + k / d + column + k % d + " (counted from 0)");
            }
        }
        return Optional.empty(); // large numbers, whose sum overflows
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
