package pathline.field.kernel;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import pathline.field.Gradient;
import pathline.field.MlpConfig;
import pathline.field.MlpPasses;
import pathline.field.Parameters;
import pathline.field.Pulled;
import pathline.field.Tangent;
import pathline.field.TimeInput;
import pathline.ode.Scratch;

/**
 * The passes of a multilayer perceptron on plain arrays, in float32 on the processor.
 *
 * <p>The recursions are those of the array operations; what differs is the order of work. A tile of 64 points goes through the
 * whole net before the next one starts, so that its layers stay in the processor's first caches. Weights are read anew at each
 * call.
 */
final class CompiledMlp implements MlpPasses {

    /** Tiles are kept between the two ways of a pull while their numbers fill no more than 16 MB. */
    private static final int MOST_KEPT = 1 << 22;

    private final Net net;
    private final TimeInput time;
    private final Parameters parameters;
    private final int first;
    private final AtomicReference<Workspace> spare = new AtomicReference<>();

    CompiledMlp(MlpConfig config, Parameters parameters, int first) {
        this.net = Net.of(config);
        this.time = config.time();
        this.parameters = parameters;
        this.first = first;
    }

    @Override
    public NDArray at(NDArray t, NDArray x) {
        var work = begin(t, x);
        work.values = Numbers.room(work.values, work.batch.points() * net.dim());
        work.run((desk, tile) -> forward(work, desk.tile(), tile, 0));
        var value = Numbers.array(x.getManager(), work.values, x.getShape());
        spare.set(work);
        return value;
    }

    @Override
    public Tangent push(NDArray t, NDArray x, NDArray dx) {
        var work = begin(t, x);
        int points = work.batch.points();
        var tangents = Tangents.of(dx, points);
        work.tangents = tangents.read(dx, work.tangents);
        work.values = Numbers.room(work.values, points * net.dim());
        work.results = Numbers.room(work.results, tangents.count() * points * net.dim());
        work.run((desk, tile) -> {
            forward(work, desk.tile(), tile, 1);
            for (int k = 0; k < tangents.count(); k++) {
                int row = tile * Lanes.TILE;
                desk.push(
                        desk.tile(),
                        work.weights,
                        work.tangents,
                        tangents.row(k, row),
                        tangents.shared(),
                        work.results,
                        k * points + row);
            }
        });
        var shape = dx.getShape().dimension() == 2 ? x.getShape() : new Shape(tangents.count(), points, net.dim());
        var result = new Tangent(
                Numbers.array(x.getManager(), work.values, x.getShape()),
                Numbers.array(x.getManager(), work.results, shape));
        spare.set(work);
        return result;
    }

    @Override
    public Pulled pull(NDArray t, NDArray x, UnaryOperator<NDArray> cotangent, Gradient into) {
        var work = begin(t, x);
        int count = work.batch.points() * net.dim();
        boolean keep = (long) work.batch.points() * net.kept() <= MOST_KEPT;
        if (keep) {
            work.keepTiles();
        }
        work.values = Numbers.room(work.values, count);
        work.run((desk, tile) -> forward(work, keep ? work.tiles.get(tile) : desk.tile(), tile, 1));
        try (var scratch = new Scratch()) {
            var value = scratch.keep(Numbers.array(x.getManager(), work.values, x.getShape()));
            var a = cotangent.apply(value);
            check(a, x);
            work.cotangents = Numbers.room(work.cotangents, count);
            Numbers.read(a, 0, work.cotangents, count);
            work.results = Numbers.room(work.results, count);
            work.clearSums();
            work.run((desk, tile) -> {
                var at = keep ? work.tiles.get(tile) : desk.tile();
                if (!keep) {
                    forward(work, at, tile, 1);
                }
                desk.pull(at, work.weights, work.cotangents, tile * Lanes.TILE, into.wanted(), false, work.results);
            });
            return new Pulled(value, scratch.keep(finish(work, x, into)));
        }
    }

    @Override
    public NDArray pull(NDArray t, NDArray x, NDArray dx, NDArray a, NDArray b, Gradient into) {
        var work = begin(t, x);
        int points = work.batch.points();
        int count = points * net.dim();
        var tangents = Tangents.of(dx, points);
        work.tangents = tangents.read(dx, work.tangents);
        work.cotangents = Numbers.room(work.cotangents, count);
        Numbers.read(a, 0, work.cotangents, count);
        work.pushedCotangents = Numbers.room(work.pushedCotangents, tangents.count() * count);
        Numbers.read(b, 0, work.pushedCotangents, tangents.count() * count);
        work.values = Numbers.room(work.values, count);
        work.results = Numbers.room(work.results, count);
        work.clearSums();
        boolean wanted = into.wanted();
        work.run((desk, tile) -> {
            var at = desk.tile();
            int row = tile * Lanes.TILE;
            forward(work, at, tile, 2);
            desk.clearBends(at);
            for (int k = 0; k < tangents.count(); k++) {
                desk.bend(
                        at,
                        work.weights,
                        work.tangents,
                        tangents.row(k, row),
                        tangents.shared(),
                        work.pushedCotangents,
                        k * points + row,
                        wanted);
            }
            desk.pull(at, work.weights, work.cotangents, row, wanted, true, work.results);
        });
        return finish(work, x, into);
    }

    /** A workspace with the weights and the batch; another one if a call is under way, on this thread or another. */
    private Workspace begin(NDArray t, NDArray x) {
        var free = spare.getAndSet(null);
        var work = free == null ? new Workspace(net) : free;
        Numbers.read(parameters.flat(), first, work.weights, net.count());
        try (var scratch = new Scratch()) {
            work.batch.read(net.times() > 0 ? time.columns(t) : t, x);
        }
        return work;
    }

    private NDArray finish(Workspace work, NDArray x, Gradient into) {
        if (into.wanted()) {
            work.addSums(into.flat(), first);
        }
        var result = Numbers.array(x.getManager(), work.results, x.getShape());
        spare.set(work);
        return result;
    }

    private void forward(Workspace work, Tile tile, int index, int order) {
        int from = index * Lanes.TILE;
        tile.forward(work.batch, from, work.weights, order);
        Batch.turnBack(tile.output(), net.dim(), tile.points(), work.values, from * net.dim());
    }

    private static void check(NDArray a, NDArray x) {
        if (!a.getShape().equals(x.getShape()) || a.getDataType() != x.getDataType()) {
            throw new IllegalArgumentException("The cotangent must be " + x.getDataType() + " of shape " + x.getShape()
                    + ", got " + a.getDataType() + " " + a.getShape());
        }
    }
}
