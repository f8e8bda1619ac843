package pathline.field;

import ai.djl.ndarray.NDArray;
import java.lang.ref.Reference;
import java.util.Optional;
import pathline.array.Held;
import pathline.array.Points;
import pathline.array.Scratch;
import pathline.check.Identified;
import pathline.check.Require;
import pathline.check.RequireArray;

/**
 * A multilayer perceptron from R^in to R^out: f(x), or f(t, x) if it is told the time.
 *
 * <pre>
 * var net = Mlp.of(3, new int[] {64, 64}, 10).activation(Activation.SILU).net(rng.child("net"));
 * NDArray y = net.at(x);                           // (n, 3) becomes (n, 10)
 * try (var at = net.linearize(x)) {
 *     at.vjp(at.value().sub(target), gradient);    // of |y - target|² / 2
 * }
 * </pre>
 *
 * <p>Value, tangent, and both reverse passes are written out, in array operations or as compiled loops ({@link Passes}):
 * no graph is recorded, and none of them costs more than a few times the forward pass. Row i of every result depends on row i of
 * the inputs alone. A net whose inputs and outputs are as many is a velocity: {@link VelocityMlp}.
 */
public final class Mlp implements Model, Identified {

    private final MlpConfig config;
    private final Parameters parameters;
    private final int first;
    private final Passes kind;
    private final MlpPasses passes;
    private final MlpInputs inputs;

    /** A net whose arrays begin at number {@code first} of the parameters, in the fastest way. */
    Mlp(MlpConfig config, Parameters parameters, int first) {
        this(config, parameters, first, Passes.best(config, parameters));
    }

    private Mlp(MlpConfig config, Parameters parameters, int first, Passes kind) {
        this(config, parameters, first, kind, kind.make(config, parameters, first), Optional.empty());
    }

    private Mlp(
            MlpConfig config,
            Parameters parameters,
            int first,
            Passes kind,
            MlpPasses passes,
            Optional<Points> condition) {
        this.config = config;
        this.parameters = parameters;
        this.first = first;
        this.kind = kind;
        this.passes = passes;
        this.inputs = new MlpInputs(config, parameters, condition);
    }

    /**
     * A net of x alone: tanh, float32 unless changed; {@link MlpConfig#net} makes it.
     *
     * @param in the numbers that a point has
     * @param hidden the widths of the hidden layers
     * @param out the numbers that its value has
     */
    public static MlpConfig of(int in, int[] hidden, int out) {
        return MlpConfig.of(in, hidden, out).time(TimeInput.none());
    }

    /** The same net with numbers of its own, on the same manager, or like this one on none. */
    public Mlp copy() {
        return under(new Mlp(config, parameters.twin(), first, kind));
    }

    /** The same net, with the same numbers and not copies of them, computed in this way. */
    public Mlp with(Passes other) {
        return under(new Mlp(config, parameters, first, Require.nonNull(other, "other")));
    }

    /** The other net under the condition of this one, if there is one. */
    private Mlp under(Mlp other) {
        return inputs.condition().map(other::given).orElse(other);
    }

    /**
     * The same net, with the same numbers and not copies of them, under a condition: f(x, c), or f(t, x, c).
     *
     * @param c shape (n, context), a row for each point, or (1, context), one for all; to live, and to stay as it is, as long as
     *     the result is used
     */
    public Mlp given(NDArray c) {
        return given(Points.of(RequireArray.real(c, 2, "c"), "c"));
    }

