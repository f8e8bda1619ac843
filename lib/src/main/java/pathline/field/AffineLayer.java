package pathline.field;

import ai.djl.ndarray.NDArray;

/** z = h Wᵀ + b, whatever the time. */
record AffineLayer(ParameterVector parameters, int weight, int bias) implements Layer {

    @Override
    public Applied at(NDArray h, NDArray t) {
        return new At(this, h);
    }

    private record At(AffineLayer layer, NDArray h) implements Applied {

        @Override
        public NDArray value() {
            return Layer.linear(h, layer.parameters.window(layer.weight), layer.parameters.window(layer.bias));
        }

        @Override
        public NDArray product(NDArray dh) {
            return Layer.linear(dh, layer.parameters.window(layer.weight));
        }

        @Override
        public Derivative jvp(NDArray dh, NDArray product) {
            return new Along(this, dh, product);
        }

        @Override
        public NDArray vjp(NDArray a) {
            return a.matMul(layer.parameters.window(layer.weight));
        }

        @Override
        public void accumulate(NDArray a, ParameterVector into) {
            Layer.addOuter(into.window(layer.weight), a, h);
            into.window(layer.bias).addi(Layer.columnSums(a));
        }

        @Override
        public void accumulate(NDArray dh, NDArray b, ParameterVector into) {
            Layer.addOuter(into.window(layer.weight), b, dh);
        }
    }
}
