package pathline.field.kernel;

import static pathline.field.kernel.Lanes.COUNT;
import static pathline.field.kernel.Lanes.SPECIES;
import static pathline.field.kernel.Lanes.TILE;

import java.util.Arrays;
import java.util.List;
import jdk.incubator.vector.FloatVector;

/**
 * The parameters' gradient, summed over points in their order.
 *
 * <p>That of W is ζ hᵀ: a product again, in which the vector's lanes run over the inputs, so h is laid point by point
 * first. That of b is the sum of ζ over the points, which stays apart by lanes until the end.
 */
final class Sums {

    private final List<Net.Layer> layers;
    private final float[][] weights;
    private final float[][] biases;
    private final float[] turned;

    Sums(Net net) {
        layers = net.layers();
        weights = new float[layers.size()][];
        biases = new float[layers.size()][];
        for (int l = 0; l < weights.length; l++) {
            var layer = layers.get(l);
            weights[l] = new float[Lanes.padded(layer.in()) * (layer.out() + Lanes.ROWS)];
            biases[l] = new float[layer.out() * COUNT];
        }
        turned = new float[TILE * Lanes.padded(net.widest())];
    }

    void clear() {
        for (int l = 0; l < weights.length; l++) {
            Arrays.fill(weights[l], 0);
            Arrays.fill(biases[l], 0);
        }
    }

    /** Adds ζ hᵀ of the first {@code points} points to the gradient of W. */
    void addOuter(int l, float[] zeta, float[] h, int points) {
        var layer = layers.get(l);
        int width = Lanes.padded(layer.in());
        for (int i = 0; i < points; i++) {
            for (int j = 0; j < layer.in(); j++) {
                turned[i * width + j] = h[j * TILE + i];
            }
        }
        new Product(layer.out(), points, width).add(Product.Matrix.rows(zeta, TILE), turned, width, weights[l], width);
    }

    /** Adds ζ to the gradient of b; its columns past the last point are zero. */
    void addRows(int l, float[] zeta, int columns) {
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

    /** Adds everything to a vector in the order of the parameters. */
    void addTo(float[] gradient) {
        for (int l = 0; l < weights.length; l++) {
            var layer = layers.get(l);
            int width = Lanes.padded(layer.in());
            for (int j = 0; j < layer.out(); j++) {
                int row = layer.weight() + j * layer.in();
                for (int i = 0; i < layer.in(); i++) {
                    gradient[row + i] += weights[l][j * width + i];
                }
                gradient[layer.bias() + j] += total(biases[l], j);
            }
        }
    }

    static float total(float[] lanes, int row) {
        float sum = 0;
        for (int i = row * COUNT; i < (row + 1) * COUNT; i++) {
            sum += lanes[i];
        }
        return sum;
    }
}
