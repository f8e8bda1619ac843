package pathline.array;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import pathline.check.Require;

/**
 * Frees the arrays that a calculation makes on its way, and keeps its result.
 *
 * <pre>
 * NDArray energy = Scratch.keeping(() -> x.square().sum(new int[] {1}).mul(0.5));
 * </pre>
 *
 * <p>Every array made on this thread between opening and closing is closed, whichever manager it belongs to, unless it
 * was {@linkplain #keep kept}. Scratches nest: what the inner one keeps, the outer one watches over.
 */
public final class Scratch implements AutoCloseable {

    private final NDScope scope = new NDScope();
    private final List<NDArray> kept = new ArrayList<>();

    /** The result of {@code body}; all else that it makes is freed. */
    public static NDArray keeping(Supplier<NDArray> body) {
        Require.nonNull(body, "body");
        try (var scratch = new Scratch()) {
            return scratch.keep(body.get());
        }
    }

    /** Lets {@code array} outlive this scratch. */
    public NDArray keep(NDArray array) {
        NDScope.unregister(Require.nonNull(array, "array"));
        kept.add(array);
        return array;
    }

    @Override
    public void close() {
        scope.close();
        for (var array : kept) {
            NDScope.register(array);
        }
    }
}
