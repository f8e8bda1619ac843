package pathline.field;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.util.Pair;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import pathline.array.Held;
import pathline.array.Scratch;
import pathline.check.Identified;
import pathline.check.Require;
import pathline.check.RequireArray;

/**
 * Any DJL block as a velocity: v(t, x) = block([x, t]).
 *
 * <p>The block gets one array of shape (n, d + 1), the time in the last column, and answers with shape (n, d). It is run
 * in inference mode, so that a point never sees its neighbours and dropout is off. A vjp is the engine's reverse mode
 * ({@link Gradients}); DJL has no forward mode, so {@link BlockTangents} says what a jvp is.
 *
 * <p>The block's parameters move into one vector when the velocity is made: the block, too, then reads them there. Two
 * velocities of one block have one and the same vector; a block that shares some of its parameters with one that is a velocity
 * already is refused.
 */
public final class BlockVelocity implements Velocity, Identified {

    /** Whose vector a parameter of a block was moved into. */
    private static final Map<Parameter, Parameters> ADOPTED = Collections.synchronizedMap(new WeakHashMap<>());

    private final Block block;
    private final int dim;
    private final BlockTangents tangents;
    private final Parameters parameters;

    private BlockVelocity(Block block, int dim, BlockTangents tangents) {
        this.block = block;
        this.dim = dim;
        this.tangents = tangents;
        this.parameters = adopt(block);
    }

    /**
     * A block as a velocity.
     *
     * @param block a block that is initialized for inputs of shape (n, dim + 1)
     * @param dim the dimension d of the states
     * @param tangents what a jvp is
     * @throws IllegalStateException if the block has a convolution and the engine computes convolutions wrongly on this
     *     processor; see {@link EngineCheck}
     */
    public static BlockVelocity of(Block block, int dim, BlockTangents tangents) {
        Require.nonNull(block, "block");
        Require.atLeast(dim, 1, "dim");
        Require.nonNull(tangents, "tangents");
        if (!block.isInitialized()) {
            throw new IllegalArgumentException("The block must be initialized before it becomes a velocity: "
                    + "block.initialize(manager, DataType.FLOAT32, new Shape(1, " + (dim + 1) + "))");
        }
        EngineCheck.accept(block);
        return new BlockVelocity(block, dim, tangents);
    }

    /** What the block says of its layers, and the shapes of its parameters. */
    @Override
    public Object identity() {
        return List.of(block.toString(), dim, tangents, parameters);
    }

    @Override
    public int dim() {
        return dim;
    }

    @Override
    public Parameters parameters() {
        return parameters;
    }

    @Override
    public NDArray at(NDArray t, NDArray x) {
        check(t, x);
        return Scratch.keeping(() -> forward(t, x));
    }

    @Override
    public VelocityLinearization linearize(NDArray t, NDArray x) {
        check(t, x);
        var pass = new Pass(t, x);
        return VelocityLinearization.of(
                Shapes.attached(pass.value(), x),
                (a, into) -> {
                    Shapes.check("a", a, x.getShape(), x.getDataType());
                    parameters.check(into);
                    return Scratch.keeping(() -> Shapes.attached(pass.gradient(a, into), x));
                },
                dx -> linearize(t, x, dx),
                pass::close);
    }

    @Override
    public Tangent jvp(NDArray t, NDArray x, NDArray dx) {
        check(t, x);
        Shapes.checkTangent("dx", dx, x);
        double h = step();
        try (var scratch = new Scratch()) {
            var stencil = new Stencil(t, x, dx, h);
            return pair(stencil, forward(stencil.times(), stencil.points())).keptBy(scratch);
        }
    }

