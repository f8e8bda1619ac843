package pathline.field;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.convolutional.Conv2d;
import java.util.List;
import java.util.SplittableRandom;
import pathline.array.HostMemory;

/**
 * A convolution of two square images, its input, weights and cotangent drawn from a fixed seed: what {@link EngineCheck} compares
 * the engine with.
 *
 * @param in how many channels an image has
 * @param out how many channels the result has
 * @param kernel the width of the kernel
 * @param stride the step from one point of the result to the next
 * @param border how many zeros there are beyond each border
 * @param width of an image in points
 */
record PlainConvolution(int in, int out, int kernel, int stride, int border, int width) {

    /** Channels below, at and between multiples of 16. */
    static final List<PlainConvolution> CASES = List.of(
            new PlainConvolution(24, 1, 3, 1),
            new PlainConvolution(24, 48, 4, 2),
            new PlainConvolution(32, 1, 3, 1),
            new PlainConvolution(16, 32, 3, 1),
            new PlainConvolution(1, 24, 3, 1),
            new PlainConvolution(3, 8, 3, 1));

    /** How many images there are. */
    static final int IMAGES = 2;

    /** Of 28 by 28 points with a border of 1. */
    PlainConvolution(int in, int out, int kernel, int stride) {
        this(in, out, kernel, stride, 1, 28);
    }

    /** Who computes a convolution. */
    @FunctionalInterface
    interface Computed {
        Result of(NDManager manager, PlainConvolution convolution);
    }

    /** A convolution's value, and the gradients of ⟨cotangent, value⟩ with respect to its input and weights. */
    record Result(float[] value, float[] toInput, float[] toWeights) {

        /** The largest difference of any number; NaN where one is NaN, infinite where the lengths differ. */
        double difference(Result other) {
            return Math.max(
                    difference(value, other.value),
                    Math.max(difference(toInput, other.toInput), difference(toWeights, other.toWeights)));
        }

        private static double difference(float[] one, float[] other) {
            if (one.length != other.length) {
                return Double.POSITIVE_INFINITY;
            }
            double largest = 0;
            for (int i = 0; i < one.length; i++) {
                largest = Math.max(largest, Math.abs((double) one[i] - other[i])); // Math.max keeps NaN
            }
            return largest;
        }
    }

    /** The width of the result. */
    int across() {
        return (width + 2 * border - kernel) / stride + 1;
    }

    /** Where the number of x lies that w(·, channel, u, v) is multiplied by for the point (i, j) of the result; -1 beyond the border. */
    int point(int image, int channel, int i, int j, int u, int v) {
        int row = i * stride + u - border;
        int column = j * stride + v - border;
        return row < 0 || row >= width || column < 0 || column >= width
                ? -1
                : ((image * in + channel) * width + row) * width + column;
    }

    float[] input() {
        return numbers(1, IMAGES * in * width * width);
    }

    float[] weights() {
        return numbers(2, out * in * kernel * kernel);
    }

    float[] cotangent() {
        return numbers(3, IMAGES * out * across() * across());
    }

    /** By the sums of the definition, in float64. */
    Result computed() {
        var sums = new Sums(this);
        for (int image = 0; image < IMAGES; image++) {
            for (int o = 0; o < out; o++) {
                for (int i = 0; i < across(); i++) {
                    for (int j = 0; j < across(); j++) {
                        sums.add(image, o, i, j);
                    }
                }
            }
        }
        return new Result(
                HostMemory.floats(sums.value), HostMemory.floats(sums.toInput), HostMemory.floats(sums.toWeights));
    }

    /** By the engine. */
    static Result byEngine(NDManager manager, PlainConvolution c) {
        try (var own = manager.newSubManager()) {
            var x = own.create(c.input(), new Shape(IMAGES, c.in, c.width, c.width));
            var w = own.create(c.weights(), new Shape(c.out, c.in, c.kernel, c.kernel));
            var a = own.create(c.cotangent(), new Shape(IMAGES, c.out, c.across(), c.across()));
            var value = c.convolved(x, w).toFloatArray();
            var gradients = Gradients.of(List.of(x, w), a, () -> c.convolved(x, w));
            return new Result(
                    value, gradients.get(0).toFloatArray(), gradients.get(1).toFloatArray());
        }
    }

    @SuppressWarnings("NullAway") // no bias
    private NDArray convolved(NDArray x, NDArray w) {
        var steps = new Shape(stride, stride);
        return Conv2d.conv2d(x, w, null, steps, new Shape(border, border), new Shape(1, 1), 1)
                .singletonOrThrow();
    }

    private static float[] numbers(long seed, int n) {
        var random = new SplittableRandom(seed);
        var numbers = new float[n];
        for (int i = 0; i < n; i++) {
            numbers[i] = (float) (2 * random.nextDouble() - 1);
        }
        return numbers;
    }

    @Override
    public String toString() {
        return "a convolution of " + in + " to " + out + " channels, kernel " + kernel + " x " + kernel + ", stride "
                + stride;
    }

    /** The three sums of products, point by point of the result. */
    private static final class Sums {
        private final PlainConvolution c;
        private final float[] x;
        private final float[] w;
        private final float[] a;
        private final double[] value;
        private final double[] toInput;
        private final double[] toWeights;

        Sums(PlainConvolution c) {
            this.c = c;
            x = c.input();
            w = c.weights();
            a = c.cotangent();
            value = new double[a.length];
            toInput = new double[x.length];
            toWeights = new double[w.length];
        }

        void add(int image, int o, int i, int j) {
            int at = ((image * c.out + o) * c.across() + i) * c.across() + j;
            for (int q = 0; q < c.in; q++) {
                for (int u = 0; u < c.kernel; u++) {
                    for (int v = 0; v < c.kernel; v++) {
                        int point = c.point(image, q, i, j, u, v);
                        if (point < 0) {
                            continue;
                        }
                        int weight = ((o * c.in + q) * c.kernel + u) * c.kernel + v;
                        value[at] += (double) x[point] * w[weight];
                        toInput[point] += (double) a[at] * w[weight];
                        toWeights[weight] += (double) a[at] * x[point];
                    }
                }
            }
        }
    }
}
