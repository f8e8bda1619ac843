package pathline.field.kernel;

import static pathline.field.kernel.Lanes.TILE;

import pathline.field.Float32Tangents;
import pathline.field.PointCotangents;

/**
 * The four passes of a net over the batch of a workspace, from plain arrays to plain arrays.
 *
 * <p>A tile of points goes through the whole net before the next one starts, so that its layers stay in the processor's
 * first caches. What is gathered of the parameters' gradient stays in the workspace.
 */
final class MlpKernels {

    /** Tiles are kept between the two passes of a vjp, and tangents' ends for a solve, while they fill no more than 16 MB. */
    static final int MOST_KEPT = 1 << 22;

    private MlpKernels() {}

    static void value(Workspace work, Rows v) {
        work.run((worker, tile) -> forward(work, worker.tile(), tile, 0, v));
    }

    static void jvp(Workspace work, Float32Tangents dx, Rows v, Rows derivative) {
        int points = work.batch.points();
        work.run((worker, tile) -> {
            int row = tile * TILE;
            forward(work, worker.tile(), tile, 1, v);
            for (int k = 0; k < dx.count(); k++) {
                worker.jvp(
                        worker.tile(),
                        work.weights,
                        dx.numbers(),
                        dx.row(k, row),
                        dx.shared(points),
                        derivative,
                        k * points + row);
            }
        });
    }

    /** The vjp of cotangents that are known beforehand: both ways of a tile while it is in the caches. */
    static void vjp(Workspace work, Rows a, Rows v, Rows toX, boolean gather) {
        work.run((worker, tile) -> {
            forward(work, worker.tile(), tile, 1, v);
            worker.vjp(worker.tile(), work.weights, a, tile * TILE, gather, false, toX);
        });
    }

    /** The parameters' gradient for cotangents that each point's own value makes: both ways of a tile in one turn too. */
    static void regress(Workspace work, PointCotangents cotangents, Rows v, Rows a) {
        work.run((worker, tile) -> {
            var at = worker.tile();
            int row = tile * TILE;
            forward(work, at, tile, 1, v);
            cotangents.write(row, row + at.points(), v.numbers(), a.numbers());
            worker.vjp(at, work.weights, a, row, true, false, Rows.NONE);
        });
    }

    /** The values, and in the workspace's tiles what {@link #back} needs, while those are not too many. */
    static void forward(Workspace work, Rows v) {
        boolean keep = keeps(work);
        if (keep) {
            work.keepTiles();
        }
        work.run((worker, tile) -> forward(work, keep ? work.kept(tile) : worker.tile(), tile, 1, v));
    }

    /** The vjp after {@link #forward}, of cotangents that may depend on all values. */
    static void back(Workspace work, Rows a, Rows toX, boolean gather) {
        boolean keep = keeps(work);
        work.run((worker, tile) -> {
            var at = keep ? work.kept(tile) : worker.tile();
            if (!keep) {
                forward(work, at, tile, 1, Rows.NONE);
            }
            worker.vjp(at, work.weights, a, tile * TILE, gather, false, toX);
        });
    }

    private static boolean keeps(Workspace work) {
        return (long) work.batch.points() * work.net.kept() <= MOST_KEPT;
    }

    /** Tangents, and the cotangents of v and of J dx. */
    record Pair(Float32Tangents dx, Rows a, Rows b) {}

    /** The vjp of v and J dx. */
    static void vjp(Workspace work, Pair pair, Rows toX, boolean gather) {
        int points = work.batch.points();
        var dx = pair.dx;
        work.run((worker, tile) -> {
            var at = worker.tile();
            int row = tile * TILE;
            forward(work, at, tile, 2, Rows.NONE);
            worker.tangents().begin();
            for (int k = 0; k < dx.count(); k++) {
                worker.tangents().jvp(at, work.weights, dx.numbers(), dx.row(k, row), dx.shared(points));
                worker.tangents().back(at, work.weights, pair.b, k * points + row, gather);
            }
            worker.vjp(at, work.weights, pair.a, row, gather, true, toX);
        });
    }

    /** The value and the trace. */
    static void jvp(Workspace work, KeptTangents ends, Rows v, Rows trace) {
        work.run((worker, tile) -> {
            forward(work, worker.tile(), tile, 1, v);
            worker.trace(worker.tile(), work.weights, ends, tile, trace);
        });
    }

    /** Tangents' ends, and the cotangents of v and of the trace. */
    record Form(KeptTangents ends, Rows a, Rows b) {}

    /** The vjp of value and trace; both besides, where they are wanted. */
    static void vjp(Workspace work, Form form, Rows v, Rows trace, Rows toX, boolean gather) {
        work.run((worker, tile) -> {
            var at = worker.tile();
            forward(work, at, tile, 2, v);
            worker.vjpOfTrace(at, work.weights, form.ends, tile, form.b, trace, gather);
            worker.vjp(at, work.weights, form.a, tile * TILE, gather, true, toX);
        });
    }

    /** Sends a tile forward. */
    private static void forward(Workspace work, Tile tile, int index, int order, Rows v) {
        int row = index * TILE;
        tile.forward(work.batch, row, work.weights, order);
        v.turnBack(tile.output(), tile.points(), row);
    }
}
