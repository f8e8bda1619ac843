package pathline.adjoint;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.function.UnaryOperator;

/** The adjoint on its way back: one array at a time. */
final class RunningAdjoint {

    private final Store store;
    private NDArray value;

    /** Starts at zero, in the shape and type of a state. */
    RunningAdjoint(Store store, NDArray like) {
        this.store = store;
        this.value = store.keeping(like::zerosLike);
    }

    NDArray value() {
        return value;
    }

    /** Carries the adjoint over a stretch of time; what is made on the way is freed. */
    void carry(UnaryOperator<NDArray> stretch) {
        var before = value;
        value = store.keeping(() -> {
            var after = stretch.apply(before);
            store.release(before);
            return after;
        });
    }

    /** Adds the cotangents of states that were read here. */
    void jump(List<NDArray> cotangents) {
        cotangents.forEach(value::addi);
    }
}
