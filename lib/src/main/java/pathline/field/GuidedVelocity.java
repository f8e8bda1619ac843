package pathline.field;

import ai.djl.ndarray.NDArray;
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
    public NDArray at(NDArray t, NDArray x) {
        return Scratch.keeping(() -> mixed(bound.at(t, x), free.at(t, x)));
    }

    @Override
    public Tangent push(NDArray t, NDArray x, NDArray dx) {
        try (var scratch = new Scratch()) {
            var to = bound.push(t, x, dx);
            var from = free.push(t, x, dx);
            return new Tangent(mixed(to.value(), from.value()), mixed(to.derivative(), from.derivative()))
                    .keptBy(scratch);
        }
    }

    @Override
    public NDArray pull(NDArray t, NDArray x, NDArray a, Gradient into) {
        RequireArray.real(a, "a");
        return Scratch.keeping(
                () -> bound.pull(t, x, a.mul(scale), into).addi(free.pull(t, x, a.mul(1 - scale), into)));
    }

    @Override
    public NDArray pull(NDArray t, NDArray x, NDArray dx, NDArray a, NDArray b, Gradient into) {
        RequireArray.real(a, "a");
        RequireArray.real(b, "b");
        return Scratch.keeping(() -> bound.pull(t, x, dx, a.mul(scale), b.mul(scale), into)
                .addi(free.pull(t, x, dx, a.mul(1 - scale), b.mul(1 - scale), into)));
    }

    private NDArray mixed(NDArray to, NDArray from) {
        return to.muli(scale).addi(from.muli(1 - scale));
    }
}
