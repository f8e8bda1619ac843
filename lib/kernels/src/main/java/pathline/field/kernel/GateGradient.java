package pathline.field.kernel;

import static pathline.field.kernel.Lanes.COUNT;
import static pathline.field.kernel.Lanes.SPECIES;
import static pathline.field.kernel.Lanes.TILE;

import java.util.Arrays;
import java.util.List;
import jdk.incubator.vector.FloatVector;
import pathline.ode.Float32Sum;

/**
 * The gradient of the gates' u and c and of the shift w, summed over points by lanes.
 *
 * <p>The cotangent of g is γ = ζ p, plus η dp of every tangent; then u gains γ g (1 - g) t, c the same
 * without t, and w gains ζ t.
 */
final class GateGradient {

    private final List<MlpLayout.Layer> layers;
    private final float[][] gamma;
    private final float[][] weights;
    private final float[][] biases;
    private final float[][] shifts;

    GateGradient(MlpLayout net) {
        layers = net.squash() ? net.layers() : List.of();
        gamma = new float[layers.size()][];
        weights = new float[layers.size()][];
        biases = new float[layers.size()][];
        shifts = new float[layers.size()][];
        for (int l = 0; l < gamma.length; l++) {
            int out = layers.get(l).out();
            gamma[l] = Lanes.tile(out);
            weights[l] = new float[out * COUNT];
            biases[l] = new float[out * COUNT];
            shifts[l] = new float[out * COUNT];
        }
    }

    void clear() {
        for (int l = 0; l < gamma.length; l++) {
            Arrays.fill(weights[l], 0);
            Arrays.fill(biases[l], 0);
            Arrays.fill(shifts[l], 0);
        }
    }

    /** Adds others of the same net, times a factor. */
    void add(GateGradient other, float factor) {
        for (int l = 0; l < gamma.length; l++) {
            Float32Sum.add(weights[l], factor, other.weights[l]);
            Float32Sum.add(biases[l], factor, other.biases[l]);
            Float32Sum.add(shifts[l], factor, other.shifts[l]);
        }
    }

    /** Begins a tile: no cotangent of a gate yet. */
    void begin() {
        for (var one : gamma) {
            Arrays.fill(one, 0);
        }
    }

    /** Adds η dp to the cotangent of g. */
    void add(int l, Tile tile, float[] eta, float[] dp) {
        tile.multiplyAdd(layers.get(l).out(), eta, dp, gamma[l]);
    }

    /** Ends a tile, with the cotangent of z. */
    void end(int l, Tile tile, float[] zeta) {
        var gates = tile.gates();
        add(l, tile, zeta, gates.plain(l));
        for (int j = 0; j < layers.get(l).out(); j++) {
            var u = FloatVector.fromArray(SPECIES, weights[l], j * COUNT);
            var c = FloatVector.fromArray(SPECIES, biases[l], j * COUNT);
            var w = FloatVector.fromArray(SPECIES, shifts[l], j * COUNT);
            for (int i = 0; i < tile.columns(); i += COUNT) {
                var t = FloatVector.fromArray(SPECIES, gates.clock(), i);
                var g = FloatVector.fromArray(SPECIES, gates.open(l), j * TILE + i);
                var a = FloatVector.broadcast(SPECIES, 1f)
                        .sub(g)
                        .mul(g)
                        .mul(FloatVector.fromArray(SPECIES, gamma[l], j * TILE + i));
                u = a.fma(t, u);
                c = c.add(a);
                w = FloatVector.fromArray(SPECIES, zeta, j * TILE + i).fma(t, w);
            }
            u.intoArray(weights[l], j * COUNT);
            c.intoArray(biases[l], j * COUNT);
            w.intoArray(shifts[l], j * COUNT);
        }
    }

    /** Writes everything to a vector in the order of the parameters. */
    void write(float[] gradient) {
        for (int l = 0; l < gamma.length; l++) {
            var layer = layers.get(l);
            for (int j = 0; j < layer.out(); j++) {
                gradient[layer.gateWeight() + j] = WeightGradient.total(weights[l], j);
                gradient[layer.gateBias() + j] = WeightGradient.total(biases[l], j);
                gradient[layer.shift() + j] = WeightGradient.total(shifts[l], j);
            }
        }
    }
}
