package pathline.image;

import ai.djl.ndarray.types.Shape;
import pathline.bijection.Weights;
import pathline.check.Require;
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
 * <p>An image never sees its neighbours in the batch. The engine has no such layer; a group is a row of its layer normalisation.
 *
 * @param channels of an image
 * @param groups a divisor of the channels
 */
record GroupNorm(int channels, int groups) implements ImageLayer {

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
        var scale = own.get("weight").reshape(1, channels, 1, 1);
        var shift = own.get("bias").reshape(1, channels, 1, 1);
        return normalised(x).times(scale).plus(shift);
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
