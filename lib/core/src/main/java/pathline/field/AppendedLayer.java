package pathline.field;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.Optional;
import pathline.array.Points;

/**
 * z = [x, c, τ(t)] Wᵀ + b: the first layer of a net with a condition, or the time, appended to x.
 *
 * <p>W's first {@code dim} columns meet x and the others meet [c, τ(t)], which therefore is a shift of the bias. One condition and
 * one time for all points cost one small product instead of a longer x.
 */
record AppendedLayer(
        ParameterVector parameters, int weight, int bias, int dim, TimeInput time, Optional<Points> condition)
        implements Layer {

    @Override
    public AppendedLayer given(Points other) {
        return new AppendedLayer(parameters, weight, bias, dim, time, Optional.of(other));
    }

    @Override
    public Applied at(NDArray x, NDArray t) {
        var columns = columns(t, x.getManager());
        return new At(this, x, columns, columns != t);
    }

    /** [c, τ(t)], in one row if both are; a new array unless it is t. */
    private NDArray columns(NDArray t, NDManager manager) {
        if (condition.isEmpty()) {
            return time.columns(t);
        }
        var c = condition.get().arrayOn(manager);
        if (time.width() == 0) {
            return c.duplicate();
        }
        var clock = time.columns(t);
        long rows = Math.max(c.getShape().get(0), clock.getShape().get(0));
        return NDArrays.concat(new NDList(repeated(c, rows), repeated(clock, rows)), 1);
    }

    private static NDArray repeated(NDArray rows, long count) {
        return rows.getShape().get(0) == count
                ? rows
                : rows.broadcast(count, rows.getShape().get(1));
    }

    private NDArray value(NDArray x, NDArray columns) {
        var shifted = Layer.linear(columns, otherColumns(parameters), parameters.window(bias));
        var shift = columns.getShape().get(0) == 1 ? shifted.squeeze(0) : shifted;
        return Layer.linear(x, stateColumns(parameters), shift);
    }

    private NDArray stateColumns(ParameterVector arrays) {
        return arrays.columns(weight, 0, dim);
    }

    private NDArray otherColumns(ParameterVector arrays) {
        return arrays.columns(weight, dim, arrays.window(weight).getShape().get(1));
    }

    /** @param own whether the columns were made here, and are not the times themselves */
    private record At(AppendedLayer layer, NDArray x, NDArray columns, boolean own) implements Applied {

        @Override
        public NDArray value() {
            return layer.value(x, columns);
        }

        @Override
        public NDArray product(NDArray dx) {
            return Layer.linear(dx, layer.stateColumns(layer.parameters));
        }

        @Override
        public Derivative jvp(NDArray dx, NDArray product) {
            return new Along(this, dx, product);
        }

        @Override
        public NDArray vjp(NDArray a) {
            return a.matMul(layer.stateColumns(layer.parameters));
        }

        @Override
        public void accumulate(NDArray a, ParameterVector into) {
            Layer.addOuter(layer.stateColumns(into), a, x);
            var sums = Layer.columnSums(a);
            into.window(layer.bias).addi(sums);
            boolean shared = columns.getShape().get(0) == 1;
            Layer.addOuter(layer.otherColumns(into), shared ? sums.expandDims(0) : a, columns);
        }

        @Override
        public void accumulate(NDArray dx, NDArray b, ParameterVector into) {
            Layer.addOuter(layer.stateColumns(into), b, dx);
        }

        @Override
        public List<NDArray> made() {
            return own ? List.of(columns) : List.of();
        }
    }
}
