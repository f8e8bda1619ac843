package pathline.field;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.stream.Stream;
import pathline.array.Points;

/**
 * z = p g + w t with p = h Wᵀ + b and the gate g = σ(u t + c): FFJORD's "concatsquash".
 *
 * @param affine the map from h to p
 * @param first the number of u, which c and w follow
 */
record SquashLayer(ParameterVector parameters, Layer affine, int first) implements Layer {

    @Override
    public SquashLayer given(Points condition) {
        return new SquashLayer(parameters, affine.given(condition), first);
    }

    @Override
    public Applied at(NDArray h, NDArray t) {
        var inner = affine.at(h, t);
        var p = inner.value();
        var gate =
                ai.djl.nn.Activation.sigmoid(Layer.linear(t, parameters.window(first), parameters.window(first + 1)));
        return new At(this, inner, t, p, gate);
    }

    /** Adds what the gate's u and c gain from a cotangent of g, one per point. */
    private void accumulateGate(NDArray cotangent, NDArray t, NDArray gate, ParameterVector into) {
        var a = Scalars.ONE.sub(gate).muli(gate).muli(perTime(cotangent, t));
        Layer.addOuter(into.window(first), a, t);
        into.window(first + 1).addi(Layer.columnSums(a));
    }

    /** One row per time: the sum over the points where they share one time. */
    private static NDArray perTime(NDArray a, NDArray t) {
        return t.getShape().get(0) == 1 ? a.sum(new int[] {0}, true) : a;
    }

    private record At(SquashLayer layer, Applied affine, NDArray t, NDArray p, NDArray gate) implements Applied {

        @Override
        public NDArray value() {
            return p.mul(gate).addi(Layer.linear(t, layer.parameters.window(layer.first + 2)));
        }

        @Override
        public NDArray product(NDArray dh) {
            return affine.product(dh);
        }

        @Override
        public Derivative jvp(NDArray dh, NDArray dp) {
            return new Along(this, dh, dp, dp.mul(gate));
        }

        @Override
        public NDArray vjp(NDArray a) {
            return affine.vjp(a.mul(gate));
        }

        @Override
        public void accumulate(NDArray a, ParameterVector into) {
            affine.accumulate(a.mul(gate), into);
            layer.accumulateGate(a.mul(p), t, gate, into);
            Layer.addOuter(into.window(layer.first + 2), perTime(a, t), t);
        }

        @Override
        public void accumulate(NDArray dh, NDArray b, ParameterVector into) {
            accumulate(dh, product(dh), b, into);
        }

        @Override
        public List<NDArray> made() {
            return Stream.concat(Stream.of(p, gate), affine.made().stream()).toList();
        }

        private void accumulate(NDArray dh, NDArray dp, NDArray b, ParameterVector into) {
            affine.accumulate(dh, b.mul(gate), into);
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
