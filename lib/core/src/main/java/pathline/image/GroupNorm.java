package pathline.image;

import ai.djl.ndarray.types.Shape;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import pathline.bijection.Weights;
import pathline.check.Require;
import pathline.field.EngineScript;
import pathline.field.NamedArrays;
import pathline.random.Rng;

/**
 * Group normalisation (Wu and He, 2018): the channels of an image in groups, the numbers of each group with mean 0 and variance 1,
 * then a learned scale and shift for each channel.
 *
 * <pre>
 *   x̂ = (x - μ) / σ,   y = γ x̂ + β,   σ² = mean of (x - μ)² + ε over a group
 * </pre>
 *
 * <p>An image never sees its neighbours in the batch. Where there are tangents, a group is a row of the engine's layer normalisation, whose derivative is
 * written out here; else it is one operation of the engine.
 *
 * @param channels of an image
 * @param groups a divisor of the channels
 */
record GroupNorm(int channels, int groups) implements ImageLayer {

    /** The engine's own operation, by the number of groups. */
    private static final Map<Integer, EngineScript> SCRIPTS = new ConcurrentHashMap<>();

    GroupNorm {
        Require.atLeast(channels, 1, "channels");
        Require.atLeast(groups, 1, "groups");
        Require.that(
                channels % groups == 0,
                "groups is " + groups + "; expected a divisor of the " + channels + " channels of a layer");
    }

    @Override
    public NamedArrays declare(NamedArrays arrays, Rng rng) {
        return arrays.drawn("weight", () -> 1, channels).zeros("bias", channels);
    }

    @Override
    public DualArray at(DualArray x, Told told, Weights own) {
        return at(x, own);
    }

    DualArray at(DualArray x, Weights own) {
        if (x.tangents().isEmpty()) {
            return DualArray.of(script().at(x.value(), own.get("weight"), own.get("bias")));
        }
        var scale = own.get("weight").reshape(1, channels, 1, 1);
        var shift = own.get("bias").reshape(1, channels, 1, 1);
        return normalised(x).times(scale).plus(shift);
    }

    private EngineScript script() {
        return SCRIPTS.computeIfAbsent(
                groups,
                count -> EngineScript.of(
                        "torch.group_norm(x, " + count + ", weight, bias, 1.0000000000000001e-05, False)",
                        "x",
                        "weight",
                        "bias"));
    }

    private DualArray normalised(DualArray x) {
        var shape = x.value().getShape();
        long rows = shape.get(0) * groups;
        var normal = RowNorm.of(x.mapped(
                x.value().reshape(rows, -1), dx -> dx.reshape(dx.getShape().get(0), rows, -1)));
        return normal.mapped(
                normal.value().reshape(shape),
                dx -> dx.reshape(new Shape(dx.getShape().get(0)).addAll(shape)));
    }
}
