package pathline.field;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import pathline.ode.Scratch;

/**
 * The passes of a multilayer perceptron in array operations: forward, tangent, reverse, and reverse of the pair.
 *
 * <pre>
 *   z = layer(h),    h⁺ = f(z)                          forward
 *   dz = W dh,       dh⁺ = f'(z) dz                     tangent
 *   α = W'ᵀ ζ⁺,      ζ = f'(z) α                        reverse: α, ζ are the cotangents of h⁺, z
 *   β = W'ᵀ η⁺,      η = f'(z) β,  ζ += f''(z) dz β     of the pair: β, η are those of dh⁺, dz; summed over tangents
 * </pre>
 *
 * <p>W' and ζ⁺, η⁺ belong to the next layer. Nothing is recorded by the engine; what reverse needs is in {@link Unit}.
 */
final class ArrayMlp {

    private final Activation activation;
    private final List<Layer> layers;

    ArrayMlp(Activation activation, List<Layer> layers) {
        this.activation = activation;
        this.layers = List.copyOf(layers);
    }

    /** A hidden layer at one input: z, and f(z). */
    private record Unit(Layer.Applied layer, NDArray value) {}

    NDArray at(NDArray t, NDArray x) {
        try (var scratch = new Scratch()) {
            var h = x;
            for (int i = 0; i < layers.size() - 1; i++) {
                h = activation.value(layers.get(i).at(h, t).value());
            }
            return scratch.keep(last().at(h, t).value());
        }
    }

    Tangent push(NDArray t, NDArray x, NDArray dx) {
        try (var scratch = new Scratch()) {
            var units = forward(t, x);
            var dh = dx;
            for (var unit : units) {
                dh = unit.layer.push(dh).value().mul(first(unit));
            }
            var end = last().at(units.get(units.size() - 1).value, t);
            return new Tangent(
                    scratch.keep(Shapes.attached(end.value(), x)),
                    scratch.keep(Shapes.attached(end.push(dh).value(), x)));
        }
    }

    NDArray pull(NDArray t, NDArray x, NDArray a, Gradient into) {
        try (var scratch = new Scratch()) {
            var units = forward(t, x);
            Layer.Applied layer = last().at(units.get(units.size() - 1).value, t);
            var zeta = a;
            for (int i = units.size() - 1; i >= 0; i--) {
                accumulate(layer, zeta, into);
                zeta = layer.pull(zeta).muli(first(units.get(i)));
                layer = units.get(i).layer;
            }
            accumulate(layer, zeta, into);
            return scratch.keep(Shapes.attached(layer.pull(zeta), x));
        }
    }

    NDArray pull(NDArray t, NDArray x, NDArray dx, NDArray a, NDArray b, Gradient into) {
        try (var scratch = new Scratch()) {
            var units = forward(t, x);
            var pushed = new ArrayList<Layer.Pushed>();
            var slopes = new ArrayList<NDArray>();
            var dh = dx;
            for (var unit : units) {
                pushed.add(unit.layer.push(dh));
                slopes.add(first(unit));
                dh = pushed.get(pushed.size() - 1).value().mul(slopes.get(slopes.size() - 1));
            }
            Layer.Applied layer = last().at(units.get(units.size() - 1).value, t);
            Layer.Pushed tangent = layer.push(dh);
            var zeta = a;
            var eta = b;
            for (int i = units.size() - 1; i >= 0; i--) {
                accumulate(layer, zeta, into);
                accumulate(tangent, eta, into);
                var alpha = layer.pull(zeta);
                var beta = tangent.pull(eta);
                layer = units.get(i).layer;
                tangent = pushed.get(i);
                var bend = activation.second(layer.value(), units.get(i).value, slopes.get(i));
                zeta = alpha.muli(slopes.get(i))
                        .addi(overTangents(beta.mul(tangent.value())).muli(bend));
                eta = beta.muli(slopes.get(i));
            }
            accumulate(layer, zeta, into);
            accumulate(tangent, eta, into);
            return scratch.keep(Shapes.attached(layer.pull(zeta), x));
        }
    }

    private List<Unit> forward(NDArray t, NDArray x) {
        var units = new ArrayList<Unit>(layers.size());
        var h = x;
        for (int i = 0; i < layers.size() - 1; i++) {
            var applied = layers.get(i).at(h, t);
            h = activation.value(applied.value());
            units.add(new Unit(applied, h));
        }
        return units;
    }

    private NDArray first(Unit unit) {
        return activation.first(unit.layer.value(), unit.value);
    }

    private Layer last() {
        return layers.get(layers.size() - 1);
    }

    private static void accumulate(Layer.Applied layer, NDArray a, Gradient into) {
        if (into.wanted()) {
            layer.accumulate(a, into.kept());
        }
    }

    private static void accumulate(Layer.Pushed tangent, NDArray b, Gradient into) {
        if (into.wanted()) {
            tangent.accumulate(b, into.kept());
        }
    }

    private static NDArray overTangents(NDArray a) {
        return a.getShape().dimension() == 3 ? a.sum(new int[] {0}) : a;
    }
}
