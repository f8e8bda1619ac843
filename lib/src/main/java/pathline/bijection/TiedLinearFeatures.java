package pathline.bijection;

import ai.djl.ndarray.NDArray;
import pathline.check.Require;
import pathline.field.NamedArrays;
import pathline.random.Rng;

/**
 * An affine function of the coordinates before, all coordinates sharing one matrix, of which the first t - 1 columns are used:
 * h_t = Σ_{j&lt;t} v_j x_j + b_t, so that h_t grows by one term from coordinate to coordinate (TAN's linear autoregressive model with
 * tied weights, as in NADE).
 *
 * @param dim how many coordinates a point has, at least 1
 * @param count how many numbers each coordinate is given
 */
public record TiedLinearFeatures(int dim, int count) implements PrefixFeatures {

    /** Checks the sizes. */
    public TiedLinearFeatures {
        Require.atLeast(dim, 1, "dim");
        Require.atLeast(count, 1, "count");
    }

    /** v_j is row j of the weights. */
    @Override
    public NamedArrays declare(NamedArrays arrays, Rng rng) {
        double size = 1 / Math.sqrt(dim);
        return arrays.drawn("weight", () -> size * rng.normal(), dim, count).zeros("bias", dim, count);
    }

    @Override
    public NDArray all(NDArray x, Weights own) {
        var terms = x.transpose().reshape(dim, -1, 1).mul(own.get("weight").reshape(dim, 1, count));
        var before = terms.cumSum(0).sub(terms);
        return before.add(own.get("bias").reshape(dim, 1, count)).reshape(-1, count);
    }

    @Override
    public Reader reader(NDArray like, Weights own) {
        return new Sum(own.get("weight"), own.get("bias"), like.getShape().get(0));
    }

    /** The sum so far. */
    private static final class Sum implements Reader {

        private final NDArray weight;
        private final NDArray bias;
        private NDArray sum;
        private int t;

        Sum(NDArray weight, NDArray bias, long rows) {
            this.weight = weight;
            this.bias = bias;
            sum = weight.get("0:1")
                    .zerosLike()
                    .broadcast(rows, weight.getShape().get(1));
        }

        @Override
        public NDArray next(NDArray last) {
            if (t > 0) {
                sum = sum.add(last.mul(weight.get((t - 1) + ":" + t)));
            }
            t++;
            return sum.add(bias.get((t - 1) + ":" + t));
        }
    }
}
