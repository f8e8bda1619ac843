package pathline.field;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.function.BiFunction;
import pathline.array.Held;
import pathline.array.Scratch;
import pathline.check.Require;
import pathline.check.RequireArray;

/**
 * (1 - scale) free + scale bound, for two velocities of the same parameters.
 *
 * <p>Written so that scales 0 and 1 leave one of the two untouched by rounding.
 */
record GuidedVelocity(Velocity bound, Velocity free, double scale) implements Velocity {

    GuidedVelocity {
        Require.finite(scale, "scale");
    }

    @Override
    public int dim() {
        return bound.dim();
    }

    @Override
    public Parameters parameters() {
        return bound.parameters();
    }

    @Override
    public void training(boolean on) {
        bound.training(on);
    }

    @Override
    public NDArray at(NDArray t, NDArray x) {
        return Scratch.keeping(() -> mixed(bound.at(t, x), free.at(t, x)));
    }

    @Override
    public VelocityLinearization linearize(NDArray t, NDArray x) {
        var to = bound.linearize(t, x);
        var from = free.linearize(t, x);
        var value = mixed(to.value(), from.value());
        return VelocityLinearization.of(
                value,
                (a, into) -> summed(RequireArray.real(a, "a"), to::vjp, from::vjp, into),
                dx -> pair(value, to.jvp(dx), from.jvp(dx)),
                held(to.value(), from.value(), to::close, from::close)::close);
    }

    private Jvp pair(NDArray value, Jvp to, Jvp from) {
        return Jvp.of(
                value,
                mixed(to.derivative(), from.derivative()),
                (a, b, into) -> {
                    RequireArray.real(b, "b");
                    return Scratch.keeping(() -> summed(
                            RequireArray.real(a, "a"),
                            (share, sum) -> to.vjp(share, b.mul(scale), sum),
                            (share, sum) -> from.vjp(share, b.mul(1 - scale), sum),
                            into));
                },
                held(to.derivative(), from.derivative(), to::close, from::close)::close);
    }

    /** The results of both velocities are not the caller's: they are freed with the rest. */
    private static Held held(NDArray to, NDArray from, Runnable... close) {
        var held = new Held();
        held.hold(to);
        held.hold(from);
        List.of(close).forEach(held::alsoClose);
        return held;
    }

    /** The cotangents of both velocities back to x. */
    private NDArray summed(
            NDArray a,
            BiFunction<NDArray, Gradient, NDArray> to,
            BiFunction<NDArray, Gradient, NDArray> from,
            Gradient into) {
        return Scratch.keeping(() -> to.apply(a.mul(scale), into).addi(from.apply(a.mul(1 - scale), into)));
    }

    private NDArray mixed(NDArray to, NDArray from) {
        return Scratch.keeping(() -> to.mul(scale).addi(from.mul(1 - scale)));
    }
}
