package pathline.field.kernel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** One worker's arrays: temporaries of a tile, and its share of the parameters' gradient. */
final class WorkerScratch {

    private final MlpLayout net;
    private final Tile tile;
    private final float[] zeta;
    private final float[] alpha;
    private final float[] trace = new float[Lanes.TILE];
    private final float[] turned = new float[Lanes.TILE * Lanes.TILE];
    private final List<Part> parts = new ArrayList<>();
    private int number;
    private long begun;
    private Optional<TangentPasses> tangents = Optional.empty();

    WorkerScratch(MlpLayout net) {
        this.net = net;
        this.tile = new Tile(net);
        this.zeta = Lanes.tile(net.widest());
        this.alpha = Lanes.tile(net.widest());
    }

    /** The tile that passes one after the other, for passes that keep none. */
    Tile tile() {
        return tile;
    }

    /** Room for a layer's numbers between two passes. */
    float[] spare() {
        return zeta;
    }

    /** Its tangents, for which there is room once there are any. */
    TangentPasses tangents() {
        if (tangents.isEmpty()) {
            tangents = Optional.of(new TangentPasses(net, this));
        }
        return tangents.get();
    }

    /** Its share in a part of a gradient, begun when the workspace had begun so many. */
    private record Part(WorkerGradient share, long begun) {}

    /** What is added from here on belongs to this part, of this beginning. */
    void use(int part, long beginning) {
        number = part;
        begun = beginning;
    }

    /** What it adds to now: from zero if it has added nothing since the part's beginning. */
    WorkerGradient share() {
        return share(number, begun);
    }

    /** Cleared here, on the thread that uses it, since its numbers are in that core's caches. */
    private WorkerGradient share(int part, long beginning) {
        while (parts.size() <= part) {
            parts.add(new Part(WorkerGradient.of(net, turned), beginning));
        }
        var share = parts.get(part).share;
        if (parts.get(part).begun != beginning) {
            share.clear();
            parts.set(part, new Part(share, beginning));
        }
        return share;
    }

    /** Its share in a part, if it has added to it since that beginning. */
    Optional<WorkerGradient> added(int part, long beginning) {
        return part < parts.size() && parts.get(part).begun == beginning
                ? Optional.of(parts.get(part).share)
                : Optional.empty();
    }

    /** Adds a part times a factor to what it adds to now, if it has had a share in this beginning of it. */
    void add(int part, long beginning, float factor) {
        added(part, beginning).ifPresent(share -> share().add(share, factor));
    }

    /** Sends the tangents in rows {@code from}, ... of dx through the net, where the tile's points went before. */
    void jvp(Tile at, float[] weights, float[] dx, int from, boolean shared, Rows result, int to) {
        var dh = zeta;
        var dz = alpha;
        at.gather(dx, from, shared, dh);
        for (int l = 0; l <= net.hidden(); l++) {
            at.jvp(l, weights, dh, dz);
            at.open(l, dz);
            if (l < net.hidden()) {
                at.multiply(net.layers().get(l).out(), at.first(l + 1), dz, dh);
            }
        }
        result.turnBack(dz, at.points(), to);
    }

    /** The vjp of the cotangents in rows {@code from}, ... of a: to the state and to the parameters' gradient, as wanted. */
    void vjp(Tile at, float[] weights, Rows a, int from, boolean wanted, boolean withTangents, Rows result) {
        var cotangent = zeta;
        var other = alpha;
        a.turn(from, at.points(), at.columns(), cotangent, 0);
        var share = share();
        if (!withTangents) {
            share.gates().begin();
        }
        for (int l = net.hidden(); l >= 0; l--) {
            if (wanted && net.squash()) {
                share.gates().end(l, at, cotangent);
            }
            at.open(l, cotangent);
            if (wanted) {
                share.sums().addOuter(l, cotangent, at.input(l), at.points());
                share.sums().addRows(l, cotangent, at.columns());
            }
            if (l > 0 || result.wanted()) {
                at.vjp(l, weights, cotangent, other);
            }
            if (l > 0) {
                int rows = net.layers().get(l).in();
                if (withTangents) {
                    at.backValue(l, other, tangents().curvature(l));
                } else {
                    at.multiply(rows, at.first(l), other, other);
                }
            }
            var spare = cotangent;
            cotangent = other;
            other = spare;
        }
        result.turnBack(cotangent, at.points(), from);
    }

    /** The trace at a tile's points. */
    void trace(Tile at, float[] weights, KeptTangents ends, int tile, Rows result) {
        Arrays.fill(trace, 0);
        tangents().trace(at, weights, ends, tile, trace);
        write(trace, ends, at, tile, result);
    }

    /** The way back from cotangents b of the traces at a tile's points, as far as tangents go it; the traces besides. */
    void vjpOfTrace(Tile at, float[] weights, KeptTangents ends, int tile, Rows b, Rows result, boolean wanted) {
        boolean traced = result.wanted();
        Arrays.fill(trace, 0);
        tangents().vjpOfTrace(at, weights, ends, tile, b, traced ? trace : Lanes.ZERO, wanted);
        if (traced) {
            write(trace, ends, at, tile, result);
        }
    }

    private static void write(float[] trace, KeptTangents ends, Tile at, int tile, Rows result) {
        at.scale(1, trace, ends.weight(), trace);
        result.turnBack(trace, at.points(), tile * Lanes.TILE);
    }
}
