package pathline.field;

import ai.djl.ndarray.NDArray;
import java.util.List;

/**
 * z = [x, c(t)] Wᵀ + b: the first layer of a net whose time is appended to x.
 *
 * <p>W's first {@code dim} columns meet x and the others meet c(t), which therefore is a shift of the bias. One time
 * for all points costs one small product instead of a longer x.
 */
record TimeAffineLayer(ParameterVector parameters, int weight, int bias, int dim, TimeInput time) implements Layer {

    @Override
    public Applied at(NDArray x, NDArray t) {
        var columns = time.columns(t);
        return new At(this, x, columns, columns != t);
    }

    private NDArray value(NDArray x, NDArray columns) {
        var shifted = Layer.linear(columns, timeColumns(parameters), parameters.window(bias));
        var shift = columns.getShape().get(0) == 1 ? shifted.squeeze(0) : shifted;
        return Layer.linear(x, stateColumns(parameters), shift);
    }

    private NDArray stateColumns(ParameterVector arrays) {
        return arrays.columns(weight, 0, dim);
    }

    private NDArray timeColumns(ParameterVector arrays) {
        return arrays.columns(weight, dim, dim + time.width());
    }

    /** @param own whether the columns were made here, and are not the times themselves */
    private record At(TimeAffineLayer layer, NDArray x, NDArray columns, boolean own) implements Applied {

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
            boolean oneTime = columns.getShape().get(0) == 1;
            Layer.addOuter(layer.timeColumns(into), oneTime ? sums.expandDims(0) : a, columns);
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
