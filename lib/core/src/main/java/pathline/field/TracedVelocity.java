package pathline.field;

import ai.djl.ndarray.NDArray;
import pathline.array.Held;
import pathline.array.Scratch;
import pathline.check.Require;
import pathline.check.RequireArray;

/**
 * A velocity together with its trace along given tangents, tr = sum over j of ε_jᵀ J ε_j: with the unit vectors the divergence,
 * with random tangents k times Hutchinson's estimate of it.
 *
 * <p>It belongs to a solve and its adjoint. What the tangents and the parameters alone decide is computed once, so neither may
 * change before this is closed.
 */
public interface TracedVelocity extends AutoCloseable {

    /**
     * The velocity and the trace.
     *
     * @param t times, shape (n, 1) or (1, 1)
     * @param x states, shape (n, d)
     * @return v of shape (n, d), and as the derivative tr, shape (n, 1)
     */
    Tangent at(NDArray t, NDArray x);

    /** The same from a pass whose vjp is that of ⟨a, v⟩ + ⟨b, tr⟩, b having shape (n, 1). The caller closes it. */
    Jvp linearize(NDArray t, NDArray x);

    @Override
    default void close() {}

    /** By all J ε_j of any velocity. */
    static TracedVelocity of(Velocity velocity, NDArray tangents) {
        Require.nonNull(velocity, "velocity");
        RequireArray.real(tangents, 3, "tangents");
        return new TracedVelocity() {
            @Override
            public Tangent at(NDArray t, NDArray x) {
                try (var scratch = new Scratch()) {
                    var pair = velocity.jvp(t, x, tangents);
                    return new Tangent(pair.value(), trace(pair.derivative())).keptBy(scratch);
                }
            }

            @Override
            public Jvp linearize(NDArray t, NDArray x) {
                try (var scratch = new Scratch()) {
                    var pair = velocity.linearize(t, x, tangents);
                    var trace = scratch.keep(trace(pair.derivative()));
                    var held = new Held();
                    held.hold(pair.derivative());
                    held.alsoClose(pair::close);
                    return Jvp.of(
                            scratch.keep(pair.value()),
                            trace,
                            (a, b, into) -> Scratch.keeping(
                                    () -> pair.vjp(a, RequireArray.real(b, "b").mul(tangents), into)),
                            held::close);
                }
            }

            private NDArray trace(NDArray derivative) {
                return derivative.mul(tangents).sum(new int[] {0, 2}).reshape(-1, 1);
            }
        };
    }
}
