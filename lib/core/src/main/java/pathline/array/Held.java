package pathline.array;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import java.util.ArrayList;
import java.util.List;
import pathline.check.Require;

/**
 * Arrays that one calculation leaves for a later one: they outlive the {@link Scratch} in which they were made, until this is
 * closed.
 *
 * <pre>
 * var held = new Held();
 * NDArray z = Scratch.keeping(() -> held.hold(x.square()).mul(2));
 * held.close();                                     // frees the square
 * </pre>
 *
 * <p>An array that is never closed here is freed with the manager that it is attached to.
 */
public final class Held implements AutoCloseable {

    private final List<Runnable> closing = new ArrayList<>();

    /** Takes an array that was made in the innermost scratch that is open; closing this closes it. */
    public NDArray hold(NDArray array) {
        NDScope.unregister(Require.nonNull(array, "array"));
        closing.add(array::close);
        return array;
    }

    /** What else is to be closed with the arrays. */
    public void alsoClose(Runnable close) {
        closing.add(Require.nonNull(close, "close"));
    }

    @Override
    public void close() {
        closing.forEach(Runnable::run);
        closing.clear();
    }
}
