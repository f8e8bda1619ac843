package pathline.field.kernel;

import java.util.Arrays;
import java.util.Optional;

/** One worker's arrays: temporaries of a tile, and its share of the parameters' gradient. */
final class Desk {

    private final Net net;
    private final Tile tile;
    private final float[] zeta;
    private final float[] alpha;
    private final float[] trace = new float[Lanes.TILE];
    private final Sums sums;
    private final GateSums gateSums;
    private Optional<Tangents> tangents = Optional.empty();

    Desk(Net net) {
        this.net = net;
        this.tile = new Tile(net);
        this.zeta = Lanes.tile(net.widest());
        this.alpha = Lanes.tile(net.widest());
        this.sums = new Sums(net);
        this.gateSums = new GateSums(net);
    }

    /** The tile that passes one after the other, for passes that keep none. */
    Tile tile() {
        return tile;
    }

    /** Its tangents, for which there is room once there are any. */
    Tangents tangents() {
        if (tangents.isEmpty()) {
            tangents = Optional.of(new Tangents(net, sums, gateSums));
        }
        return tangents.get();
    }

    /** Forgets the gradient of an earlier call. */
    void clear() {
        sums.clear();
        gateSums.clear();
    }

    /** Adds its share of the gradient to a vector in the order of the parameters. */
    void addTo(float[] gradient) {
        sums.addTo(gradient);
        gateSums.addTo(gradient);
    }

    /** Sends the tangents in rows {@code from}, ... of dx through the net, where the tile's points went before. */
    void push(Tile at, float[] weights, float[] dx, int from, boolean shared, float[] result, int to) {
        var dh = zeta;
        var dz = alpha;
        at.gather(dx, from, shared, dh);
        for (int l = 0; l <= net.hidden(); l++) {
            at.push(l, weights, dh, dz);
            at.open(l, dz);
            if (l < net.hidden()) {
                at.multiply(net.layers().get(l).out(), at.first(l + 1), dz, dh);
            }
        }
        Batch.turnBack(dz, net.dim(), at.points(), result, to * net.dim());
    }

    /** Pulls the cotangents in rows {@code from}, ... of a back to the state, and adds to the gradient if wanted. */
    void pull(Tile at, float[] weights, float[] a, int from, boolean wanted, boolean bent, float[] result) {
        var cotangent = zeta;
        var other = alpha;
        Batch.turn(a, from * net.dim(), net.dim(), at.points(), at.columns(), cotangent, 0);
        if (!bent) {
            gateSums.begin();
        }
        for (int l = net.hidden(); l >= 0; l--) {
            if (wanted && net.squash()) {
                gateSums.end(l, at, cotangent);
            }
            at.open(l, cotangent);
            if (wanted) {
                sums.addOuter(l, cotangent, at.input(l), at.points());
                sums.addRows(l, cotangent, at.columns());
            }
            at.pull(l, weights, cotangent, other);
            if (l > 0) {
                int rows = net.layers().get(l).in();
                if (bent) {
                    at.bendValue(l, other, tangents().bend(l));
                } else {
                    at.multiply(rows, at.first(l), other, other);
                }
            }
            var spare = cotangent;
            cotangent = other;
            other = spare;
        }
        Batch.turnBack(cotangent, net.dim(), at.points(), result, from * net.dim());
    }

    /** The trace at a tile's points. */
    void trace(Tile at, float[] weights, Ends ends, int tile, float[] result) {
        Arrays.fill(trace, 0);
        tangents().trace(at, weights, ends, tile, trace);
        System.arraycopy(trace, 0, result, tile * Lanes.TILE, at.points());
    }

    /** The way back from cotangents b of the traces at a tile's points, as far as tangents go it; the traces besides. */
    void pullTrace(Tile at, float[] weights, Ends ends, int tile, float[] b, float[] result, boolean wanted) {
        boolean traced = result != Lanes.ZERO;
        Arrays.fill(trace, 0);
        tangents().pullTrace(at, weights, ends, tile, b, traced ? trace : Lanes.ZERO, wanted);
        if (traced) {
            System.arraycopy(trace, 0, result, tile * Lanes.TILE, at.points());
        }
    }
}
