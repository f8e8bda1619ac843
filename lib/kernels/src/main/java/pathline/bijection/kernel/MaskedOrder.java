package pathline.bijection.kernel;

import static pathline.field.kernel.Lanes.TILE;

import java.util.Arrays;
import java.util.List;
import pathline.field.kernel.Gemm;
import pathline.field.kernel.Lanes;
import pathline.field.kernel.MlpLayout;

/**
 * A masked net whose units are sorted by degree: units that see as many coordinates lie one after the other. An inverse computes
 * each once, as soon as all it sees is known, and a product ends where the masked weights begin.
 */
final class MaskedOrder {

    private final FlowStep step;
    private final int[] coordinates;
    private final int[][] known; // of a layer and a degree: units of at most that degree
    private final List<MlpLayout.Layer> layers;
    private final float[][] units;
    private final float[] block;
    private final float[] one = Lanes.tile(1);

    /** Units, or moved coordinates, of which one product is made; what the first of them do not see is multiplied by zero. */
    private static final int TOGETHER = 2 * Lanes.ROWS;

    MaskedOrder(FlowStep step) {
        this.step = step;
        var masks = step.masks().orElseThrow();
        this.coordinates = masks.sequence().stream().mapToInt(Integer::intValue).toArray();
        this.known = new int[step.net().layers().size()][coordinates.length];
        for (int l = 0; l < known.length; l++) {
            for (int degree = 0; degree < coordinates.length; degree++) {
                known[l][degree] = masks.upTo(l, degree);
            }
        }
        this.layers = step.net().layers();
        this.units = new float[layers.size()][];
        for (int l = 0; l < units.length; l++) {
            units[l] = Lanes.tile(layers.get(l).in());
        }
        this.block = Lanes.tile(
                Math.max(step.net().widest(), TOGETHER * step.kernel().count()) + Lanes.ROWS);
    }

    /** A net's masked numbers, in the sorted order. */
    static float[] sorted(FlowStep step, float[] masked) {
        var weights = new float[masked.length];
        for (int l = 0; l < step.net().layers().size(); l++) {
            var layer = step.net().layers().get(l);
            int[] from = step.order()[l];
            int[] to = step.order()[l + 1];
            for (int i = 0; i < layer.out(); i++) {
                for (int j = 0; j < layer.in(); j++) {
                    weights[layer.weight() + i * layer.in() + j] =
                            masked[layer.weight() + to[i] * layer.in() + from[j]];
                }
                weights[layer.bias() + i] = masked[layer.bias() + to[i]];
            }
        }
        return weights;
    }

    /**
     * The points whose image x holds take the place of it; log |det dx/dz| is added to the logs.
     *
     * @param weights as {@link #sorted} makes them
     */
    void inverse(float[] weights, float[] x, float[] logs, float[] scratch, int columns) {
        for (var rows : units) {
            Arrays.fill(rows, 0); // what is not known yet has weight 0
        }
        int count = step.kernel().count();
        for (int place = 0; place < coordinates.length; place++) {
            for (int l = 0; l < step.net().hidden(); l++) {
                hidden(weights, l, place, columns);
            }
            int last = step.net().hidden();
            product(weights, last, place * count, count, known[last][place], block, 0, columns);
            int row = coordinates[place] * TILE;
            step.kernel().inverse(new TransformerKernel.Place(x, row, block, 0, scratch, columns), logs);
            System.arraycopy(x, row, units[0], place * TILE, columns);
        }
    }

    /** The images of x take the place of it; log |det dz/dx| is added to the logs. */
    void forward(float[] weights, float[] x, float[] logs, float[] scratch, int columns) {
        for (int place = 0; place < coordinates.length; place++) {
            System.arraycopy(x, coordinates[place] * TILE, units[0], place * TILE, columns);
        }
        for (int l = 0; l < step.net().hidden(); l++) {
            int place = 0;
            int out = layers.get(l).out();
            for (int from = 0; from < out; from += TOGETHER) {
                int count = Math.min(TOGETHER, out - from);
                while (known[l + 1][place] < from + count) {
                    place++;
                }
                product(weights, l, from, count, known[l][place], units[l + 1], from * TILE, columns);
                for (int i = from; i < from + count; i++) {
                    step.net().activation().run(units[l + 1], one, one, 0, i * TILE, i * TILE + columns);
                }
            }
        }
        int count = step.kernel().count();
        int last = step.net().hidden();
        for (int first = 0; first < coordinates.length; first += TOGETHER) {
            int places = Math.min(TOGETHER, coordinates.length - first);
            product(weights, last, first * count, places * count, known[last][first + places - 1], block, 0, columns);
            for (int k = 0; k < places; k++) {
                int row = coordinates[first + k] * TILE;
                var place = new TransformerKernel.Place(x, row, block, k * count * TILE, scratch, columns);
                step.kernel().forward(place, logs);
            }
        }
    }

    /** The units of layer l that see as many coordinates as are known. */
    private void hidden(float[] weights, int l, int place, int columns) {
        int from = place == 0 ? 0 : known[l + 1][place - 1];
        int count = known[l + 1][place] - from;
        if (count > 0) {
            product(weights, l, from, count, known[l][place], block, 0, columns);
            for (int i = 0; i < count; i++) {
                step.net().activation().run(block, one, one, 0, i * TILE, i * TILE + columns);
                System.arraycopy(block, i * TILE, units[l + 1], (from + i) * TILE, columns);
            }
        }
    }

    /** W h + b of some units of layer l, of the first inputs alone. */
    private void product(float[] weights, int l, int from, int count, int depth, float[] to, int start, int columns) {
        var layer = layers.get(l);
        var rows = new Gemm.Matrix(weights, layer.weight() + from * layer.in(), layer.in(), 1);
        new Gemm(count, depth, columns).set(rows, weights, layer.bias() + from, units[l], 0, to, start);
    }
}