    /** The same in the form that batches have within the library. */
    public Mlp given(Points c) {
        inputs.checkCondition(c);
        return new Mlp(config, parameters, first, kind, passes.given(c), Optional.of(c));
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
    public Parameters parameters() {
        return parameters;
    }

    /** f(x), shape (n, out), of a net that is told no time. */
    public NDArray at(NDArray x) {
        return Scratch.keeping(() -> at(anyTime(x), x));
    }

    /** f(x) and its derivatives, as {@link Velocity#linearize(NDArray, NDArray)} has them. */
    public VelocityLinearization linearize(NDArray x) {
        try (var scratch = new Scratch()) {
            var t = anyTime(x);
            var at = linearize(t, x);
            var held = new Held();
            held.hold(t);
            held.alsoClose(at::close);
            return VelocityLinearization.of(scratch.keep(at.value()), at::vjp, at::jvp, held::close);
        }
    }

    /** f(x) and J dx, as {@link Velocity#jvp(NDArray, NDArray, NDArray)} has them. */
    public Tangent jvp(NDArray x, NDArray dx) {
        try (var scratch = new Scratch()) {
            return jvp(anyTime(x), x, dx).keptBy(scratch);
        }
    }

    /** Jᵀ a, as {@link Velocity#vjp(NDArray, NDArray, NDArray, Gradient)} has it. */
    public NDArray vjp(NDArray x, NDArray a, Gradient into) {
        return Scratch.keeping(() -> vjp(anyTime(x), x, a, into));
    }

    /** A time for a net that is told none. */
    private NDArray anyTime(NDArray x) {
        Require.that(
                config.time() instanceof TimeInput.None,
                "This net is told the time, " + config.time()
                        + "; give it with x, or make a net of x alone with Mlp.of");
        return Velocity.time(0, x);
    }

    /** f(t, x), shape (n, out); t has shape (n, 1) or (1, 1). */
    public NDArray at(NDArray t, NDArray x) {
        inputs.check(t, x);
        try {
            return passes.at(t, x);
        } finally {
            Reference.reachabilityFence(this); // its arrays may have no other owner
        }
    }

    NDArray at(double t, NDArray x) {
        Require.finite(t, "t");
        inputs.check(x);
        try {
            return passes.at(t, x);
        } finally {
            Reference.reachabilityFence(this); // its arrays may have no other owner
        }
    }

    /** As {@link Velocity#jvp(NDArray, NDArray, NDArray)}. */
    public Tangent jvp(NDArray t, NDArray x, NDArray dx) {
        inputs.check(t, x);
        Shapes.checkTangent("dx", dx, x);
        try {
            return passes.jvp(t, x, dx);
        } finally {
            Reference.reachabilityFence(this); // its arrays may have no other owner
        }
    }

    /** As {@link Velocity#linearize(NDArray, NDArray)}. */
    public VelocityLinearization linearize(NDArray t, NDArray x) {
        inputs.check(t, x);
        var at = passes.linearize(t, x);
        return VelocityLinearization.of(
                at.value(),
                (a, into) -> {
                    inputs.check(a, x, into);
                    return at.vjp(a, into);
                },
                dx -> {
                    Shapes.checkTangent("dx", dx, x);
                    return checked(at.jvp(dx), x);
                },
                at::close);
    }

    /** As {@link Velocity#linearize(NDArray, NDArray, NDArray)}. */
    public Jvp linearize(NDArray t, NDArray x, NDArray dx) {
        inputs.check(t, x);
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
                    inputs.check(a, x, into);
                    Shapes.check("b", b, shape, x.getDataType());
                    return pair.vjp(a, b, into);
                },
                pair::close);
    }

    /** As {@link Velocity#vjp(NDArray, NDArray, NDArray, Gradient)}. */
    public NDArray vjp(NDArray t, NDArray x, NDArray a, Gradient into) {
        inputs.check(t, x);
        inputs.check(a, x, into);
        try {
            return passes.vjp(t, x, a, into);
        } finally {
            Reference.reachabilityFence(this); // its arrays may have no other owner
        }
    }

    /** Less work than a jvp, where the net is computed in array operations. */
    Optional<TracedVelocity> traced(NDArray dx) {
        RequireArray.real(dx, 3, "dx");
        return passes.traced(dx).map(traced -> new CheckedTrace(this, dx, traced));
    }

    /** Refuses what a jvp by these tangents would refuse. */
    private record CheckedTrace(Mlp net, NDArray dx, TracedVelocity traced) implements TracedVelocity {

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
            net.inputs.check(t, x);
            Shapes.checkTangent("dx", dx, x);
        }
    }

    Optional<? extends Float32Velocity> float32() {
        return config.context() > 0 && inputs.condition().isEmpty() ? Optional.empty() : passes.float32();
    }

    @Override
    public String toString() {
        return "Mlp[" + description() + "]";
    }

    String description() {
        return config.widths() + (config.context() > 0 ? ", told " + config.context() + " numbers" : "") + ", "
                + config.activation() + ", " + config.time() + ", " + parameters.count()
                + " parameters, " + config.type();
    }
}
