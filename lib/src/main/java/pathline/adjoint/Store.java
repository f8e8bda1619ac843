package pathline.adjoint;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import java.util.function.Supplier;
import pathline.array.Scratch;

/** The arrays kept for the way back, on a manager of their own, counted. */
final class Store {

    private final NDManager manager;
    private int arrays;
    private long bytes;
    private int peakArrays;
    private long peakBytes;

    Store(NDManager parent) {
        this.manager = parent.newSubManager();
    }

    /** Where the arrays live. */
    NDManager manager() {
        return manager;
    }

    /** A copy that stays until it is released. */
    NDArray keep(NDArray array) {
        var copy = array.duplicate();
        NDScope.unregister(copy);
        copy.attach(manager);
        count(copy, 1);
        return copy;
    }

    /** A copy of what {@code body} finds; all else that it makes is freed. */
    NDArray keeping(Supplier<NDArray> body) {
        try (var scratch = new Scratch()) {
            return keep(body.get());
        }
    }

    /** Frees a kept copy. */
    void release(NDArray copy) {
        count(copy, -1);
        copy.close();
    }

    /** Counts everything that lives here at this moment. */
    void countAll() {
        manager.getManagedArrays().forEach(array -> count(array, 1));
    }

    int peakArrays() {
        return peakArrays;
    }

    long peakBytes() {
        return peakBytes;
    }

    /** Counts a plain array as kept, or as kept no longer. */
    void count(float[] array, int sign) {
        count(sign, (long) array.length * Float.BYTES);
    }

    private void count(NDArray array, int sign) {
        count(sign, array.getShape().size() * array.getDataType().getNumOfBytes());
    }

    private void count(int sign, long size) {
        arrays += sign;
        bytes += sign * size;
        peakArrays = Math.max(peakArrays, arrays);
        peakBytes = Math.max(peakBytes, bytes);
    }
}
