package pathline.field.kernel;

import static pathline.field.kernel.Lanes.TILE;

import pathline.field.FlatTangents;
import pathline.field.PointCotangents;

/**
 * The four passes of a net over the batch of a workspace, from plain arrays to plain arrays.
 *
 * <p>A tile of points goes through the whole net before the next one starts, so that its layers stay in the processor's
 * first caches. What is gathered of the parameters' gradient stays in the workspace.
 */
final class Core {

    /** Tiles are kept between the two passes of a vjp, and tangents' ends for a solve, while they fill no more than 16 MB. */
    static final int MOST_KEPT = 1 << 22;

    private Core() {}

    static void value(Workspace work, Rows v) {
        work.run((desk, tile) -> forward(work, desk.tile(), tile, 0, v));
    }

    static void jvp(Workspace work, FlatTangents dx, Rows v, Rows derivative) {
        int points = work.batch.points();
        work.run((desk, tile) -> {
            int row = tile * TILE;
            forward(work, desk.tile(), tile, 1, v);
            for (int k = 0; k < dx.count(); k++) {
                desk.jvp(
                        desk.tile(),
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
        work.run((desk, tile) -> {
            forward(work, desk.tile(), tile, 1, v);
            desk.vjp(desk.tile(), work.weights, a, tile * TILE, gather, false, toX);
        });
    }

    /** The parameters' gradient for cotangents that each point's own value makes: both ways of a tile in one turn too. */
    static void regress(Workspace work, PointCotangents cotangents, Rows v, Rows a) {
        work.run((desk, tile) -> {
            var at = desk.tile();
            int row = tile * TILE;
            forward(work, at, tile, 1, v);
            cotangents.write(row, row + at.points(), v.numbers(), a.numbers());
            desk.vjp(at, work.weights, a, row, true, false, Rows.NONE);
        });
    }

    /** The values, and in the workspace's tiles what {@link #back} needs, while those are not too many. */
    static void forward(Workspace work, Rows v) {
        boolean keep = keeps(work);
        if (keep) {
            work.keepTiles();
        }
        work.run((desk, tile) -> forward(work, keep ? work.kept(tile) : desk.tile(), tile, 1, v));
    }

    /** The vjp after {@link #forward}, of cotangents that may depend on all values. */
    static void back(Workspace work, Rows a, Rows toX, boolean gather) {
        boolean keep = keeps(work);
        work.run((desk, tile) -> {
            var at = keep ? work.kept(tile) : desk.tile();
            if (!keep) {
                forward(work, at, tile, 1, Rows.NONE);
            }
            desk.vjp(at, work.weights, a, tile * TILE, gather, false, toX);
        });
    }

    private static boolean keeps(Workspace work) {
        return (long) work.batch.points() * work.net.kept() <= MOST_KEPT;
    }

    /** Tangents, and the cotangents of v and of J dx. */
    record Pair(FlatTangents dx, Rows a, Rows b) {}

    /** The vjp of v and J dx. */
    static void vjp(Workspace work, Pair pair, Rows toX, boolean gather) {
        int points = work.batch.points();
        var dx = pair.dx;
        work.run((desk, tile) -> {
            var at = desk.tile();
            int row = tile * TILE;
            forward(work, at, tile, 2, Rows.NONE);
            desk.tangents().begin();
            for (int k = 0; k < dx.count(); k++) {
                desk.tangents().jvp(at, work.weights, dx.numbers(), dx.row(k, row), dx.shared(points));
                desk.tangents().bend(at, work.weights, pair.b, k * points + row, gather);
            }
            desk.vjp(at, work.weights, pair.a, row, gather, true, toX);
        });
    }

    /** The value and the trace. */
    static void jvp(Workspace work, KeptTangents ends, Rows v, Rows trace) {
        work.run((desk, tile) -> {
            forward(work, desk.tile(), tile, 1, v);
            desk.trace(desk.tile(), work.weights, ends, tile, trace);
        });
    }

    /** Tangents' ends, and the cotangents of v and of the trace. */
    record Form(KeptTangents ends, Rows a, Rows b) {}

    /** The vjp of value and trace; both besides, where they are wanted. */
    static void vjp(Workspace work, Form form, Rows v, Rows trace, Rows toX, boolean gather) {
        work.run((desk, tile) -> {
            var at = desk.tile();
            forward(work, at, tile, 2, v);
            desk.vjpOfTrace(at, work.weights, form.ends, tile, form.b, trace, gather);
            desk.vjp(at, work.weights, form.a, tile * TILE, gather, true, toX);
        });
    }

    /** Sends a tile forward. */
    private static void forward(Workspace work, Tile tile, int index, int order, Rows v) {
        int row = index * TILE;
        tile.forward(work.batch, row, work.weights, order);
        v.turnBack(tile.output(), tile.points(), row);
    }
}
