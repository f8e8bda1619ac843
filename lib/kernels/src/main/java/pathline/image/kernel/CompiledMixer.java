package pathline.image.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import pathline.array.HostMemory;
import pathline.check.Require;
import pathline.field.Gradient;
import pathline.field.Parameters;
import pathline.field.kernel.Lanes;
import pathline.field.kernel.WorkerPool;
import pathline.field.kernel.Workspace;
import pathline.image.MixerPasses;

/**
 * A mixer, tile by tile. How the tiles are dealt to workers depends on their number alone, so the number of threads changes no bit of
 * a result.
 */
final class CompiledMixer implements MixerPasses {

    /** Numbers that tiles keep for the way back, 256 MB; of larger batches each tile is sent forward once more. */
    private static final long MOST_KEPT = 1L << 26;

    private final MixerLayout net;
    private final Parameters parameters;
    private final AtomicReference<Call> spare = new AtomicReference<>();

    CompiledMixer(MixerLayout net, Parameters parameters) {
        this.net = net;
        this.parameters = parameters;
    }

    /** The arrays of one call, used again by later ones; another thread's call makes others. */
    private static final class Call {
        private final float[] weights;
        private final float[] transposed;
        private final LinearKernel[] maps;
        private final List<MixerForward> forwards = new ArrayList<>();
        private final List<MixerTile> passing = new ArrayList<>();
        private final List<MixerReverse> reverses = new ArrayList<>();
        private final List<MixerTile> kept = new ArrayList<>();

        Call(MixerLayout net, int parameters) {
            weights = new float[parameters];
            transposed = new float[parameters];
            maps = net.maps().stream()
                    .map(map -> new LinearKernel(map, weights, transposed))
                    .toArray(LinearKernel[]::new);
        }
    }

    private Call take(int tiles) {
        var free = spare.getAndSet(null);
        int count = Math.toIntExact(parameters.count());
        var call = free == null ? new Call(net, count) : free;
        HostMemory.read(parameters.flat(), 0, call.weights, count);
        while (call.forwards.size() < Workspace.count(tiles)) {
            call.forwards.add(new MixerForward(net));
        }
        return call;
    }

    private static int tiles(Inputs inputs) {
        return (inputs.count() + Lanes.TILE - 1) / Lanes.TILE;
    }

    /** What a worker does with a tile. */
    private interface Work {
        void at(int worker, int tile);
    }

    private static void run(int tiles, Work work) {
        int count = Workspace.count(tiles);
        WorkerPool.run(count, worker -> {
            int end = (worker + 1) * tiles / count;
            for (int tile = worker * tiles / count; tile < end; tile++) {
                work.at(worker, tile);
            }
        });
    }

    private void check(Inputs inputs, float[] v) {
        Require.nonNull(v, "v");
        int n = Require.nonNull(inputs, "inputs").count();
        int classes = net.net().classes();
        Require.that(
                inputs.x().length == n * net.dim() && v.length == n * net.dim(),
                "x and v have " + inputs.x().length + " and " + v.length + " numbers; expected " + n + " rows of "
                        + net.dim());
        Require.that(
                inputs.label().length == 0 || inputs.label().length == n * classes,
                "label has " + inputs.label().length + " numbers; expected none or " + n + " rows of " + classes);
    }

    @Override
    public void at(Inputs inputs, float[] v) {
        check(inputs, v);
        int tiles = tiles(inputs);
        var call = take(tiles);
        while (call.passing.size() < Workspace.count(tiles)) {
            call.passing.add(new MixerTile(net, false));
        }
        run(tiles, (worker, tile) -> forward(call, worker, call.passing.get(worker), inputs, tile, v));
        spare.set(call);
    }

    private static void forward(Call call, int worker, MixerTile at, Inputs inputs, int tile, float[] v) {
        call.forwards.get(worker).at(call.maps, call.weights, at, inputs, tile * Lanes.TILE, v);
    }

    @Override
    public Kept linearize(Inputs inputs, float[] v) {
        check(inputs, v);
        int tiles = tiles(inputs);
        boolean all = tiles * MixerTile.size(net) <= MOST_KEPT;
        var call = take(tiles);
        net.maps().forEach(map -> map.transpose(call.weights, call.transposed));
        while (call.kept.size() < (all ? tiles : Workspace.count(tiles))) {
            call.kept.add(new MixerTile(net, true));
        }
        run(tiles, (worker, tile) -> forward(call, worker, call.kept.get(all ? tile : worker), inputs, tile, v));
        return new Linearized(call, inputs, all);
    }

    /** A forward pass whose tiles are kept, or are made again. */
    private final class Linearized implements Kept {

        private final Call call;
        private final Inputs inputs;
        private final boolean all;
        private boolean open = true;

        Linearized(Call call, Inputs inputs, boolean all) {
            this.call = call;
            this.inputs = inputs;
            this.all = all;
        }

        @Override
        public void vjp(float[] a, float[] toX, Gradient into) {
            Require.that(open, "a linearization that is closed has no vjp; take it before");
            check(inputs, Require.nonNull(a, "a"));
            check(inputs, Require.nonNull(toX, "toX"));
            int tiles = tiles(inputs);
            int workers = Workspace.count(tiles);
            while (call.reverses.size() < workers) {
                call.reverses.add(new MixerReverse(net));
            }
            call.reverses.forEach(MixerReverse::clear);
            var again = all ? new float[0] : new float[a.length];
            run(tiles, (worker, tile) -> {
                var at = call.kept.get(all ? tile : worker);
                if (!all) {
                    forward(call, worker, at, inputs, tile, again);
                }
                int row = tile * Lanes.TILE;
                int count = Math.min(Lanes.TILE, inputs.count() - row);
                call.reverses.get(worker).at(call.maps, at, a, row, count, toX);
            });
            if (into.wanted()) {
                gather(workers, into);
            }
        }

        /** Adds the workers' shares in their order. */
        private void gather(int workers, Gradient into) {
            var first = call.reverses.get(0);
            for (int k = 1; k < workers; k++) {
                first.add(call.reverses.get(k));
            }
            var gradient = new float[call.weights.length];
            first.write(gradient);
            into.add(0, gradient);
        }

        @Override
        public void close() {
            if (open) {
                open = false;
                spare.set(call);
            }
        }
    }
}
