package pathline.field;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import pathline.array.Held;
import pathline.array.Points;
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

    @Override
    public MlpPasses given(Points condition) {
        var told = new ArrayList<>(layers);
        told.set(0, layers.get(0).given(condition));
        return new ArrayMlp(activation, told);
    }

    /** A hidden layer at one input: z, which f may have spoiled, and f(z). */
    private record Unit(Layer.Applied layer, NDArray argument, NDArray value) {}

    /** A tangent at a hidden layer: dz, f'(z), and dh⁺. */
    private record Slope(Layer.Derivative tangent, NDArray first, NDArray derivative) {

        static Slope of(Layer.Derivative tangent, NDArray first) {
            return new Slope(tangent, first, tangent.value().mul(first));
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
    public Tangent jvp(NDArray t, NDArray x, NDArray dx) {
        return jvp(t, x, TangentEnds.along(dx));
    }

    /** The tangent pass between these ends, which keeps nothing. */
    private Tangent jvp(NDArray t, NDArray x, TangentEnds ends) {
        try (var scratch = new Scratch()) {
            var units = forward(t, x);
            var entry = units.get(0);
            var dh = Scratch.keeping(() -> ends.first(entry.layer).value().mul(first(entry)));
            for (var unit : units.subList(1, units.size())) {
                var input = dh;
                dh = Scratch.keeping(() -> unit.layer.jvp(input).value().mul(first(unit)));
            }
            var exit = end(units, t);
            return tangent(exit, ends.last(exit, dh), x).keptBy(scratch);
        }
    }

    @Override
    public Optional<TracedVelocity> traced(NDArray dx) {
        var ends = new TracedEnds(dx, last() instanceof SquashLayer);
        return Optional.of(new TracedVelocity() {
            @Override
            public Tangent at(NDArray t, NDArray x) {
                return jvp(t, x, ends);
            }

            @Override
            public Jvp linearize(NDArray t, NDArray x) {
                return pair(t, x, ends);
            }

            @Override
            public void close() {
                ends.close();
            }
        });
    }

    @Override
    public VelocityLinearization linearize(NDArray t, NDArray x) {
        try (var scratch = new Scratch()) {
            var units = forward(t, x);
            var exit = end(units, t);
            var value = scratch.keep(Shapes.attached(exit.value(), x));
            return VelocityLinearization.of(
                    value,
                    (a, into) -> Scratch.keeping(() -> Shapes.attached(back(units, exit, a, into), x)),
                    dx -> pair(units, exit, value, TangentEnds.along(dx), x, new Held()),
                    held(units, exit)::close);
        }
    }

    /** Asks the last layer for no value, which is not read. */
    @Override
    public NDArray vjp(NDArray t, NDArray x, NDArray a, Gradient into) {
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
                zeta = level.keep(layer.vjp(zeta).muli(first(units.get(i))));
            }
            layer = units.get(i).layer;
        }
        accumulate(layer, zeta, into);
        return layer.vjp(zeta);
    }

    @Override
    public Jvp linearize(NDArray t, NDArray x, NDArray dx) {
        return pair(t, x, TangentEnds.along(dx));
    }

    private Jvp pair(NDArray t, NDArray x, TangentEnds ends) {
        try (var scratch = new Scratch()) {
            var units = forward(t, x);
            var exit = end(units, t);
            var value = scratch.keep(Shapes.attached(exit.value(), x));
            var pair = pair(units, exit, value, ends, x, held(units, exit));
            scratch.keep(pair.derivative());
            return pair;
        }
    }

    /** The tangents between these ends, at units that are there. */
    private Jvp pair(List<Unit> units, Layer.Applied exit, NDArray value, TangentEnds ends, NDArray x, Held held) {
        try (var scratch = new Scratch()) {
            var slopes = new ArrayList<Slope>();
            for (var unit : units) {
                var layer = unit.layer;
                slopes.add(Slope.of(slopes.isEmpty() ? ends.first(layer) : layer.jvp(end(slopes)), first(unit)));
            }
            var tangent = ends.last(exit, end(slopes));
            var derivative = scratch.keep(Shapes.attached(tangent.value(), x));
            for (var slope : slopes) {
                hold(slope.tangent, ends, held);
                held.hold(slope.first);
                held.hold(slope.derivative);
            }
            hold(tangent, ends, held, derivative);
            return Jvp.of(
                    value,
                    derivative,
                    (a, b, into) -> Scratch.keeping(
                            () -> Shapes.attached(back(units, slopes, exit, tangent, new Cotangents(a, b), into), x)),
                    held::close);
        }
    }

    private NDArray back(
            List<Unit> units,
            List<Slope> slopes,
            Layer.Applied exit,
            Layer.Derivative end,
            Cotangents given,
            Gradient into) {
        var layer = exit;
        var tangent = end;
        var back = given;
        for (int i = units.size() - 1; i >= 0; i--) {
            back = back(layer, tangent, back, units.get(i), slopes.get(i), into);
            layer = units.get(i).layer;
            tangent = slopes.get(i).tangent;
        }
        accumulate(layer, tangent, back, into);
        return layer.vjp(back.zeta);
    }

    /** What units and the last layer have made, for as long as a reverse pass may follow. */
    private static Held held(List<Unit> units, Layer.Applied exit) {
        var held = new Held();
        for (var unit : units) {
            unit.layer.made().forEach(held::hold);
            held.hold(unit.argument);
            held.hold(unit.value);
        }
        exit.made().forEach(held::hold);
        return held;
    }

    /** What a tangent has made, but for what outlives the pass or is given away. */
    private static void hold(Layer.Derivative tangent, TangentEnds ends, Held held, NDArray... given) {
        for (var array : tangent.made()) {
            if (!ends.owns(array) && !List.of(given).contains(array)) {
                held.hold(array);
            }
        }
    }

    private static NDArray end(List<Slope> slopes) {
        return slopes.get(slopes.size() - 1).derivative;
    }

    /** The step of the pair's reverse pass from the argument of one layer to that of the hidden layer before it. */
    private Cotangents back(
            Layer.Applied next, Layer.Derivative nextTangent, Cotangents from, Unit unit, Slope slope, Gradient into) {
        try (var scratch = new Scratch()) {
            accumulate(next, nextTangent, from, into);
            var alpha = next.vjp(from.zeta);
            var beta = nextTangent.vjp(from.eta);
            var second = activation.second(unit.argument, unit.value, slope.first);
            var bend = overTangents(beta.mul(slope.tangent.value())).muli(second);
            return new Cotangents(
                    scratch.keep(alpha.muli(slope.first).addi(bend)), scratch.keep(beta.muli(slope.first)));
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

    private static Tangent tangent(Layer.Applied end, Layer.Derivative along, NDArray x) {
        return new Tangent(Shapes.attached(end.value(), x), Shapes.attached(along.value(), x));
    }

    private Layer last() {
        return layers.get(layers.size() - 1);
    }

    private static void accumulate(Layer.Applied layer, NDArray a, Gradient into) {
        if (into.wanted()) {
            layer.accumulate(a, into.kept());
        }
    }

    private static void accumulate(Layer.Applied layer, Layer.Derivative tangent, Cotangents at, Gradient into) {
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
