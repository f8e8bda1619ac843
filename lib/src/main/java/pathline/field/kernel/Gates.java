package pathline.field.kernel;

import static pathline.field.kernel.Lanes.COUNT;
import static pathline.field.kernel.Lanes.SPECIES;
import static pathline.field.kernel.Lanes.TILE;

import jdk.incubator.vector.FloatVector;

/**
 * How time opens and shifts the layers of a concat-squash net, at one tile: z = p g + w t with g = σ(u t + c), p = W h + b.
 */
final class Gates {

    private final Net net;
    private final float[] clock = new float[TILE];
    private final float[][] plain;
    private final float[][] open;
    private int columns;

    Gates(Net net) {
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

    void read(Batch batch, int from, int count, int width) {
        columns = width;
        batch.clock(from, count, width, clock);
    }

    /** Replaces p by z, of layer l. */
    void apply(int l, float[] weights, float[] z) {
        var layer = net.layers().get(l);
        for (int j = 0; j < layer.out(); j++) {
            var u = Elementary.constant(weights[layer.gateWeight() + j]);
            var c = Elementary.constant(weights[layer.gateBias() + j]);
            var w = Elementary.constant(weights[layer.shift() + j]);
            for (int i = 0; i < columns; i += COUNT) {
                var t = FloatVector.fromArray(SPECIES, clock, i);
                var g = Elementary.sigmoid(u.fma(t, c));
                var p = FloatVector.fromArray(SPECIES, z, j * TILE + i);
                g.intoArray(open[l], j * TILE + i);
                p.intoArray(plain[l], j * TILE + i);
                p.fma(g, w.mul(t)).intoArray(z, j * TILE + i);
            }
        }
    }
}
