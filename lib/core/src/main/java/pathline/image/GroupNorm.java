package pathline.image;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.norm.LayerNorm;
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
 *   dx̂ = (dx - mean dx - x̂ mean(x̂ dx)) / σ
 * </pre>
 *
 * <p>An image never sees its neighbours in the batch. The engine has no such layer; a group is a row of its layer normalisation.
 *
 * @param channels of an image
 * @param groups a divisor of the channels
 */
record GroupNorm(int channels, int groups) implements ImageLayer {

    private static final float EPSILON = 1e-5f;

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
        var value = x.value();
        var shape = value.getShape();
        long n = shape.get(0);
        var rows = value.reshape(n * groups, -1);
        var row = new Shape(rows.getShape().get(1));
        var manager = value.getManager();
        var normal = LayerNorm.layerNorm(
                        rows,
                        row,
                        manager.ones(row, value.getDataType()),
                        manager.zeros(row, value.getDataType()),
                        EPSILON)
                .singletonOrThrow();
        return x.mapped(normal.reshape(shape), dx -> {
            long k = dx.getShape().get(0);
            return derivative(rows, normal, dx.reshape(k, n * groups, -1)).reshape(dx.getShape());
        });
    }

    private static NDArray derivative(NDArray rows, NDArray normal, NDArray dx) {
        var variance = mean(rows.sub(mean(rows)).square());
        var along = normal.mul(mean(normal.mul(dx)));
        return dx.sub(mean(dx)).sub(along).div(variance.add(EPSILON).sqrt());
    }

    private static NDArray mean(NDArray rows) {
        return rows.mean(new int[] {rows.getShape().dimension() - 1}, true);
    }
}
