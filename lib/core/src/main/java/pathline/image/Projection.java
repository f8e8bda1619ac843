package pathline.image;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.core.Linear;
import pathline.bijection.Weights;
import pathline.field.NamedArrays;
import pathline.random.Rng;

/**
 * A linear map of the last axis, y = W x + b.
 *
 * @param in numbers that go in
 * @param out numbers that come out
 * @param bound weights and biases begin uniform within ± this
 */
record Projection(int in, int out, double bound) {

    /** Beginning within 1 / √in, as PyTorch's do. */
    static Projection of(int in, int out) {
        return new Projection(in, out, 1 / Math.sqrt(in));
    }

    /** The same, beginning at zero. */
    Projection zero() {
        return new Projection(in, out, 0);
    }

    NamedArrays declare(NamedArrays arrays, Rng rng) {
        return declare(arrays, rng, bound, out, in);
    }

    /** A weight of this shape, and a bias as long as its first axis. */
    static NamedArrays declare(NamedArrays arrays, Rng rng, double bound, long... shape) {
        var weight = rng.child("weight");
        var bias = rng.child("bias");
        return arrays.drawn("weight", () -> bound * (2 * weight.uniform() - 1), shape)
                .drawn("bias", () -> bound * (2 * bias.uniform() - 1), shape[0]);
    }

    NDArray at(NDArray x, Weights own) {
        return Linear.linear(x, own.get("weight"), own.get("bias")).singletonOrThrow();
    }

    DualArray at(DualArray x, Weights own) {
        return x.affine(
                value -> at(value, own),
                dx -> Linear.linear(dx, own.get("weight")).singletonOrThrow());
    }
}
