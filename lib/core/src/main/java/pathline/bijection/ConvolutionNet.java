package pathline.bijection;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.convolutional.Conv2d;
import pathline.check.Require;
import pathline.field.EngineCheck;
import pathline.field.NamedArrays;
import pathline.random.Rng;

/**
 * Three convolutions that keep height and width: 3 × 3, relu, 1 × 1, relu, 3 × 3, with zeros beyond the border. The last begins at
 * zero. With no hidden channels it is one convolution of 3 × 3, as {@link Split} has it.
 *
 * <p>A process in which the engine computes convolutions wrongly is refused, with the cure; see {@link EngineCheck}.
 *
 * @param in channels that go in
 * @param hidden channels between; 0 for a single convolution
 * @param out channels that come out
 */
record ConvolutionNet(int in, int hidden, int out) {

    private static final Shape STRIDE = new Shape(1, 1);
    private static final Shape NONE = new Shape(0, 0);
    private static final Shape BORDER = new Shape(1, 1);
    private static final double START = 0.05;

    ConvolutionNet {
        Require.atLeast(in, 1, "in");
        Require.atLeast(hidden, 0, "hidden");
        Require.atLeast(out, 1, "out");
        if (hidden == 0) {
            accept(in, out, 3);
        } else {
            accept(in, hidden, 3);
            accept(hidden, hidden, 1);
            accept(hidden, out, 3);
        }
    }

    private static void accept(int from, int to, int kernel) {
        EngineCheck.refusal(from, to, kernel, 1).ifPresent(words -> {
            throw new IllegalStateException(words);
        });
    }

    /** Hidden weights from N(0, 0.05²), as Glow has them. */
    NamedArrays declare(NamedArrays arrays, Rng rng) {
        if (hidden == 0) {
            return arrays.zeros("out.weight", out, in, 3, 3).zeros("out.bias", out);
        }
        return arrays.drawn("0.weight", () -> START * rng.normal(), hidden, in, 3, 3)
                .zeros("0.bias", hidden)
                .drawn("1.weight", () -> START * rng.normal(), hidden, hidden, 1, 1)
                .zeros("1.bias", hidden)
                .zeros("out.weight", out, hidden, 3, 3)
                .zeros("out.bias", out);
    }

    /** Of images (n, in, height, width), shape (n, out, height, width). */
    NDArray at(NDArray x, Weights own) {
        var last = x;
        if (hidden > 0) {
            var first = Activation.relu(convolved(x, own.of("0"), BORDER));
            last = Activation.relu(convolved(first, own.of("1"), NONE));
        }
        return convolved(last, own.of("out"), BORDER);
    }

    private static NDArray convolved(NDArray x, Weights own, Shape border) {
        return Conv2d.conv2d(x, own.get("weight"), own.get("bias"), STRIDE, border)
                .singletonOrThrow();
    }
}
