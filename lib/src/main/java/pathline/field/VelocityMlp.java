package pathline.field;

import ai.djl.ndarray.NDArray;
import java.lang.ref.Reference;
import java.util.Optional;
import pathline.check.Identified;
import pathline.check.Require;
import pathline.check.RequireArray;

/**
 * A multilayer perceptron as a velocity: v(t, x) = net([x, t]).
 *
 * <pre>
 * var velocity = VelocityMlp.of(2, 64, 64, 64).init(rng.child("velocity"));
 * </pre>
 *
 * <p>Value, tangent, and both reverse passes are written out, in array operations or as compiled loops ({@link Passes}):
 * no graph is recorded, and none of them costs more than a few times the forward pass. A float32 forward pass of 256
 * points through 64-64-64 is some tenth of a millisecond on one core, or half of that compiled.
 */
public final class VelocityMlp implements Velocity, Identified {

    private final MlpConfig config;
    private final Parameters parameters;
    private final int first;
    private final Passes kind;
    private final MlpPasses passes;

    VelocityMlp(MlpConfig config, Parameters parameters) {
        this(config, parameters, 0);
    }

    /** A net whose arrays begin at number {@code first} of the parameters. */
    VelocityMlp(MlpConfig config, Parameters parameters, int first) {
        this(config, parameters, first, Passes.best(config, parameters));
    }

    private VelocityMlp(MlpConfig config, Parameters parameters, int first, Passes kind) {
        this.config = config;
        this.parameters = parameters;
        this.first = first;
        this.kind = kind;
        this.passes = kind.make(config, parameters, first);
    }

    /**
     * A net from (x, t) to v with hidden layers of the given widths: tanh, raw time, float32 unless changed.
     *
     * @param dim the dimension of x and v
     * @param hidden the widths of the hidden layers
     */
    public static MlpConfig of(int dim, int... hidden) {
        return MlpConfig.of(dim, hidden);
    }

    /**
     * The same net with numbers of its own, which training of this one leaves alone; on the same manager, or like this one on
     * none.
     */
    public VelocityMlp copy() {
        return new VelocityMlp(config, parameters.twin(), first, kind);
    }

    /** The same net, with the same numbers and not copies of them, computed in this way. */
    public VelocityMlp with(Passes other) {
        Require.nonNull(other, "other");
        return new VelocityMlp(config, parameters, first, other);
    }

    /** How it is computed: compiled where that is possible, unless it was told otherwise. */
    public Passes passes() {
        return kind;
    }

    /** What the net looks like; not its numbers. */
    @Override
    public Object identity() {
        return config;
    }

    /** What the net looks like. */
    public MlpConfig config() {
        return config;
    }

    @Override
    public int dim() {
        return config.dim();
    }

    @Override
    public Parameters parameters() {
        return parameters;
    }

    /** Offered where the net is compiled; it sees the parameters as they are now. */
    @Override
    public Optional<? extends FlatVelocity> float32() {
        return passes.float32();
    }

    @Override
    public NDArray at(NDArray t, NDArray x) {
        check(t, x);
        try {
            return passes.at(t, x);
        } finally {
            Reference.reachabilityFence(this); // its arrays may have no other owner
        }
    }

    @Override
    public NDArray at(double t, NDArray x) {
        Require.finite(t, "t");
        check(x);
        try {
            return passes.at(t, x);
        } finally {
            Reference.reachabilityFence(this); // its arrays may have no other owner
        }
    }

    @Override
    public Tangent jvp(NDArray t, NDArray x, NDArray dx) {
        check(t, x);
        Shapes.checkTangent("dx", dx, x);
        try {
            return passes.jvp(t, x, dx);
        } finally {
            Reference.reachabilityFence(this); // its arrays may have no other owner
        }
    }

    @Override
    public VelocityLinearization linearize(NDArray t, NDArray x) {
        check(t, x);
        var at = passes.linearize(t, x);
        return VelocityLinearization.of(
                at.value(),
                (a, into) -> {
                    checkReverse(a, x, into);
                    return at.vjp(a, into);
                },
                dx -> {
                    Shapes.checkTangent("dx", dx, x);
                    return checked(at.jvp(dx), x);
                },
                at::close);
    }

    @Override
    public Jvp linearize(NDArray t, NDArray x, NDArray dx) {
        check(t, x);
        Shapes.checkTangent("dx", dx, x);
        return checked(passes.linearize(t, x, dx), x);
    }

    /** Refers to this net, whose arrays may have no other owner. */
    private Jvp checked(Jvp pair, NDArray x) {
        var shape = pair.derivative().getShape();
        return Jvp.of(
                pair.value(),
                pair.derivative(),
                (a, b, into) -> {
                    checkReverse(a, x, into);
                    Shapes.check("b", b, shape, x.getDataType());
                    return pair.vjp(a, b, into);
                },
                pair::close);
    }

    @Override
    public NDArray vjp(NDArray t, NDArray x, NDArray a, Gradient into) {
        check(t, x);
        checkReverse(a, x, into);
        try {
            return passes.vjp(t, x, a, into);
        } finally {
            Reference.reachabilityFence(this); // its arrays may have no other owner
        }
    }

    /** Offers less work than a jvp where the net is computed in array operations. */
    @Override
    public TracedVelocity traced(NDArray dx) {
        RequireArray.real(dx, 3, "dx");
        return passes.traced(dx)
                .<TracedVelocity>map(traced -> new CheckedTrace(this, dx, traced))
                .orElseGet(() -> TracedVelocity.of(this, dx));
    }

    /** Refuses what a jvp by these tangents would refuse. */
    private record CheckedTrace(VelocityMlp net, NDArray dx, TracedVelocity traced) implements TracedVelocity {

        @Override
        public Tangent at(NDArray t, NDArray x) {
            check(t, x);
            return traced.at(t, x);
        }

        @Override
        public Jvp linearize(NDArray t, NDArray x) {
            check(t, x);
            return net.checked(traced.linearize(t, x), x);
        }

        @Override
        public void close() {
            traced.close();
        }

        private void check(NDArray t, NDArray x) {
            net.check(t, x);
            Shapes.checkTangent("dx", dx, x);
        }
    }

    private void checkReverse(NDArray a, NDArray x, Gradient into) {
        Shapes.check("a", a, x.getShape(), x.getDataType());
        parameters.check(into);
    }

    private void check(NDArray t, NDArray x) {
        Shapes.checkState(t, x, config.dim());
        checkType(x);
    }

    private void check(NDArray x) {
        Shapes.checkState(x, config.dim());
        checkType(x);
    }

    private void checkType(NDArray x) {
        if (x.getDataType() != config.type()) {
            throw new IllegalArgumentException("x is " + x.getDataType() + " but this net's parameters are "
                    + config.type() + "; convert x, or build the net with type(DataType."
                    + x.getDataType().name() + ")");
        }
    }

    @Override
    public String toString() {
        return "VelocityMlp[" + config.widths() + ", " + config.activation() + ", " + config.time() + ", "
                + parameters.count() + " parameters, " + config.type() + "]";
    }
}
