package pathline.field;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import java.util.ArrayList;
import java.util.List;

/** Frees every array made while it is open, except those that were kept. */
final class Scratch implements AutoCloseable {

    private final NDScope scope = new NDScope();
    private final List<NDArray> kept = new ArrayList<>(2);

    /** Lets the result outlive this scratch, attached to {@code manager}. */
    NDArray keep(NDArray result, NDManager manager) {
        NDScope.unregister(result);
        if (result.getManager() != manager) {
            result.attach(manager);
        }
        kept.add(result);
        return result;
    }

    @Override
    public void close() {
        scope.close();
        kept.forEach(NDScope::register); // an enclosing scratch decides in its turn
    }
}
