package pathline.field;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the engine chooses its way of computing a convolution by: each kind that a net uses is tried once in a process, before the
 * net is made, on images of the sizes that halving one of 28 points gives.
 *
 * @param in channels of an image
 * @param out channels of the result
 * @param kernel odd width of the kernel, with a border of half of it
 * @param stride the step from one point of the result to the next
 */
record ConvolutionKind(int in, int out, int kernel, int stride) {

    private static final int[] WIDTHS = {28, 14, 7};

    /** Channels that the engine's kernels take together. */
    private static final int BLOCK = 16;

    private static final Map<ConvolutionKind, Optional<String>> TRIED = new ConcurrentHashMap<>();

    /** What is wrong with the engine's convolutions of this kind; computed at the first use. */
    Optional<String> fault() {
        return TRIED.computeIfAbsent(this, kind -> kind.fault(PlainConvolution::byEngine));
    }

    /** The same, of whoever computes it. */
    Optional<String> fault(PlainConvolution.Computed engine) {
        try (var manager = NDManager.newBaseManager()) {
            for (int width : WIDTHS) {
                var convolution = new PlainConvolution(in, out, kernel, stride, (kernel - 1) / 2, width);
                poison(manager, width * width);
                var fault = SampledConvolution.of(convolution).fault(engine.of(manager, convolution));
                if (fault.isPresent()) {
                    return fault;
                }
            }
        }
        return Optional.empty();
    }

    /** Fills memory with NaN in blocks as large as the engine takes next. */
    private void poison(NDManager manager, int points) {
        int[] sizes = {
            PlainConvolution.IMAGES * blocks(in) * points,
            PlainConvolution.IMAGES * blocks(out) * points,
            blocks(in) * blocks(out) * kernel * kernel,
            blocks(out)
        };
        try (var own = manager.newSubManager()) {
            for (int size : sizes) {
                own.full(new Shape(size), Float.NaN);
                own.full(new Shape(size + size / 2), Float.NaN);
            }
        }
    }

    private static int blocks(int channels) {
        return (channels + BLOCK - 1) / BLOCK * BLOCK;
    }

    /** The kinds that were tried in this process. */
    static Set<ConvolutionKind> tried() {
        return Set.copyOf(TRIED.keySet());
    }
}
