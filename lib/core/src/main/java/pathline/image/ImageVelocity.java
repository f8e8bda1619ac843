package pathline.image;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import pathline.array.Points;
import pathline.array.Scratch;
import pathline.array.VectorModule;
import pathline.bijection.ImageShape;
import pathline.bijection.Weights;
import pathline.check.Identified;
import pathline.check.Require;
import pathline.check.RequireArray;
import pathline.field.ConditionalVelocity;
import pathline.field.Jvp;
import pathline.field.Parameters;
import pathline.field.Passes;
import pathline.field.RecordedPass;
import pathline.field.Velocity;
import pathline.field.VelocityLinearization;
import pathline.random.Rng;

/**
 * A velocity of images, v(t, x), or told a label v(t, x, c), of a {@link UNet} or a
 * {@link PatchMixer}.
 *
 * <p>States are images (n, channels, height, width) or rows of their numbers (n, d); results have the shape of the state. A net is a
 * function over named arrays and not a block of DJL: its derivatives along tangents are then exact, it draws its first weights
 * from an {@link Rng}, and a gradient costs one forward pass, which the engine records. Without a label it is the field of all
 * classes.
 *
 * <p>It computes for training while {@link #training} is on, when dropout is on as well, for all labels alike.
 */
public final class ImageVelocity implements Velocity, ConditionalVelocity, Identified {

    private final Object config;
    private final ImageNet net;
    private final Parameters parameters;
    private final Weights weights;
    private final AtomicBoolean training;
    private final Optional<MixerCalls> compiled;
    private final Optional<Function<NDManager, NDArray>> label;

    private ImageVelocity(
            Object config,
            ImageNet net,
            Parameters parameters,
            Weights weights,
            AtomicBoolean training,
            Optional<MixerCalls> compiled,
            Optional<Function<NDManager, NDArray>> label) {
        this.config = config;
        this.net = net;
        this.parameters = parameters;
        this.weights = weights;
        this.training = training;
        this.compiled = compiled;
        this.label = label;
    }

    static ImageVelocity of(Object config, ImageNet net, Rng rng, DataType type, NDManager manager) {
        RequireArray.floating(type, "type");
        RequireArray.open(manager, "manager");
        var parameters =
                net.declare(Parameters.named(), Require.nonNull(rng, "rng")).make(type, manager);
        var weights = Weights.of(parameters);
        return new ImageVelocity(
                config, net, parameters, weights, new AtomicBoolean(), net.compiled(parameters), Optional.empty());
    }

    /** The shape of an image. */
    public ImageShape image() {
        return net.image();
    }

    @Override
    public int dim() {
        return net.image().dim();
    }

    /** How many labels there are; 0 for a net that is told none. */
    public int classes() {
        return net.classes();
    }

    @Override
    public Parameters parameters() {
        return parameters;
    }

    /** What the net looks like, and its type; not its numbers. */
    @Override
    public Object identity() {
        return List.of(config, parameters);
    }

    @Override
    public void training(boolean on) {
        training.set(on);
    }

    /** The same velocity, computed in this way; it has the same parameters. */
    public ImageVelocity with(Passes kind) {
        Require.nonNull(kind, "kind");
        var calls = kind == Passes.COMPILED ? net.compiled(parameters) : Optional.<MixerCalls>empty();
        Require.that(
                kind == Passes.ARRAYS || calls.isPresent(),
                "This net cannot be computed with " + kind + ": it is of " + parameters.type() + ", or " + config
                        + " has no compiled form, or " + VectorModule.missing());
        return new ImageVelocity(config, net, parameters, weights, training, calls, label);
    }

    /**
     * How it is computed: compiled where it is a {@link PatchMixer} of float32 on the processor whose widths are multiples of 4,
     * unless it was told otherwise. Derivatives along tangents, and training with dropout, are operations of the engine always.
     */
    public Passes passes() {
        return compiled.isPresent() ? Passes.COMPILED : Passes.ARRAYS;
    }

    @Override
    public ImageVelocity given(NDArray c) {
        return given(RequireArray.open(c, "c").getShape(), home -> c);
    }

