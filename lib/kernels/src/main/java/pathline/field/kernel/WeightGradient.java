package pathline.field.kernel;

import static pathline.field.kernel.Lanes.COUNT;
import static pathline.field.kernel.Lanes.SPECIES;
import static pathline.field.kernel.Lanes.TILE;

import java.util.Arrays;
import java.util.List;
import jdk.incubator.vector.FloatVector;
import pathline.ode.Float32Sum;

/**
 * The parameters' gradient, summed over points in their order.
 *
 * <p>That of W is ζ hᵀ: a product again, in which the vector's lanes run over the inputs, so h is laid point by point
 * first. A layer of so few inputs that they would leave most lanes idle is summed with lanes over the points instead, as
 * the gradient of b is, the sum of ζ over the points; those stay apart by lanes until the end.
 */
public final class WeightGradient {

    /** Inputs of a layer whose sums stay apart by lanes. */
    private static final int NARROW = 4;

    private final List<MlpLayout.Layer> layers;
    private final float[][] weights;
    private final float[][] biases;
    private final float[] turned;
    private final float[] block = new float[Lanes.ROWS * TILE];

    /** @param turned room for a panel of inputs, overwritten */
    public WeightGradient(MlpLayout net, float[] turned) {
        layers = net.layers();
        this.turned = turned;
        weights = new float[layers.size()][];
        biases = new float[layers.size()][];
        for (int l = 0; l < weights.length; l++) {
            var layer = layers.get(l);
            weights[l] = new float
                    [narrow(layer) ? layer.out() * layer.in() * COUNT : panels(layer) * Lanes.size(layer.out())];
            biases[l] = new float[layer.out() * COUNT];
        }
    }

    public void clear() {
        for (int l = 0; l < weights.length; l++) {
            Arrays.fill(weights[l], 0);
            Arrays.fill(biases[l], 0);
        }
    }

    /** Adds others of the same net, times a factor. */
    public void add(WeightGradient other, float factor) {
        for (int l = 0; l < weights.length; l++) {
            Float32Sum.add(weights[l], factor, other.weights[l]);
            Float32Sum.add(biases[l], factor, other.biases[l]);
        }
    }

    private static boolean narrow(MlpLayout.Layer layer) {
        return layer.in() <= NARROW;
    }

    /** Inputs are taken in panels of as many as a tile has points. */
    private static int panels(MlpLayout.Layer layer) {
        return (layer.in() + TILE - 1) / TILE;
    }

    /** Adds ζ hᵀ of the first {@code points} points to the gradient of W; columns of ζ past them are zero. */
    public void addOuter(int l, float[] zeta, float[] h, int points) {
        var layer = layers.get(l);
        if (narrow(layer)) {
            addNarrow(weights[l], layer, zeta, h, Lanes.padded(points));
            return;
        }
        for (int panel = 0; panel < panels(layer); panel++) {
            int from = panel * TILE;
            int width = Math.min(TILE, layer.in() - from);
            turn(h, from, width, points, turned);
            int to = panel * Lanes.size(layer.out());
            for (int j = 0; j < layer.out(); j += Lanes.ROWS) {
                new Gemm(Math.min(Lanes.ROWS, layer.out() - j), points, Lanes.padded(width))
                        .set(new Gemm.Matrix(zeta, j * TILE, TILE, 1), Lanes.ZERO, 0, turned, 0, block, 0);
                addBlock(weights[l], to + j * TILE);
            }
        }
    }

    /** Adds the block, which is still in the first cache; not in the product itself, which is as long as the compiler bears. */
    private void addBlock(float[] sums, int from) {
        for (int i = 0; i < block.length; i += COUNT) {
            FloatVector.fromArray(SPECIES, sums, from + i)
                    .add(FloatVector.fromArray(SPECIES, block, i))
                    .intoArray(sums, from + i);
        }
    }

    /** Lays features point by point, four at a time; what follows the last of them is never read. */
    private static void turn(float[] h, int from, int width, int points, float[] turned) {
        for (int j = 0; j < width; j += 4) {
            int at = (from + j) * TILE;
            for (int i = 0; i < points; i++) {
                int to = i * TILE + j;
                turned[to] = h[at + i];
                turned[to + 1] = h[at + TILE + i];
                turned[to + 2] = h[at + 2 * TILE + i];
                turned[to + 3] = h[at + 3 * TILE + i];
            }
        }
    }

    private static void addNarrow(float[] sums, MlpLayout.Layer layer, float[] zeta, float[] h, int columns) {
        for (int m = 0; m < layer.in(); m++) {
            for (int i = 0; i < columns; i += COUNT) {
                addColumns(
                        sums,
                        m * layer.out() * COUNT,
                        layer.out(),
                        zeta,
                        i,
                        FloatVector.fromArray(SPECIES, h, m * TILE + i));
            }
        }
    }

    /** The innermost loop is over the outputs, the only long one. */
    private static void addColumns(float[] sums, int at, int out, float[] zeta, int i, FloatVector h) {
        for (int j = 0; j < out; j++) {
            FloatVector.fromArray(SPECIES, zeta, j * TILE + i)
                    .fma(h, FloatVector.fromArray(SPECIES, sums, at + j * COUNT))
                    .intoArray(sums, at + j * COUNT);
        }
    }

    /** Adds ζ to the gradient of b; its columns past the last point are zero. */
    public void addRows(int l, float[] zeta, int columns) {
        addRows(biases[l], layers.get(l).out(), zeta, columns);
    }

    private static void addRows(float[] sums, int rows, float[] zeta, int columns) {
        for (int j = 0; j < rows; j++) {
            var sum = FloatVector.fromArray(SPECIES, sums, j * COUNT);
            for (int i = j * TILE; i < j * TILE + columns; i += COUNT) {
                sum = sum.add(FloatVector.fromArray(SPECIES, zeta, i));
            }
            sum.intoArray(sums, j * COUNT);
        }
    }

    /** Writes everything to a vector in the order of the parameters. */
    public void write(float[] gradient) {
        for (int l = 0; l < weights.length; l++) {
            var layer = layers.get(l);
            for (int j = 0; j < layer.out(); j++) {
                if (narrow(layer)) {
                    writeTotals(weights[l], j, layer.out(), gradient, layer.weight() + j * layer.in(), layer.in());
                } else {
                    writePanels(weights[l], j, layer, gradient);
                }
                gradient[layer.bias() + j] = total(biases[l], j);
            }
        }
    }

    private static void writePanels(float[] sums, int row, MlpLayout.Layer layer, float[] gradient) {
        for (int panel = 0; panel < panels(layer); panel++) {
            int at = panel * TILE;
            int from = panel * Lanes.size(layer.out()) + row * TILE;
            int to = layer.weight() + row * layer.in() + at;
            System.arraycopy(sums, from, gradient, to, Math.min(TILE, layer.in() - at));
        }
    }

    private static void writeTotals(float[] sums, int row, int rows, float[] gradient, int to, int count) {
        for (int i = 0; i < count; i++) {
            gradient[to + i] = total(sums, i * rows + row);
        }
    }

    /** The sum over a row's lanes, in two sums that do not wait for each other. */
    static float total(float[] lanes, int row) {
        float even = 0;
        float odd = 0;
        for (int i = row * COUNT; i < (row + 1) * COUNT; i += 2) {
            even += lanes[i];
            odd += lanes[i + 1];
        }
        return even + odd;
    }
}
