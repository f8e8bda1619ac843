package pathline.adjoint;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.function.UnaryOperator;

/** The adjoint on its way back, as an array of the engine that is stored. */
final class RunningAdjoint implements Calculus.Running<NDArray> {

    private final Store store;
    private NDArray value;

    /** Starts at zero, in the shape and type of a state. */
    RunningAdjoint(Store store, NDArray like) {
        this.store = store;
        this.value = store.keeping(like::zerosLike);
    }

    @Override
    public NDArray value() {
        return value;
    }

    /** What is made on the way is freed. */
    @Override
    public void carry(UnaryOperator<NDArray> stretch) {
        var before = value;
        value = store.keeping(() -> {
            var after = stretch.apply(before);
            store.release(before);
            return after;
        });
    }

    @Override
    public void jump(List<NDArray> cotangents) {
        cotangents.forEach(value::addi);
    }
}