    /** One forward pass at the points of the central difference. */
    @Override
    public Jvp linearize(NDArray t, NDArray x, NDArray dx) {
        check(t, x);
        Shapes.checkTangent("dx", dx, x);
        double h = step();
        try (var scratch = new Scratch()) {
            var stencil = new Stencil(t, x, dx, h);
            var points = stencil.points();
            var times = stencil.times();
            var pass = new Pass(times, points);
            var pair = pair(stencil, pass.value()).keptBy(scratch);
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
                        return Scratch.keeping(() -> Shapes.attached(
                                pass.gradient(stencil.cotangent(a, b), into)
                                        .reshape(-1, x.getShape().get(0), dim)
                                        .sum(new int[] {0}),
                                x));
                    },
                    held::close);
        }
    }

    private static Tangent pair(Stencil stencil, NDArray values) {
        var derivative = stencil.above(values).sub(stencil.below(values)).div(2 * stencil.h());
        return new Tangent(
                Shapes.attached(stencil.middle(values).duplicate(), stencil.x()),
                Shapes.attached(derivative.reshape(stencil.derivativeShape()), stencil.x()));
    }

    /** A forward pass that was recorded. */
    private final class Pass {

        private final Gradients.Recording recording;
        private final Held held = new Held();

        Pass(NDArray t, NDArray x) {
            var here = held.hold(x.stopGradient()); // another handle of the same numbers: the caller's x is not marked
            var variables = new ArrayList<NDArray>(List.of(here));
            variables.addAll(parameters.arrays().windows());
            recording = Gradients.record(variables, () -> forward(t, here));
            held.alsoClose(recording::close);
        }

        NDArray value() {
            return recording.value();
        }

        /** Jᵀ a; the rest is added to a gradient. */
        NDArray gradient(NDArray a, Gradient into) {
            var gradients = recording.gradients(a);
            for (int i = 1; i < gradients.size() && into.wanted(); i++) {
                into.kept().window(i - 1).addi(gradients.get(i));
            }
            return gradients.get(0);
        }

        void close() {
            held.close();
        }
    }

    private void check(NDArray t, NDArray x) {
        Shapes.checkState(t, x, dim);
        Require.that(
                parameters.count() == 0 || x.getDataType() == parameters.type(),
                "x is " + x.getDataType() + "; expected " + parameters.type() + " like the block's parameters");
    }

    private NDArray forward(NDArray t, NDArray x) {
        var column = t.broadcast(x.getShape().get(0), 1);
        var input = new NDList(NDArrays.concat(new NDList(x, column), 1));
        var output = block.forward(new ParameterStore(x.getManager(), false), input, false)
                .singletonOrThrow();
        if (!output.getShape().equals(x.getShape())) {
            throw new IllegalArgumentException("The block must answer with shape " + x.getShape()
                    + " to an input of shape " + input.singletonOrThrow().getShape() + ", got " + output.getShape());
        }
        return output;
    }

    private double step() {
        if (tangents instanceof BlockTangents.CentralDifference difference) {
            return difference.h();
        }
        throw new UnsupportedOperationException(
                "DJL computes no directional derivatives of a block; accept an approximate"
                        + " one with BlockTangents.centralDifference(h), or use a VelocityMlp, whose derivatives are exact");
    }

    /** Moves the block's trainable arrays into one vector, and lets the block read its windows. */
    private static Parameters adopt(Block block) {
        var trainable = block.getParameters().stream()
                .filter(pair -> pair.getValue().requiresGradient())
                .toList();
        if (trainable.isEmpty()) {
            return Parameters.none();
        }
        var before = adopted(trainable.stream().map(Pair::getValue).toList());
        if (before.isPresent()) {
            return before.get();
        }
        var arrays = trainable.stream().map(pair -> pair.getValue().getArray()).toList();
        var layout = Layout.of(
                trainable.stream().map(Pair::getKey).toList(),
                arrays.stream().map(NDArray::getShape).toList());
        var type = RequireArray.floating(
                arrays.get(0).getDataType(),
                "the type of the block's " + trainable.get(0).getKey());
        for (int i = 1; i < arrays.size(); i++) {
            Require.that(
                    arrays.get(i).getDataType() == type,
                    "block has parameters of two types, " + type + " and "
                            + arrays.get(i).getDataType() + " ("
                            + trainable.get(i).getKey() + "); expected one");
        }
        var parameters = new Parameters(layout, type, arrays.get(0).getManager());
        for (int i = 0; i < arrays.size(); i++) {
            var window = parameters.arrays().window(i);
            FlatArrays.overwrite(window, arrays.get(i));
            seat(trainable.get(i).getValue(), window);
            ADOPTED.put(trainable.get(i).getValue(), parameters);
        }
        return parameters;
    }

    /** The vector that these parameters, and no others, were moved into before and still are. */
    private static Optional<Parameters> adopted(List<Parameter> trainable) {
        var owners = new ArrayList<Parameters>();
        for (var parameter : trainable) {
            var owner = ADOPTED.get(parameter);
            var uid = parameter.getArray().getUid();
            if (owner != null
                    && owner.arrays().windows().stream()
                            .anyMatch(window -> window.getUid().equals(uid))) {
                owners.add(owner);
            }
        }
        if (owners.isEmpty()) {
            return Optional.empty();
        }
        var first = owners.get(0);
        boolean all = owners.size() == trainable.size() && first.names().size() == trainable.size();
        if (!all || owners.stream().anyMatch(owner -> owner != first)) {
            throw new IllegalArgumentException("block shares parameters with another block that is a velocity already;"
                    + " expected a block with parameters of its own, or the whole block as one velocity");
        }
        return Optional.of(first);
    }

    /** DJL sets an array only where neither array nor shape is known. */
    @SuppressWarnings("NullAway") // that is how a shape is forgotten
    private static void seat(Parameter parameter, NDArray window) {
        parameter.close();
        parameter.setShape(null);
        parameter.setArray(window);
    }
}
