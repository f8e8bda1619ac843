package pathline.field;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * From tangents dx to the trace, the sum of dxᵀ J dx over tangents: the last layer W is read from its end, as
 * dxᵀ W dh = (Wᵀ dx)ᵀ dh.
 *
 * <p>So neither W dx of the first layer nor Wᵀ dx of the last depends on where the points are, and each is computed once: two of
 * the products of a pass, three of those of its vjp. A last layer with a gate changes with time, and is computed anew.
 */
final class TracedEnds implements TangentEnds, AutoCloseable {

    private final NDArray dx;
    private final boolean gated;
    private Optional<NDArray> entry = Optional.empty();
    private Optional<NDArray> exit = Optional.empty();

    /**
     * @param dx tangents, shape (k, n, d) or (k, 1, d)
     * @param gated whether the last layer changes with time
     */
    TracedEnds(NDArray dx, boolean gated) {
        this.dx = dx;
        this.gated = gated;
    }

    @Override
    public Layer.Derivative first(Layer.Applied layer) {
        entry = kept(entry, () -> layer.product(dx));
        return layer.jvp(dx, entry.orElseThrow());
    }

    @Override
    public Layer.Derivative last(Layer.Applied layer, NDArray dh) {
        if (gated) {
            return new Traced(layer, dx, layer.vjp(dx), dh);
        }
        exit = kept(exit, () -> layer.vjp(dx));
        return new Traced(layer, dx, exit.orElseThrow(), dh);
    }

    @Override
    public boolean owns(NDArray array) {
        return entry.filter(own -> own == array).isPresent()
                || exit.filter(own -> own == array).isPresent();
    }

    /** What was computed before, or is now, and then outlives the open scope. */
    private static Optional<NDArray> kept(Optional<NDArray> known, Supplier<NDArray> compute) {
        if (known.isPresent()) {
            return known;
        }
        var array = compute.get();
        NDScope.unregister(array);
        return Optional.of(array);
    }

    @Override
    public void close() {
        entry.ifPresent(NDArray::close);
        exit.ifPresent(NDArray::close);
    }

    /**
     * The trace as what tangents dh become.
     *
     * @param exit Wᵀ dx, shape (k, n, in) or (k, 1, in)
     */
    private record Traced(Layer.Applied layer, NDArray dx, NDArray exit, NDArray dh) implements Layer.Derivative {

        @Override
        public NDArray value() {
            return dh.mul(exit).sum(new int[] {0, 2}).reshape(-1, 1);
        }

        @Override
        public NDArray vjp(NDArray b) {
            return exit.mul(b);
        }

        @Override
        public void accumulate(NDArray b, ParameterVector into) {
            layer.accumulate(dh, dx.mul(b), into);
        }

        @Override
        public List<NDArray> made() {
            return List.of(exit);
        }
    }
}
