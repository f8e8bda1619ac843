package pathline.field.kernel;

import static pathline.field.kernel.Lanes.TILE;

import java.util.function.Supplier;
import pathline.field.FlatTangents;
import pathline.field.PointCotangents;

/**
 * The four passes of a net over the batch of a workspace, from plain arrays to plain arrays.
 *
 * <p>A tile of points goes through the whole net before the next one starts, so that its layers stay in the processor's
 * first caches. What is gathered of the parameters' gradient stays in the workspace.
 */
final class Core {

    /** Tiles are kept between the two ways of a pull, and tangents' ends for a solve, while they fill no more than 16 MB. */
    static final int MOST_KEPT = 1 << 22;

    private Core() {}

    static void value(Workspace work, Rows v) {
        work.run((desk, tile) -> forward(work, desk.tile(), tile, 0, v));
    }

    static void push(Workspace work, FlatTangents dx, Rows v, Rows derivative) {
        int points = work.batch.points();
        work.run((desk, tile) -> {
            int row = tile * TILE;
            forward(work, desk.tile(), tile, 1, v);
            for (int k = 0; k < dx.count(); k++) {
                desk.push(
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

    /** The pull of cotangents that are known beforehand: both ways of a tile while it is in the caches. */
    static void pull(Workspace work, Rows a, Rows v, Rows toX, boolean gather) {
        work.run((desk, tile) -> {
            forward(work, desk.tile(), tile, 1, v);
            desk.pull(desk.tile(), work.weights, a, tile * TILE, gather, false, toX);
        });
    }

    /** The parameters' gradient for cotangents that each point's own value makes: both ways of a tile in one turn too. */
    static void gather(Workspace work, PointCotangents cotangents, Rows v, Rows a) {
        work.run((desk, tile) -> {
            var at = desk.tile();
            int row = tile * TILE;
            forward(work, at, tile, 1, v);
            cotangents.write(row, row + at.points(), v.numbers(), a.numbers());
            desk.pull(at, work.weights, a, row, true, false, Rows.NONE);
        });
    }

    /** The pull of cotangents that depend on all values. */
    static void pull(Workspace work, Supplier<Rows> cotangents, Rows v, Rows toX, boolean gather) {
        boolean keep = (long) work.batch.points() * work.net.kept() <= MOST_KEPT;
        if (keep) {
            work.keepTiles();
        }
        work.run((desk, tile) -> forward(work, keep ? work.kept(tile) : desk.tile(), tile, 1, v));
        var a = cotangents.get();
        work.run((desk, tile) -> {
            var at = keep ? work.kept(tile) : desk.tile();
            if (!keep) {
                forward(work, at, tile, 1, v);
            }
            desk.pull(at, work.weights, a, tile * TILE, gather, false, toX);
        });
    }

    /** Tangents, and the cotangents of v and of J dx. */
    record Pair(FlatTangents dx, Rows a, Rows b) {}

    /** The pull of the pushed pair; v and J dx besides, where they are wanted. */
    static void pull(Workspace work, Pair pair, Rows v, Rows derivative, Rows toX, boolean gather) {
        int points = work.batch.points();
        var dx = pair.dx;
        work.run((desk, tile) -> {
            var at = desk.tile();
            int row = tile * TILE;
            forward(work, at, tile, 2, v);
            desk.tangents().begin();
            for (int k = 0; k < dx.count(); k++) {
                desk.tangents().push(at, work.weights, dx.numbers(), dx.row(k, row), dx.shared(points));
                if (derivative != Rows.NONE) {
                    desk.tangents().write(at, work.weights, derivative, k * points + row);
                }
                desk.tangents().bend(at, work.weights, pair.b, k * points + row, gather);
            }
            desk.pull(at, work.weights, pair.a, row, gather, true, toX);
        });
    }

    /** The value and the trace. */
    static void push(Workspace work, Ends ends, Rows v, Rows trace) {
        work.run((desk, tile) -> {
            forward(work, desk.tile(), tile, 1, v);
            desk.trace(desk.tile(), work.weights, ends, tile, trace);
        });
    }

    /** Tangents' ends, and the cotangents of v and of the trace. */
    record Form(Ends ends, Rows a, Rows b) {}

    /** The pull of value and trace; both besides, where they are wanted. */
    static void pull(Workspace work, Form form, Rows v, Rows trace, Rows toX, boolean gather) {
        work.run((desk, tile) -> {
            var at = desk.tile();
            forward(work, at, tile, 2, v);
            desk.pullTrace(at, work.weights, form.ends, tile, form.b, trace, gather);
            desk.pull(at, work.weights, form.a, tile * TILE, gather, true, toX);
        });
    }

    /** Sends a tile forward. */
    private static void forward(Workspace work, Tile tile, int index, int order, Rows v) {
        int row = index * TILE;
        tile.forward(work.batch, row, work.weights, order);
        v.turnBack(tile.output(), tile.points(), row);
    }
}
