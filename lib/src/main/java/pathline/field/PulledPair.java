package pathline.field;

import ai.djl.ndarray.NDArray;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import pathline.array.Scratch;
import pathline.check.Require;

/**
 * A pushed pair and what its cotangents become.
 *
 * @param pushed v(t, x) and J dx
 * @param gradient the cotangent of x, shape (n, d)
 */
public record PulledPair(Tangent pushed, NDArray gradient) {

    public PulledPair {
        Require.nonNull(pushed, "pushed");
        Require.nonNull(gradient, "gradient");
    }

    /** By a push, and a pull that goes forward once more. */
    static PulledPair of(Supplier<Tangent> push, UnaryOperator<Tangent> cotangents, Function<Tangent, NDArray> pull) {
        Require.nonNull(cotangents, "cotangents");
        try (var scratch = new Scratch()) {
            var pushed = push.get().keptBy(scratch);
            return new PulledPair(
                    pushed, scratch.keep(pull.apply(Require.nonNull(cotangents.apply(pushed), "cotangents' result"))));
        }
    }
}
