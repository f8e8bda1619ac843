package pathline.field;

import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;

/**
 * A convolution of the engine's against plain Java's at some numbers of its value and of both gradients, and all of its numbers
 * against one another: with y = x * w linear in both,
 *
 * <pre>
 *   ⟨a, y⟩ = ⟨∂⟨a, y⟩/∂x, x⟩ = ⟨∂⟨a, y⟩/∂w, w⟩.
 * </pre>
 *
 * <p>One wrong number anywhere breaks an equality, and the numbers in the sample say that they are those of a convolution. This takes
 * milliseconds where all numbers by plain Java would take tenths of a second.
 */
record SampledConvolution(PlainConvolution c, float[] x, float[] w, float[] a) {

    private static final int SAMPLES = 24;

    /** More than rounding makes of sums of some thousand products of numbers below 1, far less than the engine's fault. */
    private static final double TOLERANCE = 1e-3;

    /** Of the pairings, relative to the root of the sum of their terms' squares, whose rounding is about 1e-6 of each. */
    private static final double PAIRING = 1e-4;

    static SampledConvolution of(PlainConvolution c) {
        return new SampledConvolution(c, c.input(), c.weights(), c.cotangent());
    }

    /** What is wrong with a result, if anything. */
    Optional<String> fault(PlainConvolution.Result result) {
        var random = new SplittableRandom(4);
        double difference = Math.max(
                difference(result.value(), random, this::value),
                Math.max(
                        difference(result.toInput(), random, this::toInput),
                        difference(result.toWeights(), random, this::toWeights)));
        if (!(difference <= TOLERANCE)) {
            return Optional.of(
                    c + " of " + c.width() + " x " + c.width() + " points differs from plain Java's by " + difference);
        }
        double whole = pairing(a, result.value());
        double scale = Math.sqrt(squares(a, result.value()));
        double apart = Math.max(
                Math.abs(whole - pairing(x, result.toInput())), Math.abs(whole - pairing(w, result.toWeights())));
        return apart <= PAIRING * scale
                ? Optional.empty()
                : Optional.of(c + " of " + c.width() + " x " + c.width()
                        + " points does not agree with its gradients: pairings differ by " + apart);
    }

    /** The largest difference at the sampled places; Math.max keeps NaN. */
    private static double difference(float[] found, SplittableRandom random, IntToDoubleFunction expected) {
        double largest = 0;
        for (int k = 0; k < SAMPLES; k++) {
            int at = random.nextInt(found.length);
            largest = Math.max(largest, Math.abs(found[at] - expected.applyAsDouble(at)));
        }
        return largest;
    }

    /** Number {@code at} of the result. */
    private double value(int at) {
        int side = c.across();
        int j = at % side;
        int i = at / side % side;
        int o = at / (side * side) % c.out();
        int image = at / (side * side * c.out());
        double sum = 0;
        for (int q = 0; q < c.in(); q++) {
            for (int tap = 0; tap < c.kernel() * c.kernel(); tap++) {
                int point = c.point(image, q, i, j, tap / c.kernel(), tap % c.kernel());
                sum += point < 0 ? 0 : (double) x[point] * w[weight(o, q, tap)];
            }
        }
        return sum;
    }

    private int weight(int o, int q, int tap) {
        return (o * c.in() + q) * c.kernel() * c.kernel() + tap;
    }

    /** Number {@code at} of the gradient in x: over all points of the result that read it. */
    private double toInput(int at) {
        int column = at % c.width() + c.border();
        int row = at / c.width() % c.width() + c.border();
        int q = at / (c.width() * c.width()) % c.in();
        int image = at / (c.width() * c.width() * c.in());
        int side = c.across();
        double sum = 0;
        for (int tap = 0; tap < c.kernel() * c.kernel(); tap++) {
            int down = row - tap / c.kernel();
            int right = column - tap % c.kernel();
            if (down < 0 || right < 0 || down % c.stride() != 0 || right % c.stride() != 0) {
                continue;
            }
            int i = down / c.stride();
            int j = right / c.stride();
            for (int o = 0; i < side && j < side && o < c.out(); o++) {
                sum += (double) a[((image * c.out() + o) * side + i) * side + j] * w[weight(o, q, tap)];
            }
        }
        return sum;
    }

    /** Number {@code at} of the gradient in w: over all points of all results. */
    private double toWeights(int at) {
        int taps = c.kernel() * c.kernel();
        int u = at % taps / c.kernel();
        int v = at % c.kernel();
        int q = at / taps % c.in();
        int o = at / (taps * c.in());
        int side = c.across();
        double sum = 0;
        for (int image = 0; image < PlainConvolution.IMAGES; image++) {
            for (int k = 0; k < side * side; k++) {
                int point = c.point(image, q, k / side, k % side, u, v);
                sum += point < 0 ? 0 : (double) a[(image * c.out() + o) * side * side + k] * x[point];
            }
        }
        return sum;
    }

    private static double pairing(float[] one, float[] other) {
        double sum = 0;
        for (int k = 0; k < one.length; k++) {
            sum += (double) one[k] * other[k];
        }
        return sum;
    }

    private static double squares(float[] one, float[] other) {
        double sum = 0;
        for (int k = 0; k < one.length; k++) {
            double product = (double) one[k] * other[k];
            sum += product * product;
        }
        return sum;
    }
}
