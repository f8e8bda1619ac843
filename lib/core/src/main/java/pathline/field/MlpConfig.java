package pathline.field;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import pathline.check.Require;
import pathline.check.RequireArray;
import pathline.random.Rng;

/**
 * What an {@link Mlp} or a {@link VelocityMlp} looks like before it has numbers.
 *
 * <pre>
 * var velocity = VelocityMlp.of(2, 64, 64, 64).activation(Activation.SELU).init(rng.child("velocity"));
 * </pre>
 *
 * @param in the numbers that a point has, without time; the dimension d of a velocity's states
 * @param hidden the widths of the hidden layers, at least one
 * @param out the numbers that a value has; d again for a velocity
 * @param context the numbers of a condition that the net is told beside x, such as one for each class; 0 for none
 * @param activation what follows each hidden layer
 * @param time how the net is told the time
 * @param type float32 or float64
 */
public record MlpConfig(
        int in, List<Integer> hidden, int out, int context, Activation activation, TimeInput time, DataType type) {

    /** Numbers that a net may have: 2 GiB in float32. */
    private static final long MOST_PARAMETERS = 1L << 29;

    public MlpConfig {
        Require.nonNull(Require.nonNull(hidden, "hidden").toArray(), "hidden");
        hidden = List.copyOf(hidden);
        Require.nonNull(activation, "activation");
        Require.nonNull(time, "time");
        Require.nonNull(type, "type");
        Require.atLeast(in, 1, "in");
        Require.atLeast(out, 1, "out");
        Require.atLeast(context, 0, "context");
        if (hidden.isEmpty() || hidden.stream().anyMatch(width -> width < 1)) {
            throw new IllegalArgumentException(
                    "A net needs at least one hidden layer, each of width 1 or more, as in of(2, 64, 64); got "
                            + hidden);
        }
        RequireArray.floating(type, "type");
        long count = count((long) in + context + time.width(), hidden, out);
        Require.that(
                count <= MOST_PARAMETERS,
                "hidden is " + hidden + " for " + ((long) in + context) + " inputs and " + out + " outputs, " + count
                        + " weights; expected at most " + MOST_PARAMETERS + ", take narrower layers");
    }

    /** How many weights the layers' matrices have. */
    private static long count(long in, List<Integer> hidden, int out) {
        long inputs = in;
        long sum = 0;
        for (int width : hidden) {
            sum += inputs * width;
            inputs = width;
        }
        return sum + inputs * out;
    }

    static MlpConfig of(int in, int[] hidden, int out) {
        Require.nonNull(hidden, "hidden");
        var widths = Arrays.stream(hidden).boxed().toList();
        return new MlpConfig(in, widths, out, 0, Activation.TANH, TimeInput.raw(), DataType.FLOAT32);
    }

    /** The same net with another activation. */
    public MlpConfig activation(Activation other) {
        return new MlpConfig(in, hidden, out, context, other, time, type);
    }

    /**
     * The same net, told a condition of so many numbers beside x, which {@link VelocityMlp#given} or {@link Mlp#given} takes. Its
     * weights are columns of the first layer, between those of x and those of the time.
     */
    public MlpConfig context(int numbers) {
        return new MlpConfig(in, hidden, out, numbers, activation, time, type);
    }

    /** The same net, told the time in another way. */
    public MlpConfig time(TimeInput other) {
        return new MlpConfig(in, hidden, out, context, activation, other, type);
    }

    /** The same net in another type. */
    public MlpConfig type(DataType other) {
        return new MlpConfig(in, hidden, out, context, activation, time, other);
    }

    /**
     * A velocity with random weights and biases, each uniform in ±1/√(number of inputs of its layer).
     *
     * <p>This is PyTorch's default for {@code Linear}, which published numbers assume. Each array draws from a stream
     * of its own name, so another width of one layer leaves the others' numbers alone. The net's arrays are freed some time
     * after nothing refers to them any more.
     */
    public VelocityMlp init(Rng rng) {
        return init(rng, Orphans.manager());
    }

    /** The same, with parameters that live on {@code manager}. */
    public VelocityMlp init(Rng rng, NDManager manager) {
        return new VelocityMlp(net(rng, manager));
    }

    /** The net by itself, with numbers drawn as those of {@link #init(Rng)}. */
    public Mlp net(Rng rng) {
        return net(rng, Orphans.manager());
    }

    /** The same, with parameters that live on {@code manager}. */
    public Mlp net(Rng rng, NDManager manager) {
        Require.nonNull(rng, "rng");
        var net = zeroNet(manager);
        var parameters = net.parameters();
        for (var slot : slots()) {
            double bound = 1 / Math.sqrt(slot.inputs());
            try (var draws =
                    rng.child(slot.name()).uniform(manager, type, slot.shape().getShape())) {
                ParameterVector.overwrite(
                        parameters.get(slot.name()), draws.muli(2 * bound).subi(bound));
            }
        }
        return net;
    }

    /** A velocity whose parameters are all zero, to be set or loaded. */
    public VelocityMlp zero(NDManager manager) {
        return new VelocityMlp(zeroNet(manager));
    }

    /** A net whose parameters are all zero, to be set or loaded. */
    public Mlp zeroNet(NDManager manager) {
        RequireArray.open(manager, "manager");
        return new Mlp(this, new Parameters(new Layout(entries()), type, notes(), manager), 0);
    }

    /**
     * As many nets of this shape, one after the other in time: a residual network with a block of its own at every
     * layer.
     */
    public VelocityStack stack(int blocks, Rng rng) {
        return VelocityStack.of(this, blocks, rng);
    }

    /** What a file with the numbers of such a net has to say besides: how they are to be used. */
    Map<String, String> notes() {
        return Map.of("activation", activation.name(), "time", time.toString());
    }

    /** The widths of all layers' inputs and of the last one's output, without the columns of condition and time. */
    List<Integer> widths() {
        var widths = new ArrayList<Integer>();
        widths.add(in);
        widths.addAll(hidden);
        widths.add(out);
        return widths;
    }

    /** A parameter: its name, its shape, and the number of inputs of the layer it belongs to. */
    private record Slot(String name, Shape shape, int inputs) {}

    private List<Slot> slots() {
        var widths = widths();
        var slots = new ArrayList<Slot>();
        for (int i = 0; i + 1 < widths.size(); i++) {
            String layer = "layers." + i + ".";
            int in = widths.get(i) + (i == 0 ? context + time.width() : 0);
            int out = widths.get(i + 1);
            slots.add(new Slot(layer + "weight", new Shape(out, in), in));
            slots.add(new Slot(layer + "bias", new Shape(out), in));
            if (time instanceof TimeInput.ConcatSquash) {
                slots.add(new Slot(layer + "gate.weight", new Shape(out, 1), 1));
                slots.add(new Slot(layer + "gate.bias", new Shape(out), 1));
                slots.add(new Slot(layer + "shift.weight", new Shape(out, 1), 1));
            }
        }
        return slots;
    }

    /** Names and shapes of this net's arrays, in order. */
    List<Layout.Entry> entries() {
        var slots = slots();
        return Layout.of(
                        slots.stream().map(Slot::name).toList(),
                        slots.stream().map(Slot::shape).toList())
                .entries();
    }

    /** The layers over parameters whose array number {@code first} is this net's first. */
    List<Layer> layers(ParameterVector parameters, int first) {
        var layers = new ArrayList<Layer>();
        boolean squash = time instanceof TimeInput.ConcatSquash;
        for (int i = 0; i <= hidden.size(); i++) {
            int at = first + (squash ? 5 : 2) * i;
            Layer affine = i == 0 && context + time.width() > 0
                    ? new AppendedLayer(parameters, at, at + 1, in, time, Optional.empty())
                    : new AffineLayer(parameters, at, at + 1);
            layers.add(squash ? new SquashLayer(parameters, affine, at + 2) : affine);
        }
        return layers;
    }
}
