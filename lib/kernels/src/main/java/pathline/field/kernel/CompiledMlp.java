package pathline.field.kernel;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import pathline.array.HostMemory;
import pathline.array.Points;
import pathline.array.Scratch;
import pathline.field.Float32Tangents;
import pathline.field.Float32Velocity;
import pathline.field.Gradient;
import pathline.field.Jvp;
import pathline.field.MlpConfig;
import pathline.field.MlpPasses;
import pathline.field.Parameters;
import pathline.field.Tangent;
import pathline.field.TimeInput;
import pathline.field.VelocityLinearization;

/**
 * The passes of a multilayer perceptron on plain arrays, in float32 on the processor.
 *
 * <p>The recursions are those of the array operations; what differs is the order of work, see {@link MlpKernels}. Weights are read
 * anew at each call.
 */
final class CompiledMlp implements MlpPasses {

    private final MlpLayout net;
    private final TimeInput time;
    private final Parameters parameters;
    private final int first;
    private final Optional<Points> condition;
    private final AtomicReference<Workspace> spare;

    CompiledMlp(MlpConfig config, Parameters parameters, int first) {
        this(MlpLayout.of(config), config.time(), parameters, first, Optional.empty(), new AtomicReference<>());
    }

    private CompiledMlp(
            MlpLayout net,
            TimeInput time,
            Parameters parameters,
            int first,
            Optional<Points> condition,
            AtomicReference<Workspace> spare) {
        this.net = net;
        this.time = time;
        this.parameters = parameters;
        this.first = first;
        this.condition = condition;
        this.spare = spare;
    }

    @Override
    public MlpPasses given(Points other) {
        return new CompiledMlp(net, time, parameters, first, Optional.of(other), spare);
    }

    @Override
    public Optional<Float32Velocity> float32() {
        return Optional.of(new Float32Mlp(take(), time, first, spare::set));
    }

    @Override
    public NDArray at(NDArray t, NDArray x) {
        return value(begin(t, x), x);
    }

    @Override
    public NDArray at(double t, NDArray x) {
        var work = take();
        readStates(work, x);
        work.batch.set(states(work.states), points(x), time.columns(t), true);
        return value(work, x);
    }

    private NDArray value(Workspace work, NDArray x) {
        MlpKernels.value(work, values(work.values));
        var value = HostMemory.array(x.getManager(), work.values, valueShape(x));
        spare.set(work);
        return value;
    }

    @Override
    public Tangent jvp(NDArray t, NDArray x, NDArray dx) {
        var work = begin(t, x);
        var result = jvp(work, x, dx, Float32Tangents.of(dx));
        spare.set(work);
        return result;
    }

    private Tangent jvp(Workspace work, NDArray x, NDArray dx, Float32Tangents tangents) {
        var shape = valueShape(x);
        work.results = HostMemory.room(work.results, Math.toIntExact(tangents.count() * shape.size()));
        MlpKernels.jvp(work, tangents, values(work.values), values(work.results));
        boolean one = dx.getShape().dimension() == 2;
        return new Tangent(
                HostMemory.array(x.getManager(), work.values, shape),
                HostMemory.array(
                        x.getManager(), work.results, one ? shape : new Shape(tangents.count()).addAll(shape)));
    }

    /** The workspace belongs to the linearization until that is closed. */
    @Override
    public VelocityLinearization linearize(NDArray t, NDArray x) {
        var work = begin(t, x);
        MlpKernels.forward(work, values(work.values));
        var value = HostMemory.array(x.getManager(), work.values, valueShape(x));
        return VelocityLinearization.of(
                value,
                (a, into) -> {
                    MlpKernels.back(work, cotangents(work, a), states(work.results), into.wanted());
                    return finish(work, x, into);
                },
                dx -> {
                    var pair = linearize(t, x, dx);
                    pair.value().close();
                    return Jvp.of(value, pair.derivative(), pair::vjp, pair::close);
                },
                () -> spare.set(work));
    }

    @Override
    public Jvp linearize(NDArray t, NDArray x, NDArray dx) {
        var work = begin(t, x);
        var tangents = Float32Tangents.of(dx);
        var pair = jvp(work, x, dx, tangents);
        return Jvp.of(
                pair.value(),
                pair.derivative(),
                (a, b, into) -> {
                    work.pairCotangents = HostMemory.room(work.pairCotangents, size(b));
                    HostMemory.read(b, 0, work.pairCotangents, size(b));
                    var given = new MlpKernels.Pair(tangents, cotangents(work, a), values(work.pairCotangents));
                    MlpKernels.vjp(work, given, states(work.results), into.wanted());
                    return finish(work, x, into);
                },
                () -> spare.set(work));
    }

    @Override
    public NDArray vjp(NDArray t, NDArray x, NDArray a, Gradient into) {
        var work = begin(t, x);
        MlpKernels.vjp(work, cotangents(work, a), Rows.NONE, states(work.results), into.wanted());
        var toX = finish(work, x, into);
        spare.set(work);
        return toX;
    }

    /** A workspace with the weights and nothing gathered; another one if a call is under way, on this thread or another. */
    private Workspace take() {
        var free = spare.getAndSet(null);
        var work = free == null ? new Workspace(net) : free;
        HostMemory.read(parameters.flat(), first, work.incoming, net.count());
        work.takeWeights();
        work.clearSums();
        condition.ifPresent(told -> work.batch.tell(told.floats()));
        return work;
    }

    /** A workspace with weights and batch, and room for values and results of the batch's size. */
    private Workspace begin(NDArray t, NDArray x) {
        var work = take();
        readStates(work, x);
        try (var scratch = new Scratch()) {
            var columns = net.times() > 0 ? time.columns(t) : t;
            work.times = HostMemory.room(work.times, size(columns));
            HostMemory.read(columns, 0, work.times, size(columns));
        }
        work.batch.set(states(work.states), points(x), work.times, t.getShape().get(0) == 1);
        return work;
    }

    private void readStates(Workspace work, NDArray x) {
        int size = size(x);
        work.states = HostMemory.room(work.states, size);
        work.values = HostMemory.room(work.values, points(x) * net.out());
        work.results = HostMemory.room(work.results, size);
        HostMemory.read(x, 0, work.states, size);
    }

    private Rows cotangents(Workspace work, NDArray a) {
        work.cotangents = HostMemory.room(work.cotangents, size(a));
        HostMemory.read(a, 0, work.cotangents, size(a));
        return values(work.cotangents);
    }

    /** A row for each point's state, or its cotangent. */
    private Rows states(float[] numbers) {
        return Rows.of(numbers, net.dim());
    }

    /** A row for each point's value, its derivative, or a cotangent of either. */
    private Rows values(float[] numbers) {
        return Rows.of(numbers, net.out());
    }

    private int points(NDArray x) {
        return Math.toIntExact(x.getShape().get(0));
    }

    private Shape valueShape(NDArray x) {
        return new Shape(x.getShape().get(0), net.out());
    }

    private NDArray finish(Workspace work, NDArray x, Gradient into) {
        if (into.wanted()) {
            work.moveSums(into, first);
        }
        return HostMemory.array(x.getManager(), work.results, x.getShape());
    }

    private static int size(NDArray array) {
        return Math.toIntExact(array.size());
    }
}