    @Override
    public ImageVelocity given(Points c) {
        return given(Require.nonNull(c, "c").shape(), c::arrayOn);
    }

    private ImageVelocity given(Shape shape, Function<NDManager, NDArray> c) {
        Require.that(
                classes() > 0 && shape.dimension() == 2 && shape.get(0) > 0 && shape.get(1) == classes(),
                "c has shape " + shape + " for a net that is told one of " + classes() + " labels; expected (n, "
                        + classes() + ") or (1, " + classes() + "), and a net made with classes(count)");
        return new ImageVelocity(config, net, parameters, weights, training, compiled, Optional.of(c));
    }

    @Override
    public NDArray at(NDArray t, NDArray x) {
        var states = ImageStates.of(t, x, net.image(), parameters.type());
        var calls = calls();
        if (calls.isPresent()) {
            return Scratch.keeping(() -> calls.get().at(t, x, condition(x)));
        }
        return Scratch.keeping(
                () -> states.attached(forward(t, DualArray.of(states.images(x))).value()));
    }

    @Override
    public VelocityLinearization linearize(NDArray t, NDArray x) {
        var states = ImageStates.of(t, x, net.image(), parameters.type());
        var calls = calls();
        if (calls.isPresent()) {
            return calls.get().linearize(t, states, condition(x), dx -> linearize(t, x, dx));
        }
        var pass = new RecordedPass(
                parameters,
                x,
                here -> states.like(
                        forward(t, DualArray.of(states.images(here))).value()));
        return VelocityLinearization.of(
                pass.value(),
                (a, into) -> pass.vjp(states.check("a", a, x.getShape()), into),
                dx -> linearize(t, x, dx),
                pass::close);
    }

    /** {@inheritDoc} Exact, by forward mode: about two evaluations for one tangent, and one more for each further one. */
    @Override
    public Jvp linearize(NDArray t, NDArray x, NDArray dx) {
        var states = ImageStates.of(t, x, net.image(), parameters.type());
        var shape = states.derivative(dx);
        long n = x.getShape().get(0);
        var pass = new RecordedPass(parameters, x, here -> both(states, t, here, dx));
        try (var scratch = new Scratch()) {
            var both = pass.value();
            var value = scratch.keep(states.attached(both.get("0:" + n).duplicate()));
            var derivative = scratch.keep(
                    states.attached(both.get(n + ":").reshape(shape).duplicate()));
            return Jvp.of(
                    value,
                    derivative,
                    (a, b, into) -> {
                        states.check("a", a, x.getShape());
                        states.check("b", b, shape);
                        return Scratch.keeping(
                                () -> pass.vjp(NDArrays.concat(new NDList(states.images(a), states.images(b))), into));
                    },
                    pass::close);
        }
    }

    /** Values and below them derivatives, as images. */
    private NDArray both(ImageStates states, NDArray t, NDArray x, NDArray dx) {
        var dual = forward(t, states.dual(x, dx));
        var tangents = dual.tangents().orElseThrow();
        return NDArrays.concat(new NDList(dual.value(), states.images(tangents)));
    }

    private DualArray forward(NDArray t, DualArray x) {
        return net.at(t, x, condition(x.value()), dropout(), weights);
    }

    private double dropout() {
        return training.get() ? net.dropout() : 0;
    }

    /** Compiled passes, where they compute the same now. */
    private Optional<MixerCalls> calls() {
        return dropout() > 0 ? Optional.empty() : compiled;
    }

    private Optional<NDArray> condition(NDArray x) {
        return label.map(on -> checked(on.apply(x.getManager()), x));
    }

    private static NDArray checked(NDArray c, NDArray x) {
        long n = x.getShape().get(0);
        long rows = RequireArray.real(c, "c").getShape().get(0);
        Require.that(
                (rows == n || rows == 1) && c.getDataType() == x.getDataType(),
                "c is " + c.getDataType() + " and has " + rows + " rows for " + n + " points; expected "
                        + x.getDataType() + " and a row for each, or one for all");
        return c;
    }

    @Override
    public String toString() {
        return "ImageVelocity[" + parameters.count() + " parameters, " + config + "]";
    }
}
