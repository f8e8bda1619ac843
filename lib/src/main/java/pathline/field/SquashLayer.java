package pathline.field;

import ai.djl.ndarray.NDArray;
import java.util.List;

/**
 * z = p g + w t with p = h Wᵀ + b and the gate g = σ(u t + c): FFJORD's "concatsquash".
 *
 * <p>The five parameters follow one another: W, b, u, c, w.
 */
record SquashLayer(ParameterVector parameters, int weight) implements Layer {

    @Override
    public Applied at(NDArray h, NDArray t) {
        var p = Layer.linear(h, parameters.window(weight), parameters.window(weight + 1));
        var gate = ai.djl.nn.Activation.sigmoid(
                Layer.linear(t, parameters.window(weight + 2), parameters.window(weight + 3)));
        return new At(this, h, t, p, gate);
    }

    /** Adds what the gate's u and c gain from a cotangent of g, one per point. */
    private void accumulateGate(NDArray cotangent, NDArray t, NDArray gate, ParameterVector into) {
        var a = Scalars.ONE.sub(gate).muli(gate).muli(perTime(cotangent, t));
        Layer.addOuter(into.window(weight + 2), a, t);
        into.window(weight + 3).addi(Layer.columnSums(a));
    }

    /** One row per time: the sum over the points where they share one time. */
    private static NDArray perTime(NDArray a, NDArray t) {
        return t.getShape().get(0) == 1 ? a.sum(new int[] {0}, true) : a;
    }

    private record At(SquashLayer layer, NDArray h, NDArray t, NDArray p, NDArray gate) implements Applied {

        @Override
        public NDArray value() {
            return p.mul(gate).addi(Layer.linear(t, layer.parameters.window(layer.weight + 4)));
        }

        @Override
        public NDArray product(NDArray dh) {
            return Layer.linear(dh, layer.parameters.window(layer.weight));
        }

        @Override
        public Derivative jvp(NDArray dh, NDArray dp) {
            return new Along(this, dh, dp, dp.mul(gate));
        }

        @Override
        public NDArray vjp(NDArray a) {
            return a.mul(gate).matMul(layer.parameters.window(layer.weight));
        }

        @Override
        public void accumulate(NDArray a, ParameterVector into) {
            var ap = a.mul(gate);
            Layer.addOuter(into.window(layer.weight), ap, h);
            into.window(layer.weight + 1).addi(Layer.columnSums(ap));
            layer.accumulateGate(a.mul(p), t, gate, into);
            Layer.addOuter(into.window(layer.weight + 4), perTime(a, t), t);
        }

        @Override
        public void accumulate(NDArray dh, NDArray b, ParameterVector into) {
            accumulate(dh, product(dh), b, into);
        }

        @Override
        public List<NDArray> made() {
            return List.of(p, gate);
        }

        private void accumulate(NDArray dh, NDArray dp, NDArray b, ParameterVector into) {
            Layer.addOuter(into.window(layer.weight), b.mul(gate), dh);
            var cotangent = b.mul(dp);
            var summed = cotangent.getShape().dimension() == 3 ? cotangent.sum(new int[] {0}) : cotangent;
            layer.accumulateGate(summed, t, gate, into);
        }
    }

    private record Along(At at, NDArray dh, NDArray dp, NDArray value) implements Derivative {

        @Override
        public NDArray vjp(NDArray b) {
            return at.vjp(b);
        }

        @Override
        public void accumulate(NDArray b, ParameterVector into) {
            at.accumulate(dh, dp, b, into);
        }

        @Override
        public List<NDArray> made() {
            return List.of(dp, value);
        }
    }
}
