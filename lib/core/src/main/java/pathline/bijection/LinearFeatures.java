package pathline.bijection;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.List;
import pathline.check.Identified;
import pathline.check.Require;
import pathline.field.NamedArrays;
import pathline.random.Rng;

/**
 * An affine function of the coordinates before, each coordinate with a matrix of its own: h_t = W_t x_{&lt;t} + b_t (TAN's
 * linear autoregressive model, LAM).
 */
public final class LinearFeatures implements PrefixFeatures, Identified {

    private final int dim;
    private final int count;
    private final NDArray before;

    private LinearFeatures(int dim, int count) {
        this.dim = dim;
        this.count = count;
        before = Constants.indicator(dim, (j, t) -> j < t);
    }

    /** For points of so many coordinates, so many numbers for each. */
    public static LinearFeatures of(int dim, int count) {
        return new LinearFeatures(Require.within(dim, 1, 10_000, "dim"), Require.atLeast(count, 1, "count"));
    }

    @Override
    public int dim() {
        return dim;
    }

    @Override
    public int count() {
        return count;
    }

    /** The weight of number h of coordinate t for coordinate j stands at (j, t, h); those with j ≥ t are not used. */
    @Override
    public NamedArrays declare(NamedArrays arrays, Rng rng) {
        double size = 1 / Math.sqrt(dim);
        return arrays.drawn("weight", () -> size * rng.normal(), dim, dim, count)
                .zeros("bias", dim, count);
    }

    @Override
    public NDArray all(NDArray x, Weights own) {
        var weight = own.get("weight").mul(before.expandDims(2)).reshape(dim, -1);
        var features = x.matMul(weight).reshape(-1, dim, count).add(own.get("bias"));
        return features.transpose(1, 0, 2).reshape(-1, count);
    }

    @Override
    public Reader reader(NDArray like, Weights own) {
        var known = new NDList();
        return last -> {
            int t = known.size();
            var bias = own.get("bias").get(t + ":" + (t + 1));
            known.add(last);
            if (t == 0) {
                return bias.broadcast(like.getShape().get(0), count);
            }
            var weight = own.get("weight").get("0:" + t + ", " + t);
            return Stepwise.joined(new NDList(known.subList(1, t + 1)), 1)
                    .matMul(weight)
                    .add(bias);
        };
    }

    @Override
    public String toString() {
        return "LinearFeatures[dim=" + dim + ", count=" + count + "]";
    }

    /** The sizes. */
    @Override
    public Object identity() {
        return List.of(dim, count);
    }
}
