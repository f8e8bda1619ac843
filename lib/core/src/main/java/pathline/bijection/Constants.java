package pathline.bijection;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import pathline.array.HostMemory;
import pathline.field.Orphans;
import pathline.field.Scalars;

/**
 * Arrays of given numbers that layers keep: masks, indices. They may be recorded, since they do not share memory with Java, and
 * each is freed some time after nothing refers to it.
 */
final class Constants {

    /** -1/2. */
    static final NDArray MINUS_HALF = Scalars.of(-0.5);

    private static final Map<Double, NDArray> NUMBERS = new ConcurrentHashMap<>();

    private Constants() {}

    /** Numbers that float32 can say exactly, such as 0 and 1, in float32: with an array of float64 they make float64. */
    static NDArray of(double[] values, long... shape) {
        return kept(DataType.FLOAT32, values, shape);
    }

    /** A square matrix, float32, of 1 where a row and a column fulfil the condition and 0 elsewhere. */
    static NDArray indicator(int size, Places where) {
        var numbers = new double[size * size];
        Arrays.setAll(numbers, k -> where.has(k / size, k % size) ? 1 : 0);
        return of(numbers, size, size);
    }

    /** Places of a matrix. */
    interface Places {
        boolean has(int row, int column);
    }

    /** Numbers to rounding error of the given type. */
    static NDArray of(DataType type, double[] values, long... shape) {
        return kept(type, values, shape);
    }

    /** A number without dimensions, which does not change the type of what it meets; made once for each value. */
    static NDArray number(double value) {
        return NUMBERS.computeIfAbsent(value, Scalars::of);
    }

    /** Places of columns, as int64 of shape (1, count): to be broadcast to (n, count) and gathered by. */
    static NDArray places(int... places) {
        try (var manager = NDManager.newBaseManager();
                var shared = manager.create(IntStream.of(places).asLongStream().toArray())) {
            return watched(shared.reshape(1, places.length));
        }
    }

    private static NDArray kept(DataType type, double[] values, long... shape) {
        try (var manager = NDManager.newBaseManager();
                var shared = HostMemory.array(manager, type, values, shape)) {
            return watched(shared);
        }
    }

    private static NDArray watched(NDArray shared) {
        var own = shared.duplicate();
        own.attach(Orphans.manager());
        NDScope.unregister(own);
        Orphans.watch(own);
        return own;
    }
}
