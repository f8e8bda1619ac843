package pathline.field.kernel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import pathline.field.Float32Tangents;

/**
 * What the tangents of a solve become at both ends of a net whose weights stay: W dx in the first layer, and Wᵀ dx of the last
 * one, with which the trace is dxᵀ W dh = (Wᵀ dx)ᵀ dh. Both are computed once for each tile of points, or for all points where
 * they share their tangents.
 *
 * <p>Where they would fill too much memory, and Wᵀ dx where a gate makes it change with time, they are computed anew each time.
 */
final class KeptTangents {

    private final Workspace work;
    private final Float32Tangents dx;
    private final float[] weight = new float[Lanes.TILE];
    private final int points;
    private final List<float[]> entries = new ArrayList<>();
    private final List<float[]> exits = new ArrayList<>();

    /**
     * @param weight of the trace
     * @param points how many each batch has, with the one that the workspace holds now
     */
    KeptTangents(Workspace work, Float32Tangents dx, float weight, int points) {
        this.work = work;
        this.dx = dx;
        Arrays.fill(this.weight, weight);
        this.points = points;
        int in = work.net.layers().get(0).out();
        int out = work.net.layers().get(work.net.hidden()).in();
        int places = dx.count() * (shared() ? 1 : work.batch.tiles());
        if ((long) places * (in + out) * Lanes.TILE <= MlpKernels.MOST_KEPT) {
            keep(places, in, out);
        }
    }

    private void keep(int places, int in, int out) {
        for (int place = 0; place < places; place++) {
            entries.add(work.end(2 * place, in));
            if (!work.net.squash()) {
                exits.add(work.end(2 * place + 1, out));
            }
        }
        work.run((worker, tile) -> {
            if (tile == 0 || !shared()) {
                worker.tile().hold(shared() ? Lanes.TILE : Math.min(Lanes.TILE, points - tile * Lanes.TILE));
                for (int k = 0; k < dx.count(); k++) {
                    keep(k, tile, worker);
                }
            }
        });
    }

    private void keep(int k, int tile, WorkerScratch worker) {
        enter(k, tile, worker.tile(), worker.spare(), entries.get(place(k, tile)));
        if (!exits.isEmpty()) {
            leave(k, tile, worker.tile(), worker.spare(), exits.get(place(k, tile)));
        }
    }

    /** How many tangents every point has. */
    int count() {
        return dx.count();
    }

    int points() {
        return points;
    }

    /** The weight of the trace, for each of a tile's points. */
    float[] weight() {
        return weight;
    }

    private boolean shared() {
        return dx.shared(points);
    }

    private int place(int k, int tile) {
        return shared() ? k : k * work.batch.tiles() + tile;
    }

    /** W dx of the first layer, before its gate; left as it is. {@code spare} and {@code room} may be overwritten. */
    float[] entry(int k, int tile, Tile at, float[] spare, float[] room) {
        if (!entries.isEmpty()) {
            return entries.get(place(k, tile));
        }
        enter(k, tile, at, spare, room);
        return room;
    }

    /** Wᵀ dx of the last layer, with its gate; left as it is. */
    float[] exit(int k, int tile, Tile at, float[] spare, float[] room) {
        if (!exits.isEmpty()) {
            return exits.get(place(k, tile));
        }
        leave(k, tile, at, spare, room);
        return room;
    }

    /** The tangents of a tile's points. */
    void gather(int k, int tile, Tile at, float[] tangents) {
        at.gather(dx.numbers(), dx.row(k, tile * Lanes.TILE), shared(), tangents);
    }

    private void enter(int k, int tile, Tile at, float[] spare, float[] entry) {
        gather(k, tile, at, spare);
        at.jvp(0, work.weights, spare, entry);
    }

    private void leave(int k, int tile, Tile at, float[] spare, float[] exit) {
        gather(k, tile, at, spare);
        at.open(work.net.hidden(), spare);
        at.vjp(work.net.hidden(), work.weights, spare, exit);
    }
}
