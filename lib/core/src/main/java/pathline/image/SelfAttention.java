package pathline.image;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import pathline.bijection.Weights;
import pathline.check.Require;
import pathline.field.NamedArrays;
import pathline.random.Rng;

/**
 * Attention of every pixel to every pixel, added to the input, which the zero of the last map leaves as it is at first.
 *
 * <pre>
 *   q, k, v = maps of GroupNorm(x),   P = softmax of kᵀq / √(channels of a head) over the pixels of k,   y = x + W (v P)
 *   dP = P ∘ (dS - sum of P ∘ dS)     for the scores S
 * </pre>
 *
 * <p>Its cost grows with the square of the number of pixels: it belongs where images are small.
 *
 * @param channels of an image
 * @param heads into how many parts, each with its own attention, the channels of q, k and v are cut
 * @param groups of the normalisation
 */
record SelfAttention(int channels, int heads, int groups) implements ImageLayer {

    SelfAttention {
        Require.atLeast(heads, 1, "heads");
        Require.that(
                channels % heads == 0,
                "heads is " + heads + "; expected a divisor of the " + channels + " channels of a layer");
    }

    private GroupNorm norm() {
        return new GroupNorm(channels, groups);
    }

    private Convolution toHeads() {
        return Convolution.of(channels, 3 * channels, 1);
    }

    private Convolution fromHeads() {
        return Convolution.of(channels, channels, 1).zero();
    }

    @Override
    public NamedArrays declare(NamedArrays arrays, Rng rng) {
        return arrays.under("norm", one -> norm().declare(one, rng.child("norm")))
                .under("qkv", one -> toHeads().declare(one, rng.child("qkv")))
                .under("out", one -> fromHeads().declare(one, rng.child("out")));
    }

    @Override
    public DualArray at(DualArray x, Told told, Weights own) {
        var event = x.value().getShape().slice(1);
        var qkv = toHeads().at(norm().at(x, own.of("norm")), own.of("qkv"));
        var attended = attended(qkv).linear(rows -> rows.reshape(new Shape(-1).addAll(event)));
        return x.plus(fromHeads().at(attended, own.of("out")));
    }

    /** From (n, 3 channels, h, w) to (n, channels, h w). */
    private DualArray attended(DualArray qkv) {
        var parts = parts(qkv.value(), 1);
        var q = transposed(scaled(parts.get(0)));
        var k = parts.get(1);
        var v = transposed(parts.get(2));
        var weights = q.matMul(k).softmax(-1); // (n, heads, pixels of q, pixels of k)
        long n = qkv.value().getShape().get(0);
        return qkv.mapped(joined(weights.matMul(v), n, new Shape(n)), dx -> {
            var d = parts(dx, 2);
            var scores = transposed(scaled(d.get(0))).matMul(k).add(q.matMul(d.get(1)));
            var moved = scores.mul(weights);
            var change = moved.sub(weights.mul(moved.sum(new int[] {-1}, true)));
            var sum = change.matMul(v).add(weights.matMul(transposed(d.get(2))));
            return joined(sum, n, new Shape(dx.getShape().get(0), n));
        });
    }

    /** q, k and v of each head, shape (..., heads, channels of a head, pixels); axis is that of the channels. */
    private NDList parts(NDArray qkv, int axis) {
        var before = qkv.getShape().slice(0, axis);
        var heads4 = before.addAll(new Shape(3L * heads, channels / heads, -1));
        return qkv.reshape(heads4).split(3, axis);
    }

    private NDArray scaled(NDArray q) {
        var scale = q.getManager()
                .full(new Shape(), channels / heads, q.getDataType())
                .sqrt();
        return q.div(scale);
    }

    private static NDArray transposed(NDArray x) {
        return x.swapAxes(-1, -2);
    }

    private NDArray joined(NDArray perHead, long n, Shape before) {
        return transposed(perHead).reshape(before.addAll(new Shape(channels, -1)));
    }
}
