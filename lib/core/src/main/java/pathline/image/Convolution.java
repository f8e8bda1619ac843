package pathline.image;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.convolutional.Conv2d;
import pathline.bijection.Weights;
import pathline.check.Require;
import pathline.field.EngineCheck;
import pathline.field.NamedArrays;
import pathline.random.Rng;

/**
 * A convolution with zeros beyond the border, y(o, i, j) = b(o) + Σ w(o, c, u, v) x(c, s i + u - p, s j + v - p) with
 * p = (kernel - 1) / 2.
 *
 * <p>With stride s = 1 it keeps height and width; with s = 2 it halves them where they are even. A process in which the engine
 * computes convolutions of this kind wrongly is refused; see {@link EngineCheck}.
 *
 * @param in channels that go in
 * @param out channels that come out
 * @param kernel odd width of the kernel
 * @param stride s
 * @param bound weights and biases begin uniform within ± this; 0 for a layer that begins at zero
 */
record Convolution(int in, int out, int kernel, int stride, double bound) implements ImageLayer {

    Convolution {
        Require.atLeast(in, 1, "in");
        Require.atLeast(out, 1, "out");
        EngineCheck.refusal(in, out, kernel, stride).ifPresent(words -> {
            throw new IllegalStateException(words);
        });
    }

    /** Of stride 1, beginning within 1 / √(number of terms of a sum), as PyTorch's do. */
    static Convolution of(int in, int out, int kernel) {
        return new Convolution(in, out, kernel, 1, 1 / Math.sqrt((double) in * kernel * kernel));
    }

    Convolution stride(int other) {
        return new Convolution(in, out, kernel, other, bound);
    }

    /** The same, beginning at zero. */
    Convolution zero() {
        return new Convolution(in, out, kernel, stride, 0);
    }

    @Override
    public NamedArrays declare(NamedArrays arrays, Rng rng) {
        return Projection.declare(arrays, rng, bound, out, in, kernel, kernel);
    }

    @Override
    public DualArray at(DualArray x, Told told, Weights own) {
        return at(x, own);
    }

    /** The same; a convolution is told nothing. */
    DualArray at(DualArray x, Weights own) {
        var weight = own.get("weight");
        var step = new Shape(stride, stride);
        var border = new Shape((kernel - 1) / 2, (kernel - 1) / 2);
        return x.affine(
                value -> Conv2d.conv2d(value, weight, own.get("bias"), step, border)
                        .singletonOrThrow(),
                dx -> Conv2d.conv2d(dx, weight, null, step, border).singletonOrThrow());
    }
}
