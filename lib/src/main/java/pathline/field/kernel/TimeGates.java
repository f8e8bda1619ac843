package pathline.field.kernel;

import static pathline.field.kernel.Lanes.COUNT;
import static pathline.field.kernel.Lanes.SPECIES;
import static pathline.field.kernel.Lanes.TILE;

import jdk.incubator.vector.FloatVector;

/**
 * How time opens and shifts the layers of a concat-squash net, at one tile: z = p g + w t with g = σ(u t + c), p = W h + b.
 */
final class TimeGates {

    private final MlpLayout net;
    private final float[] clock = new float[TILE];
    private final float[][] plain;
    private final float[][] open;
    private int columns;

    TimeGates(MlpLayout net) {
        this.net = net;
        int count = net.squash() ? net.layers().size() : 0;
        plain = new float[count][];
        open = new float[count][];
        for (int l = 0; l < count; l++) {
            int out = net.layers().get(l).out();
            plain[l] = Lanes.tile(out);
            open[l] = Lanes.tile(out);
        }
    }

    /** The time of every point. */
    float[] clock() {
        return clock;
    }

    /** p. */
    float[] plain(int l) {
        return plain[l];
    }

    /** g. */
    float[] open(int l) {
        return open[l];
    }

    void read(TiledBatch batch, int from, int count, int width) {
        columns = width;
        batch.clock(from, count, width, clock);
    }

    /** Replaces p by z, of layer l. */
    void apply(int l, float[] weights, float[] z) {
        var layer = net.layers().get(l);
        for (int j = 0; j < layer.out(); j++) {
            float u = weights[layer.gateWeight() + j];
            float c = weights[layer.gateBias() + j];
            var g = open[l];
            int from = j * TILE;
            for (int i = 0; i < columns; i++) {
                g[from + i] = -(u * clock[i] + c);
            }
            Elementary.exp(g, g, from, from + columns);
            shift(g, z, plain[l], weights[layer.shift() + j], from);
        }
    }

    /** g = 1 / (1 + e), then p g + w t, of one row. */
    private void shift(float[] gate, float[] z, float[] p, float w, int from) {
        for (int i = 0; i < columns; i += COUNT) {
            var t = FloatVector.fromArray(SPECIES, clock, i);
            var g = FloatVector.broadcast(SPECIES, 1f)
                    .div(FloatVector.fromArray(SPECIES, gate, from + i).add(1f));
            var before = FloatVector.fromArray(SPECIES, z, from + i);
            g.intoArray(gate, from + i);
            before.intoArray(p, from + i);
            before.fma(g, t.mul(w)).intoArray(z, from + i);
        }
    }
}
