package pathline.field;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.function.UnaryOperator;
import pathline.array.Scratch;
import pathline.check.Require;
import pathline.check.RequireArray;

/**
 * A velocity together with its trace along given tangents, tr = sum over j of ε_jᵀ J ε_j: with the unit vectors the divergence,
 * with random tangents k times Hutchinson's estimate of it.
 *
 * <p>It belongs to a solve and the way back from it. What the tangents and the parameters alone decide is computed once, so
 * neither may change while this is in use. It is closed when it is not.
 */
public interface TracedVelocity extends AutoCloseable {

    /**
     * The velocity and the trace.
     *
     * @param t times, shape (n, 1) or (1, 1)
     * @param x states, shape (n, d)
     * @return v of shape (n, d), and as the derivative tr, shape (n, 1)
     */
    Tangent push(NDArray t, NDArray x);

    /**
     * The same, and the gradient of ⟨a, v⟩ + ⟨b, tr⟩.
     *
     * @param t times, shape (n, 1) or (1, 1)
     * @param x states, shape (n, d)
     * @param cotangents maps v and tr to a and b of the same shapes; it leaves them alone, and other arrays that it makes are
     *     freed
     * @param into receives the gradient with respect to the parameters, added to what it holds
     */
    PulledPair pull(NDArray t, NDArray x, UnaryOperator<Tangent> cotangents, Gradient into);

    @Override
    default void close() {}

    /** By all J ε_j of any velocity. */
    static TracedVelocity of(Velocity velocity, NDArray tangents) {
        Require.nonNull(velocity, "velocity");
        RequireArray.real(tangents, 3, "tangents");
        return new TracedVelocity() {
            @Override
            public Tangent push(NDArray t, NDArray x) {
                try (var scratch = new Scratch()) {
                    return traced(velocity.push(t, x, tangents)).keptBy(scratch);
                }
            }

            @Override
            public PulledPair pull(NDArray t, NDArray x, UnaryOperator<Tangent> cotangents, Gradient into) {
                Require.nonNull(cotangents, "cotangents");
                try (var scratch = new Scratch()) {
                    var trace = new NDList();
                    UnaryOperator<Tangent> all = pushed -> {
                        var traced = traced(pushed);
                        trace.add(scratch.keep(traced.derivative()));
                        var back = Require.nonNull(cotangents.apply(traced), "cotangents' result");
                        return new Tangent(
                                back.value(),
                                RequireArray.real(back.derivative(), "the derivative of cotangents' result")
                                        .mul(tangents));
                    };
                    var pulled = velocity.pull(t, x, tangents, all, into);
                    var value = scratch.keep(pulled.pushed().value());
                    return new PulledPair(
                            new Tangent(value, trace.singletonOrThrow()), scratch.keep(pulled.gradient()));
                }
            }

            private Tangent traced(Tangent pushed) {
                var sum = pushed.derivative().mul(tangents).sum(new int[] {0, 2});
                return new Tangent(pushed.value(), sum.reshape(-1, 1));
            }
        };
    }
}
