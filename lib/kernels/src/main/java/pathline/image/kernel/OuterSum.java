package pathline.image.kernel;

import static pathline.field.kernel.Lanes.COUNT;
import static pathline.field.kernel.Lanes.ROWS;
import static pathline.field.kernel.Lanes.SPECIES;
import static pathline.field.kernel.Lanes.TILE;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import pathline.field.kernel.Gemm;
import pathline.field.kernel.Lanes;

/**
 * The gradient of a linear map's numbers, ζ hᵀ and ζ summed over points in their order.
 *
 * <p>ζ hᵀ is a product whose second factor must lie point by point: of ζ and h the one with fewer rows is turned, and where that is
 * ζ, the transposed product is summed.
 */
final class OuterSum {

    private final LinearMap map;
    private final boolean over;
    private final int rows;
    private final int columns;
    private final float[] sums;
    private final float[] biases;
    private final float[] turned = new float[TILE * TILE];
    private final float[] block = new float[ROWS * TILE];

    OuterSum(LinearMap map) {
        this.map = map;
        over = map.in() > map.out();
        rows = over ? map.in() : map.out();
        columns = over ? map.out() : map.in();
        sums = new float[(columns + TILE - 1) / TILE * panel()];
        biases = new float[map.out() * COUNT];
    }

    private int panel() {
        return (rows + ROWS - 1) / ROWS * ROWS * TILE;
    }

    void clear() {
        Arrays.fill(sums, 0);
        Arrays.fill(biases, 0);
    }

    /** Adds those of a tile: ζ of {@code out} rows and h of {@code in}, both with room for rows up to a multiple of 4. */
    void add(float[] zeta, int zetaFrom, float[] h, int from) {
        var left = over ? h : zeta;
        var right = over ? zeta : h;
        int leftFrom = over ? from : zetaFrom;
        int rightFrom = over ? zetaFrom : from;
        for (int first = 0; first < columns; first += TILE) {
            int width = Math.min(TILE, columns - first);
            turn(right, rightFrom + first * TILE, width, turned);
            int to = first / TILE * panel();
            for (int j = 0; j < rows; j += ROWS) {
                new Gemm(Math.min(ROWS, rows - j), TILE, Lanes.padded(width))
                        .set(new Gemm.Matrix(left, leftFrom + j * TILE, TILE, 1), Lanes.ZERO, 0, turned, 0, block, 0);
                plus(sums, to + j * TILE, block, 0, ROWS * TILE);
            }
        }
        for (int j = 0; j < map.out(); j++) {
            var sum = FloatVector.fromArray(SPECIES, biases, j * COUNT);
            int row = zetaFrom + j * TILE;
            for (int i = row; i < row + TILE; i += COUNT) {
                sum = sum.add(FloatVector.fromArray(SPECIES, zeta, i));
            }
            sum.intoArray(biases, j * COUNT);
        }
    }

    /** Adds another's. */
    void add(OuterSum other) {
        plus(sums, 0, other.sums, 0, sums.length);
        plus(biases, 0, other.biases, 0, biases.length);
    }

    /** Lays numbers point by point, four at a time. */
    private static void turn(float[] h, int from, int width, float[] turned) {
        for (int j = 0; j < width; j += 4) {
            int at = from + j * TILE;
            for (int i = 0; i < TILE; i++) {
                int to = i * TILE + j;
                turned[to] = h[at + i];
                turned[to + 1] = h[at + TILE + i];
                turned[to + 2] = h[at + 2 * TILE + i];
                turned[to + 3] = h[at + 3 * TILE + i];
            }
        }
    }

    /** Adds numbers to numbers, whole vectors of them. */
    static void plus(float[] to, int at, float[] numbers, int from, int count) {
        for (int i = 0; i < count; i += COUNT) {
            FloatVector.fromArray(SPECIES, to, at + i)
                    .add(FloatVector.fromArray(SPECIES, numbers, from + i))
                    .intoArray(to, at + i);
        }
    }

    /** Writes both sums to where the map's numbers lie. */
    void write(float[] gradient) {
        for (int first = 0; first < columns; first += TILE) {
            int from = first / TILE * panel();
            int width = Math.min(TILE, columns - first);
            for (int j = 0; j < rows; j++) {
                for (int i = 0; i < width; i++) {
                    int column = first + i;
                    int to = over ? column * map.in() + j : j * map.in() + column;
                    gradient[map.weight() + to] = sums[from + j * TILE + i];
                }
            }
        }
        for (int j = 0; j < map.out(); j++) {
            float sum = 0;
            for (int i = j * COUNT; i < (j + 1) * COUNT; i++) {
                sum += biases[i];
            }
            gradient[map.bias() + j] = sum;
        }
    }
}
