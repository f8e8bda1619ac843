package pathline.field;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import pathline.array.Held;
import pathline.array.Points;
import pathline.array.Scratch;
import pathline.check.Identified;
import pathline.check.Require;
import pathline.check.RequireArray;

/**
 * Any DJL block as a velocity: v(t, x) = block(x, t), and with a condition v(t, x, c) = block(x, t, c).
 *
 * <pre>
 * block.initialize(manager, DataType.FLOAT32, new Shape(1, 1, 8, 8), new Shape(1, 1), new Shape(1, 10));
 * var velocity = BlockVelocity.of(block, new Shape(1, 8, 8), BlockTangents.refused());
 * velocity.given(labels).at(t, x);              // labels of shape (n, 10), or (1, 10) for all points
 * </pre>
 *
 * <p>The block gets x of shape (n, event...), the times as a column of shape (n, 1), and the condition if there is one; it answers
 * in the shape of x. States are rows (n, d), d being the size of an event, or have the event's shape themselves. A
 * {@linkplain #concatenated plain net} gets one array [x, t] instead.
 *
 * <p>The block computes for training while {@link #training} is on, as it is around the loss of a training step, and for use
 * otherwise: then dropout is off, and a point never sees its neighbours. Dropout draws from the engine's own stream, not from an
 * {@link pathline.random.Rng}.
 *
 * <p>A gradient takes one forward pass, which the engine records ({@link Gradients} says what a block is to avoid). DJL has no forward mode, so
 * {@link BlockTangents} says what a jvp is.
 *
 * <p>The block's parameters move into one vector when the velocity is made: the block, too, then reads them there. Two
 * velocities of one block have one and the same vector; a block that shares some of its parameters with one that is a velocity
 * already is refused.
 */
public final class BlockVelocity implements Velocity, ConditionalVelocity, Identified {

    private final Block block;
    private final Shape event;
    private final BlockArguments arguments;
    private final BlockTangents tangents;
    private final Parameters parameters;
    private final AtomicBoolean training;

    private BlockVelocity(
            Block block,
            Shape event,
            BlockArguments arguments,
            BlockTangents tangents,
            Parameters parameters,
            AtomicBoolean training) {
        this.block = block;
        this.event = event;
        this.arguments = arguments;
        this.tangents = tangents;
        this.parameters = parameters;
        this.training = training;
    }

    /**
     * A block of state and time, or of state, time and {@linkplain #given a condition}.
     *
     * @param block a block that is initialized for inputs of shapes (n, event...), (n, 1), and that of the condition if it takes one
     * @param event the shape of one state, such as (d) or (c, h, w)
     * @param tangents what a jvp is
     * @throws IllegalStateException if the block has a convolution and the engine computes convolutions wrongly on this
     *     processor; see {@link EngineCheck}
     */
    public static BlockVelocity of(Block block, Shape event, BlockTangents tangents) {
        BlockArguments.checkInputs(
                block, 2, Integer.MAX_VALUE, "state and time; a net of one array [x, t] is a concatenated one");
        Require.nonNull(event, "event");
        Require.that(
                event.dimension() > 0 && event.size() > 0,
                "event is " + event + "; expected the shape of one state, such as (2) or (1, 28, 28)");
        return make(
                block,
                event,
                (x, t) -> new NDList(x, t),
                tangents,
                "new Shape" + new Shape(1).addAll(event) + ", new Shape(1, 1)");
    }

    /**
     * A block of one array [x, t], the time in the last column: a plain net without an argument of time.
     *
     * @param block a block that is initialized for inputs of shape (n, dim + 1)
     * @param dim the dimension d of the states
     * @param tangents what a jvp is
     * @throws IllegalStateException as {@link #of} does
     */
    public static BlockVelocity concatenated(Block block, int dim, BlockTangents tangents) {
        BlockArguments.checkInputs(
                block, 1, 1, "one array [x, t]; a block of state and time is made one with BlockVelocity.of");
        Require.atLeast(dim, 1, "dim");
        return make(
                block,
                new Shape(dim),
                (x, t) -> new NDList(NDArrays.concat(new NDList(x, t), 1)),
                tangents,
                "new Shape(1, " + (dim + 1) + ")");
    }

    private static BlockVelocity make(
            Block block, Shape event, BlockArguments arguments, BlockTangents tangents, String inputs) {
        Require.nonNull(tangents, "tangents");
        if (!block.isInitialized()) {
            throw new IllegalArgumentException("The block must be initialized before it becomes a velocity: "
                    + "block.initialize(manager, DataType.FLOAT32, " + inputs + ")");
        }
        EngineCheck.accept(block);
        return new BlockVelocity(block, event, arguments, tangents, BlockParameters.adopt(block), new AtomicBoolean());
    }

