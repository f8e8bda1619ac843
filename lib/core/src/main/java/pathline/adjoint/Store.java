package pathline.adjoint;

import ai.djl.ndarray.NDManager;
import java.util.function.Supplier;
import pathline.ode.States;

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

    /** A state that stays until it is released: a copy of an array of the engine, a Java array itself. */
    <S> S keep(States<S> states, S x) {
        count(1, states.bytes());
        return states.keep(x, manager);
    }

    /** The result of {@code body}, kept; all other arrays that it makes are freed. */
    <S> S keeping(States<S> states, Supplier<S> body) {
        S made = states.keeping(body);
        S kept = keep(states, made);
        if (kept != made) {
            states.free(made);
        }
        return kept;
    }

    /** Frees a kept state. */
    <S> void release(States<S> states, S kept) {
        count(-1, states.bytes());
        states.free(kept);
    }

    /** Counts everything that lives here at this moment. */
    void countAll() {
        manager.getManagedArrays()
                .forEach(array ->
                        count(1, array.getShape().size() * array.getDataType().getNumOfBytes()));
    }

    int peakArrays() {
        return peakArrays;
    }

    long peakBytes() {
        return peakBytes;
    }

    private void count(int sign, long size) {
        arrays += sign;
        bytes += sign * size;
        peakArrays = Math.max(peakArrays, arrays);
        peakBytes = Math.max(peakBytes, bytes);
    }
}
