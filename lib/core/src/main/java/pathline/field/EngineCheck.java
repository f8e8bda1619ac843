package pathline.field;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.convolutional.Convolution;
import ai.djl.nn.convolutional.Deconvolution;
import java.util.Optional;
import pathline.check.Require;

/**
 * Whether the engine computes convolutions rightly on this processor.
 *
 * <p>PyTorch 2.7.1 gets some convolutions wrong on processors with AVX-512: where the number of channels is no multiple of
 * 16 it reads memory that it never wrote. The values are then NaN or wrong by 20 and more, the gradients wrong, and no error is
 * reported. With {@code ONEDNN_MAX_CPU_ISA=AVX2} in the environment all are right; the project's launcher, kernel and tests set
 * it. This class compares a few convolutions, values and gradients, with plain Java, after memory was filled with NaN. It
 * does so once per process, before the first block with a convolution becomes a {@link BlockVelocity}; a block without one
 * is not checked. Nets on images have every kind of their convolutions tried besides; see {@link #refusal(int, int, int, int)}.
 */
public final class EngineCheck {

    /** The variable of the environment that limits the instructions of the engine's convolutions. */
    static final String VARIABLE = "ONEDNN_MAX_CPU_ISA";

    private static final String NEEDED = "AVX2";

    /** More than rounding makes of sums of 1 568 products of numbers below 1, far less than the engine's fault. */
    private static final double TOLERANCE = 1e-3;

    private static final int TRIES = 2;

    private EngineCheck() {}

    /** What is wrong with the first convolution that the engine computes wrongly; empty where all tried are right. */
    public static Optional<String> fault() {
        return Once.FAULT;
    }

    /** Why a block with a convolution is refused in this process, with the cure; empty where convolutions are right. */
    public static Optional<String> refusal() {
        return refusal(fault(), setting());
    }

    /**
     * Why a net with convolutions of this kind is refused in this process, with the cure; empty where they are right. The kind is
     * tried at its first use, beside those that are tried in any case.
     *
     * @param in channels of an image
     * @param out channels of the result
     * @param kernel odd width of the kernel, whose border is half of it
     * @param stride the step from one point of the result to the next
     */
    public static Optional<String> refusal(int in, int out, int kernel, int stride) {
        return refusal(fault().or(new ConvolutionKind(in, out, kernel, stride)::fault), setting());
    }

    /** Refuses a block with a convolution where the engine computes convolutions wrongly. */
    static void accept(Block block) {
        if (convolves(block)) {
            refusal().ifPresent(words -> {
                throw new IllegalStateException(words);
            });
        }
    }

    /** What is said of a fault, with its cure; {@code setting} is the variable's value. */
    static Optional<String> refusal(Optional<String> fault, Optional<String> setting) {
        return fault.map(what -> "The engine computes convolutions wrongly on this processor: " + what + ". "
                + (setting.filter(NEEDED::equals).isPresent()
                        ? VARIABLE + "=" + NEEDED + ", which cures the known fault, is set already; use a net without"
                                + " convolutions, or another processor."
                        : "Set " + VARIABLE + "=" + NEEDED + " in the environment before the program starts"
                                + setting.map(value -> " (it is " + value + " now)")
                                        .orElse("") + "; ./pathline sets it by itself."));
    }

    private static Optional<String> setting() {
        return Optional.ofNullable(System.getenv(VARIABLE));
    }

    /** Whether a layer is a convolution, or has a parameter of three axes or more, as a convolution's weights have. */
    static boolean convolves(Block block) {
        if (block instanceof Convolution || block instanceof Deconvolution) {
            return true;
        }
        for (var child : block.getChildren().values()) {
            if (convolves(child)) {
                return true;
            }
        }
        return block.getDirectParameters().values().stream()
                .anyMatch(parameter -> parameter.isInitialized()
                        && parameter.getArray().getShape().dimension() > 2);
    }

    /** The first convolution that differs from plain Java's, computed by {@code engine}, each after memory was filled with NaN. */
    static Optional<String> firstFault(PlainConvolution.Computed engine) {
        try (var manager = NDManager.newBaseManager()) {
            for (var convolution : PlainConvolution.CASES) {
                var expected = convolution.computed();
                for (int k = 0; k < TRIES; k++) {
                    poison(manager);
                    var difference = expected.difference(engine.of(manager, convolution));
                    if (!(difference <= TOLERANCE)) {
                        return Optional.of(convolution + " differs from plain Java's by " + difference);
                    }
                }
            }
        }
        return Optional.empty();
    }

    /** Fills memory that the engine takes next with NaN, in blocks of many sizes. */
    static void poison(NDManager manager) {
        Require.nonNull(manager, "manager");
        for (int size = 16; size < 100_000; size *= 2) {
            manager.full(new Shape(size + size / 2), Float.NaN).close();
        }
        for (int k = 1; k <= 24; k++) {
            manager.full(new Shape(64 * 28 * 28 * k), Float.NaN).close();
        }
    }

    /** The check's result, computed at the first use. */
    private static final class Once {
        static final Optional<String> FAULT = firstFault(PlainConvolution::byEngine);
    }
}