    /**
     * The velocity under a condition, which the block gets as its last argument; with the same parameters and in the same mode.
     *
     * @param condition one row for each point, or one for all, of any type; to live as long as the result is used
     */
    @Override
    public BlockVelocity given(NDArray condition) {
        return given(RequireArray.open(condition, "condition").getShape(), home -> condition);
    }

    @Override
    public BlockVelocity given(Points condition) {
        return given(Require.nonNull(condition, "condition").shape(), condition::arrayOn);
    }

    private BlockVelocity given(Shape shape, Function<NDManager, NDArray> condition) {
        return new BlockVelocity(block, event, arguments.with(shape, condition), tangents, parameters, training);
    }

    /** What the block says of its layers, and the shapes of its parameters. */
    @Override
    public Object identity() {
        return List.of(block.toString(), event.toString(), tangents, parameters);
    }

    @Override
    public int dim() {
        return Math.toIntExact(event.size());
    }

    @Override
    public Parameters parameters() {
        return parameters;
    }

    /** Whether the block computes for training; the same for this velocity under all conditions. */
    @Override
    public void training(boolean on) {
        training.set(on);
    }

    @Override
    public NDArray at(NDArray t, NDArray x) {
        check(t, x);
        return Scratch.keeping(() -> Shapes.attached(forward(t, x), x));
    }

    @Override
    public VelocityLinearization linearize(NDArray t, NDArray x) {
        check(t, x);
        var pass = pass(t, x);
        return VelocityLinearization.of(
                Shapes.attached(pass.value(), x),
                (a, into) -> {
                    Shapes.check("a", a, x.getShape(), x.getDataType());
                    parameters.check(into);
                    return Scratch.keeping(() -> Shapes.attached(pass.vjp(a, into), x));
                },
                dx -> linearize(t, x, dx),
                pass::close);
    }

    @Override
    public Tangent jvp(NDArray t, NDArray x, NDArray dx) {
        double h = checkTangent(t, x, dx);
        try (var scratch = new Scratch()) {
            var stencil = new Stencil(t, x, dx, h);
            return stencil.pair(forward(stencil.times(), stencil.points())).keptBy(scratch);
        }
    }

    /** One forward pass at the points of the central difference. */
    @Override
    public Jvp linearize(NDArray t, NDArray x, NDArray dx) {
        double h = checkTangent(t, x, dx);
        try (var scratch = new Scratch()) {
            var stencil = new Stencil(t, x, dx, h);
            var points = stencil.points();
            var times = stencil.times();
            var pass = pass(times, points);
            var pair = stencil.pair(pass.value()).keptBy(scratch);
            var held = new Held();
            held.hold(points);
            if (times != t) {
                held.hold(times);
            }
            held.alsoClose(pass::close);
            return Jvp.of(
                    pair.value(),
                    pair.derivative(),
                    (a, b, into) -> {
                        Shapes.check("a", a, x.getShape(), x.getDataType());
                        Shapes.check("b", b, stencil.derivativeShape(), x.getDataType());
                        parameters.check(into);
                        return Scratch.keeping(() ->
                                Shapes.attached(stencil.toState(pass.vjp(stencil.cotangent(a, b), into)), x));
                    },
                    held::close);
        }
    }

    private RecordedPass pass(NDArray t, NDArray x) {
        return new RecordedPass(parameters, x, state -> forward(t, state));
    }

    private double checkTangent(NDArray t, NDArray x, NDArray dx) {
        check(t, x);
        Shapes.checkState(x, dim());
        Shapes.checkTangent("dx", dx, x);
        if (tangents instanceof BlockTangents.CentralDifference difference) {
            return difference.h();
        }
        throw new UnsupportedOperationException(
                "DJL computes no directional derivatives of a block; accept an approximate"
                        + " one with BlockTangents.centralDifference(h), or use a VelocityMlp, whose derivatives are exact");
    }

    private void check(NDArray t, NDArray x) {
        var shape = RequireArray.real(x, "x").getShape();
        if (shape.dimension() > 2 && shape.slice(1).equals(event)) {
            Shapes.checkTime(t, x);
        } else {
            Shapes.checkState(t, x, dim());
        }
        arguments.check(x);
        Require.that(
                parameters.count() == 0 || x.getDataType() == parameters.type(),
                "x is " + x.getDataType() + "; expected " + parameters.type() + " like the block's parameters");
    }

    private NDArray forward(NDArray t, NDArray x) {
        long n = x.getShape().get(0);
        var state = event.dimension() == 1 ? x : x.reshape(new Shape(n).addAll(event));
        var input = arguments.of(state, t.broadcast(n, 1));
        var output = block.forward(new ParameterStore(x.getManager(), false), input, training.get())
                .singletonOrThrow();
        if (!output.getShape().equals(state.getShape())) {
            throw new IllegalArgumentException("The block must answer with shape " + state.getShape()
                    + " to inputs of shapes " + Arrays.toString(input.getShapes()) + ", got " + output.getShape());
        }
        return event.dimension() == 1 ? output : output.reshape(x.getShape());
    }
}
