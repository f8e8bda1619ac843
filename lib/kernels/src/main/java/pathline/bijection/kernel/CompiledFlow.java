package pathline.bijection.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import pathline.array.HostMemory;
import pathline.bijection.FlowPasses;
import pathline.check.Require;
import pathline.field.Gradient;
import pathline.field.Parameters;
import pathline.field.kernel.Lanes;
import pathline.field.kernel.WorkerPool;
import pathline.field.kernel.Workspace;

/**
 * Layers of a flow, tile by tile: a tile's points go through all layers, and back for a gradient, while they are in the caches. How
 * the tiles are dealt to workers depends on their number alone, so the number of threads changes no bit of a result.
 */
final class CompiledFlow implements FlowPasses {

    private final List<FlowStep> steps;
    private final int dim;
    private final Parameters parameters;
    private final AtomicReference<Call> spare = new AtomicReference<>();

    CompiledFlow(List<FlowStep> steps, int dim, Parameters parameters) {
        this.steps = steps;
        this.dim = dim;
        this.parameters = parameters;
    }

    /** The arrays of one call, used again by later ones; another thread's call makes others. */
    private static final class Call {
        private final float[] incoming;
        private final float[][] weights;
        private final List<FlowWorker> workers = new ArrayList<>();

        Call(List<FlowStep> steps, int parameters) {
            incoming = new float[parameters];
            weights = steps.stream().map(step -> new float[step.net().count()]).toArray(float[][]::new);
        }
    }

    private Call take() {
        var free = spare.getAndSet(null);
        int count = Math.toIntExact(parameters.count());
        var call = free == null ? new Call(steps, count) : free;
        HostMemory.read(parameters.flat(), 0, call.incoming, count);
        for (int s = 0; s < steps.size(); s++) {
            steps.get(s).read(call.incoming, call.weights[s]);
        }
        return call;
    }

    /** What a worker does with the tile that begins at a row. */
    private interface Work {
        void at(FlowWorker worker, int index, int row);
    }

    /** Does the work of all tiles; returns how many workers there were. */
    private int run(Call call, int points, Work work) {
        int tiles = (points + Lanes.TILE - 1) / Lanes.TILE;
        int count = Workspace.count(tiles);
        while (call.workers.size() < count) {
            call.workers.add(new FlowWorker(steps, dim));
        }
        WorkerPool.run(count, index -> {
            var worker = call.workers.get(index);
            worker.clear();
            int end = (index + 1) * tiles / count;
            for (int tile = index * tiles / count; tile < end; tile++) {
                work.at(worker, index, tile * Lanes.TILE);
            }
        });
        return count;
    }

    @Override
    public void forward(float[] x, float[] z, float[] logDeterminant) {
        int points = points(x, z, logDeterminant);
        var call = take();
        var sorted = sorted(call);
        run(call, points, (worker, index, row) -> worker.forward(call.weights, sorted, x, row, z, logDeterminant));
        spare.set(call);
    }

    @Override
    public void inverse(float[] z, float[] x, float[] logDeterminant) {
        int points = points(z, x, logDeterminant);
        var call = take();
        var sorted = sorted(call);
        run(call, points, (worker, index, row) -> worker.inverse(call.weights, sorted, z, row, x, logDeterminant));
        spare.set(call);
    }

    private float[][] sorted(Call call) {
        var sorted = new float[steps.size()][];
        for (int s = 0; s < sorted.length; s++) {
            sorted[s] = steps.get(s).masks().isPresent()
                    ? MaskedOrder.sorted(steps.get(s), call.weights[s])
                    : call.weights[s];
        }
        return sorted;
    }

    @Override
    public double nll(float[] x, Gradient into) {
        Require.nonNull(into, "into");
        int points = points(x, x, new float[x.length / dim]);
        var call = take();
        var shares = new double[Workspace.count((points + Lanes.TILE - 1) / Lanes.TILE)];
        int count = run(
                call,
                points,
                (worker, index, row) -> shares[index] += worker.nll(call.weights, x, row, points, into.wanted()));
        if (into.wanted()) {
            gather(call, count, into);
        }
        spare.set(call);
        double sum = 0;
        for (double share : shares) {
            sum += share;
        }
        return sum / points + 0.5 * dim * Math.log(2 * Math.PI);
    }

    /** Adds the workers' shares in their order. */
    private void gather(Call call, int count, Gradient into) {
        var first = call.workers.get(0);
        for (int s = 0; s < steps.size(); s++) {
            for (int k = 1; k < count; k++) {
                first.add(s, call.workers.get(k));
            }
            var gradient = call.weights[s]; // read anew by the next call
            first.write(s, gradient);
            into.add(steps.get(s).first(), gradient);
        }
    }

    private int points(float[] from, float[] to, float[] logDeterminant) {
        Require.nonNull(from, "rows");
        Require.that(
                from.length > 0 && from.length % dim == 0,
                "rows have " + from.length + " numbers; expected whole rows of " + dim);
        int points = from.length / dim;
        Require.that(
                to.length >= from.length && logDeterminant.length == points,
                "results have room for " + to.length + " and " + logDeterminant.length + " numbers; expected "
                        + from.length + " and " + points);
        return points;
    }
}
