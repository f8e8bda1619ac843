package pathline.field;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import pathline.array.Scratch;

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
final class ArrayMlp implements MlpPasses {

    private final Activation activation;
    private final List<Layer> layers;

    ArrayMlp(Activation activation, List<Layer> layers) {
        this.activation = activation;
        this.layers = List.copyOf(layers);
    }

    /** A hidden layer at one input: z, which f may have spoiled, and f(z). */
    private record Unit(Layer.Applied layer, NDArray argument, NDArray value) {}

    /** A tangent at a hidden layer: dz, and f'(z). */
    private record Push(Layer.Pushed tangent, NDArray first) {

        /** dh⁺. */
        NDArray derivative() {
            return tangent.value().mul(first);
        }
    }

    /** The cotangents of z and of dz. */
    private record Cotangents(NDArray zeta, NDArray eta) {}

    @Override
    public NDArray at(NDArray t, NDArray x) {
        return Scratch.keeping(() -> {
            var h = x;
            for (var layer : layers.subList(0, layers.size() - 1)) {
                var input = h;
                h = Scratch.keeping(() -> activation.value(layer.at(input, t).value()));
            }
            return Shapes.attached(last().at(h, t).value(), x);
        });
    }

    @Override
    public Tangent push(NDArray t, NDArray x, NDArray dx) {
        return push(t, x, Ends.along(dx));
    }

    /** The tangent pass between these ends. */
    Tangent push(NDArray t, NDArray x, Ends ends) {
        try (var scratch = new Scratch()) {
            var units = forward(t, x);
            var entry = units.get(0);
            var dh = Scratch.keeping(() -> ends.first(entry.layer).value().mul(first(entry)));
            for (var unit : units.subList(1, units.size())) {
                var input = dh;
                dh = Scratch.keeping(() -> unit.layer.push(input).value().mul(first(unit)));
            }
            var exit = end(units, t);
            return tangent(exit, ends.last(exit, dh), x).keptBy(scratch);
        }
    }

    @Override
    public Optional<TracedMlp> traced(NDArray dx) {
        return Optional.of(new TracedMlp(this, new TracedEnds(dx, last() instanceof SquashLayer)));
    }

    @Override
    public Pulled pull(NDArray t, NDArray x, UnaryOperator<NDArray> cotangent, Gradient into) {
        try (var scratch = new Scratch()) {
            var units = forward(t, x);
            var exit = end(units, t);
            var value = scratch.keep(Shapes.attached(exit.value(), x));
            var a = cotangent.apply(value);
            Shapes.check("The cotangent", a, x.getShape(), x.getDataType());
            return new Pulled(value, scratch.keep(Shapes.attached(back(units, exit, a, into), x)));
        }
    }

    /** Asks the last layer for no value, which nobody reads. */
    @Override
    public NDArray pull(NDArray t, NDArray x, NDArray a, Gradient into) {
        return Scratch.keeping(() -> {
            var units = forward(t, x);
            return Shapes.attached(back(units, end(units, t), a, into), x);
        });
    }

    /** The reverse pass from the end of the net to x. */
    private NDArray back(List<Unit> units, Layer.Applied exit, NDArray a, Gradient into) {
        var layer = exit;
        var zeta = a;
        for (int i = units.size() - 1; i >= 0; i--) {
            try (var level = new Scratch()) {
                accumulate(layer, zeta, into);
                zeta = level.keep(layer.pull(zeta).muli(first(units.get(i))));
            }
            layer = units.get(i).layer;
        }
        accumulate(layer, zeta, into);
        return layer.pull(zeta);
    }

    @Override
    public NDArray pull(NDArray t, NDArray x, NDArray dx, NDArray a, NDArray b, Gradient into) {
        return Scratch.keeping(
                () -> pull(t, x, dx, pushed -> new Tangent(a, b), into).gradient());
    }

    @Override
    public PulledPair pull(NDArray t, NDArray x, NDArray dx, UnaryOperator<Tangent> cotangents, Gradient into) {
        return pull(t, x, Ends.along(dx), cotangents, into);
    }

    /** The pull of a pair that was pushed between these ends. */
    PulledPair pull(NDArray t, NDArray x, Ends ends, UnaryOperator<Tangent> cotangents, Gradient into) {
        try (var scratch = new Scratch()) {
            var units = forward(t, x);
            var pushes = new ArrayList<Push>();
            for (var unit : units) {
                var layer = unit.layer;
                pushes.add(new Push(pushes.isEmpty() ? ends.first(layer) : layer.push(end(pushes)), first(unit)));
            }
            Layer.Applied layer = end(units, t);
            Layer.Pushed tangent = ends.last(layer, end(pushes));
            var pushed = tangent(layer, tangent, x).keptBy(scratch);
            var given = cotangents.apply(pushed);
            var back = new Cotangents(given.value(), given.derivative());
            for (int i = units.size() - 1; i >= 0; i--) {
                back = back(layer, tangent, back, units.get(i), pushes.get(i), into);
                layer = units.get(i).layer;
                tangent = pushes.get(i).tangent;
            }
            accumulate(layer, tangent, back, into);
            return new PulledPair(pushed, scratch.keep(Shapes.attached(layer.pull(back.zeta), x)));
        }
    }

    private static NDArray end(List<Push> pushes) {
        return pushes.get(pushes.size() - 1).derivative();
    }

    /** The step of the pair's reverse pass from the argument of one layer to that of the hidden layer before it. */
    private Cotangents back(
            Layer.Applied next, Layer.Pushed nextTangent, Cotangents from, Unit unit, Push push, Gradient into) {
        try (var scratch = new Scratch()) {
            accumulate(next, nextTangent, from, into);
            var alpha = next.pull(from.zeta);
            var beta = nextTangent.pull(from.eta);
            var second = activation.second(unit.argument, unit.value, push.first);
            var bend = overTangents(beta.mul(push.tangent.value())).muli(second);
            return new Cotangents(scratch.keep(alpha.muli(push.first).addi(bend)), scratch.keep(beta.muli(push.first)));
        }
    }

    private List<Unit> forward(NDArray t, NDArray x) {
        var units = new ArrayList<Unit>(layers.size());
        var h = x;
        for (int i = 0; i < layers.size() - 1; i++) {
            var applied = layers.get(i).at(h, t);
            var argument = applied.value();
            h = activation.value(argument);
            units.add(new Unit(applied, argument, h));
        }
        return units;
    }

    private NDArray first(Unit unit) {
        return activation.first(unit.argument, unit.value);
    }

    private Layer.Applied end(List<Unit> units, NDArray t) {
        return last().at(units.get(units.size() - 1).value, t);
    }

    private static Tangent tangent(Layer.Applied end, Layer.Pushed pushed, NDArray x) {
        return new Tangent(Shapes.attached(end.value(), x), Shapes.attached(pushed.value(), x));
    }

    private Layer last() {
        return layers.get(layers.size() - 1);
    }

    private static void accumulate(Layer.Applied layer, NDArray a, Gradient into) {
        if (into.wanted()) {
            layer.accumulate(a, into.kept());
        }
    }

    private static void accumulate(Layer.Applied layer, Layer.Pushed tangent, Cotangents at, Gradient into) {
        if (into.wanted()) {
            layer.accumulate(at.zeta, into.kept());
            tangent.accumulate(at.eta, into.kept());
        }
    }

    private static NDArray overTangents(NDArray a) {
        var shape = a.getShape();
        if (shape.dimension() < 3) {
            return a;
        }
        return shape.get(0) == 1 ? a.reshape(shape.slice(1)) : a.sum(new int[] {0}); // a sum over one costs as much
    }
}
