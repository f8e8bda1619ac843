package pathline.field;

import ai.djl.ndarray.NDArray;
import java.util.Optional;
import pathline.array.Points;
import pathline.check.Identified;
import pathline.check.Require;

/**
 * A multilayer perceptron as a velocity: v(t, x) = net([x, t]).
 *
 * <pre>
 * var velocity = VelocityMlp.of(2, 64, 64, 64).init(rng.child("velocity"));
 * </pre>
 *
 * <p>Built with {@code context(k)} it is told a condition of k numbers besides, v(t, x, c) = net([x, c, t]), and is a velocity under
 * one that is {@linkplain #given(NDArray) given}.
 *
 * <p>A float32 forward pass of 256 points through 64-64-64 is some tenth of a millisecond on one core, or half of that compiled.
 *
 * @see Mlp
 */
public final class VelocityMlp implements Velocity, ConditionalVelocity, Identified {

    private final Mlp net;

    VelocityMlp(Mlp net) {
        int in = net.config().in();
        int out = net.config().out();
        Require.that(
                in == out, "The net has " + in + " inputs and " + out + " outputs; expected as many for a velocity");
        this.net = net;
    }

    /**
     * A net from (x, t) to v with hidden layers of the given widths: tanh, raw time, float32 unless changed.
     *
     * @param dim the dimension of x and v
     * @param hidden the widths of the hidden layers
     */
    public static MlpConfig of(int dim, int... hidden) {
        return MlpConfig.of(dim, hidden, dim);
    }

    /**
     * The same net with numbers of its own, which training of this one leaves alone; on the same manager, or like this one on
     * none.
     */
    public VelocityMlp copy() {
        return new VelocityMlp(net.copy());
    }

    /** The same net, with the same numbers and not copies of them, computed in this way. */
    public VelocityMlp with(Passes other) {
        return new VelocityMlp(net.with(other));
    }

    /** The same net, with the same numbers and not copies of them, under a condition of shape (n, context) or (1, context). */
    @Override
    public VelocityMlp given(NDArray c) {
        return new VelocityMlp(net.given(c));
    }

    @Override
    public VelocityMlp given(Points c) {
        return new VelocityMlp(net.given(c));
    }

    /** How it is computed: compiled where that is possible, unless it was told otherwise. */
    public Passes passes() {
        return net.passes();
    }

    /** What the net looks like; not its numbers. */
    @Override
    public Object identity() {
        return config();
    }

    /** What the net looks like. */
    public MlpConfig config() {
        return net.config();
    }

    @Override
    public int dim() {
        return config().in();
    }

    @Override
    public Parameters parameters() {
        return net.parameters();
    }

    /** Offered where the net is compiled; it sees the parameters as they are now. */
    @Override
    public Optional<? extends Float32Velocity> float32() {
        return net.float32();
    }

    @Override
    public NDArray at(NDArray t, NDArray x) {
        return net.at(t, x);
    }

    @Override
    public NDArray at(double t, NDArray x) {
        return net.at(t, x);
    }

    @Override
    public Tangent jvp(NDArray t, NDArray x, NDArray dx) {
        return net.jvp(t, x, dx);
    }

    @Override
    public VelocityLinearization linearize(NDArray t, NDArray x) {
        return net.linearize(t, x);
    }

    @Override
    public Jvp linearize(NDArray t, NDArray x, NDArray dx) {
        return net.linearize(t, x, dx);
    }

    @Override
    public NDArray vjp(NDArray t, NDArray x, NDArray a, Gradient into) {
        return net.vjp(t, x, a, into);
    }

    /** Offers less work than a jvp where the net is computed in array operations. */
    @Override
    public TracedVelocity traced(NDArray dx) {
        return net.traced(dx).orElseGet(() -> TracedVelocity.of(this, dx));
    }

    @Override
    public String toString() {
        return "VelocityMlp[" + net.description() + "]";
    }
}
