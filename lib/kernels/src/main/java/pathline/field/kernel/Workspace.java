package pathline.field.kernel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import pathline.array.HostMemory;
import pathline.field.Gradient;

/**
 * The arrays of one call: weights, batch, buffers, and the scratch arrays of its workers. Used again by later calls.
 *
 * <p>The tiles of a batch are dealt to workers, each of which is run on any thread, and the workers' gradients are
 * added in order. How many workers there are depends on the batch alone: so the number of threads changes no bit of a result.
 */
public final class Workspace {

    /** No batch has more workers, so no more threads are of use. */
    static final int MOST_WORKERS = 8;

    /** A third worker, and more, come with tiles of so many points each: a worker's gradient has to be cleared and added. */
    private static final int POINTS_PER_WORKER = 256;

    /** The place of a whole gradient; its part k has place k + 1. */
    private static final int WHOLE = 0;

    final MlpLayout net;
    final TiledBatch batch;
    final float[] weights;
    final float[] incoming;
    float[] states = new float[0];
    float[] times = new float[0];
    float[] tangents = new float[0];
    float[] cotangents = new float[0];
    float[] pairCotangents = new float[0];
    float[] values = new float[0];
    float[] results = new float[0];
    private final List<WorkerScratch> workers = new ArrayList<>();
    private final List<Tile> tiles = new ArrayList<>();
    private final List<float[]> ends = new ArrayList<>();
    private final List<Long> begun = new ArrayList<>();
    private long beginnings;
    private int place;
    private final float[] gradient;

    Workspace(MlpLayout net) {
        this.net = net;
        this.batch = new TiledBatch(net);
        this.weights = new float[net.count()];
        this.incoming = new float[net.count()];
        this.gradient = new float[net.count()];
        clearSums();
    }

    /**
     * Takes the incoming weights. Those that are there already are not written again: another core has them in its caches,
     * and would have to fetch them anew.
     */
    void takeWeights() {
        if (!Arrays.equals(weights, incoming)) {
            System.arraycopy(incoming, 0, weights, 0, weights.length);
        }
    }

    /** What a worker does with one tile. */
    interface Work {
        void at(WorkerScratch worker, int tile);
    }

    /** Does the work of every tile, those of a worker in order. */
    void run(Work work) {
        int count = count(batch.tiles());
        while (workers.size() < count) {
            workers.add(new WorkerScratch(net));
        }
        WorkerPool.run(count, index -> {
            var worker = workers.get(index);
            worker.use(place, begun.get(place));
            int end = (index + 1) * batch.tiles() / count;
            for (int i = index * batch.tiles() / count; i < end; i++) {
                work.at(worker, i);
            }
        });
    }

    /** How many workers so many tiles are dealt to. */
    public static int count(int tiles) {
        return Math.min(tiles, Math.max(2, Math.min(MOST_WORKERS, tiles * Lanes.TILE / POINTS_PER_WORKER)));
    }

    /** Tiles for the whole batch, which keep what the way back needs. */
    void keepTiles() {
        while (tiles.size() < batch.tiles()) {
            tiles.add(new Tile(net));
        }
    }

    /** A tile that was kept. */
    Tile kept(int tile) {
        return tiles.get(tile);
    }

    /** The k-th tile for an end of a solve's tangents. */
    float[] end(int k, int rows) {
        int size = Lanes.size(rows);
        while (ends.size() <= k) {
            ends.add(new float[0]);
        }
        ends.set(k, HostMemory.room(ends.get(k), size));
        return ends.get(k);
    }

    /** What is gathered from here on is a part of its own, from zero. */
    void beginPart(int number) {
        begin(number + 1);
    }

    /** Begins a gradient anew; what is gathered from here on belongs to the whole. */
    void clearSums() {
        begin(WHOLE);
    }

    private void begin(int at) {
        place = at;
        while (begun.size() <= at) {
            begun.add(0L);
        }
        begun.set(at, ++beginnings);
    }

    /** How many parts were begun. */
    int partCount() {
        return begun.size() - 1;
    }

    /** Adds parts to the whole, times factors. */
    void addParts(List<Integer> numbers, double[] factors) {
        WorkerPool.run(workers.size(), index -> {
            var worker = workers.get(index);
            worker.use(WHOLE, begun.get(WHOLE));
            for (int i = 0; i < factors.length; i++) {
                int part = numbers.get(i) + 1;
                worker.add(part, begun.get(part), (float) factors[i]);
            }
        });
    }

    /** Adds the workers' shares of the whole to a gradient, from number {@code start}, and begins anew. */
    void moveSums(Gradient into, int start) {
        workers.stream()
                .flatMap(worker -> worker.added(WHOLE, begun.get(WHOLE)).stream())
                .reduce(WorkerGradient::plus)
                .ifPresent(sum -> {
                    sum.write(gradient);
                    into.add(start, gradient);
                });
        clearSums();
    }
}
