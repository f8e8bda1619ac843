package pathline.field.kernel;

import static pathline.field.kernel.Lanes.COUNT;
import static pathline.field.kernel.Lanes.SPECIES;
import static pathline.field.kernel.Lanes.TILE;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/**
 * Up to {@link Lanes#TILE} points at the layers of a net, and what the reverse pass needs of it.
 *
 * <p>After {@link #forward} it holds of every hidden layer h = f(z), and f'(z) and f''(z) if asked for.
 */
public final class Tile {

    private final MlpLayout net;
    private final float[][] inputs;
    private final float[][] first;
    private final float[][] second;
    private final float[] output;
    private final TimeGates gates;
    private int points;
    private int columns;

    public Tile(MlpLayout net) {
        this.net = net;
        int count = net.layers().size();
        inputs = new float[count][];
        first = new float[count][];
        second = new float[count][];
        for (int l = 0; l < count; l++) {
            inputs[l] = Lanes.tile(net.layers().get(l).in());
            first[l] = l == 0 ? new float[0] : Lanes.tile(net.layers().get(l).in());
            second[l] = new float[0];
        }
        output = Lanes.tile(net.out());
        gates = new TimeGates(net);
    }

    /** How many points there are. */
    public int points() {
        return points;
    }

    /** Takes on so many points. */
    public void hold(int count) {
        points = count;
        columns = Lanes.padded(count);
    }

    /** The points, and what follows them up to a whole vector. */
    public int columns() {
        return columns;
    }

    TimeGates gates() {
        return gates;
    }

    public float[] output() {
        return output;
    }

    /** What layer l is applied to. */
    public float[] input(int l) {
        return inputs[l];
    }

    /** f' at the argument of what layer l is applied to. */
    public float[] first(int l) {
        return first[l];
    }

    /** f'' at the argument of what layer l is applied to. */
    float[] second(int l) {
        return second[l];
    }

    /**
     * Takes points from rows of x and of the columns of time, and sends them through the net.
     *
     * @param order how many derivatives of the activation to keep
     */
    void forward(TiledBatch batch, int from, float[] weights, int order) {
        hold(Math.min(TILE, batch.points() - from));
        batch.gather(from, points, columns, inputs[0]);
        if (net.squash()) {
            gates.read(batch, from, points, columns);
        }
        forward(weights, order);
    }

    /** Sends the points through the net that {@link #input} of the first layer holds; their columns past the last are finite. */
    public void forward(float[] weights, int order) {
        for (int l = 0; l < inputs.length; l++) {
            var layer = net.layers().get(l);
            boolean hidden = l < net.hidden();
            var z = hidden ? inputs[l + 1] : output;
            apply(l, layer.in(), weights, weights, layer.bias(), inputs[l], z);
            if (net.squash()) {
                gates.apply(l, weights, z);
            }
            if (hidden) {
                activate(l + 1, layer.out(), order);
            }
        }
    }

    private void activate(int l, int rows, int order) {
        if (order > 1 && second[l].length == 0) {
            second[l] = Lanes.tile(rows);
        }
        for (int j = 0; j < rows * TILE; j += stride(rows)) {
            net.activation().run(inputs[l], first[l], second[l], order, j, j + stretch(rows));
        }
    }

    /** Numbers that follow one another: all rows of a full tile, one row of another. */
    private int stretch(int rows) {
        return columns == TILE ? rows * TILE : columns;
    }

    /** From the beginning of one stretch to that of the next. */
    private int stride(int rows) {
        return columns == TILE ? rows * TILE : TILE;
    }

    /** TangentPasses of these points from rows of dx, or the same of all points from one row. */
    void gather(float[] dx, int from, boolean shared, float[] dh) {
        if (shared) {
            for (int j = 0; j < net.dim(); j++) {
                Arrays.fill(dh, j * TILE, j * TILE + columns, dx[from * net.dim() + j]);
            }
        } else {
            Rows.of(dx, net.dim()).turn(from, points, columns, dh, 0);
        }
    }

    /** z = W h + s, of the first {@code in} inputs only. */
    private void apply(int l, int in, float[] weights, float[] start, int first, float[] h, float[] z) {
        var layer = net.layers().get(l);
        new Gemm(layer.out(), in, columns)
                .set(new Gemm.Matrix(weights, layer.weight(), layer.in(), 1), start, first, h, 0, z, 0);
    }

    /** The tangent of layer l's argument: dz = W dh. */
    void jvp(int l, float[] weights, float[] dh, float[] dz) {
        apply(l, l == 0 ? net.dim() : net.layers().get(l).in(), weights, Lanes.ZERO, 0, dh, dz);
    }

    /** The cotangent of layer l's input, from that of its output: α = Wᵀ ζ; for the first, of the state alone. */
    public void vjp(int l, float[] weights, float[] zeta, float[] alpha) {
        var layer = net.layers().get(l);
        new Gemm(l == 0 ? net.dim() : layer.in(), layer.out(), columns)
                .set(new Gemm.Matrix(weights, layer.weight(), 1, layer.in()), Lanes.ZERO, 0, zeta, 0, alpha, 0);
    }

    /** A cotangent of z becomes one of W h + b, and a tangent the other way round: times the gate, where there is one. */
    void open(int l, float[] numbers) {
        if (net.squash()) {
            multiply(net.layers().get(l).out(), gates.open(l), numbers, numbers);
        }
    }

    /** c ← a b, for rows of a tile. */
    public void multiply(int rows, float[] a, float[] b, float[] c) {
        int stretch = stretch(rows);
        for (int j = 0; j < rows * TILE; j += stride(rows)) {
            for (int i = j; i < j + stretch; i += COUNT) {
                FloatVector.fromArray(SPECIES, a, i)
                        .mul(FloatVector.fromArray(SPECIES, b, i))
                        .intoArray(c, i);
            }
        }
    }

    /** c ← c + a b. */
    void multiplyAdd(int rows, float[] a, float[] b, float[] c) {
        int stretch = stretch(rows);
        for (int j = 0; j < rows * TILE; j += stride(rows)) {
            for (int i = j; i < j + stretch; i += COUNT) {
                FloatVector.fromArray(SPECIES, a, i)
                        .fma(FloatVector.fromArray(SPECIES, b, i), FloatVector.fromArray(SPECIES, c, i))
                        .intoArray(c, i);
            }
        }
    }

    /** c ← a s, s being a number a point. */
    void scale(int rows, float[] a, float[] s, float[] c) {
        for (int j = 0; j < rows; j++) {
            for (int i = 0; i < columns; i += COUNT) {
                FloatVector.fromArray(SPECIES, a, j * TILE + i)
                        .mul(FloatVector.fromArray(SPECIES, s, i))
                        .intoArray(c, j * TILE + i);
            }
        }
    }

    /** s ← s + the sum of a b over rows, a number a point. */
    void addForm(int rows, float[] a, float[] b, float[] s) {
        for (int i = 0; i < columns; i += COUNT) {
            var sum = FloatVector.fromArray(SPECIES, s, i);
            for (int j = i; j < rows * TILE; j += TILE) {
                sum = FloatVector.fromArray(SPECIES, a, j).fma(FloatVector.fromArray(SPECIES, b, j), sum);
            }
            sum.intoArray(s, i);
        }
    }

    /** A cotangent β of f'(z) dz becomes that of dz, and β dz is set as, or added to, what f'' will make one of z. */
    void backTangent(int l, float[] beta, float[] dz, float[] curvature, boolean add) {
        int rows = net.layers().get(l).in();
        int stretch = stretch(rows);
        for (int j = 0; j < rows * TILE; j += stride(rows)) {
            for (int i = j; i < j + stretch; i += COUNT) {
                var b = FloatVector.fromArray(SPECIES, beta, i);
                var product = b.mul(FloatVector.fromArray(SPECIES, dz, i));
                if (add) {
                    product = product.add(FloatVector.fromArray(SPECIES, curvature, i));
                }
                product.intoArray(curvature, i);
                b.mul(FloatVector.fromArray(SPECIES, first[l], i)).intoArray(beta, i);
            }
        }
    }

    /** A cotangent α of f(z) becomes that of z: f' α, and f'' times the curvature that tangents leave. */
    void backValue(int l, float[] alpha, float[] curvature) {
        int rows = net.layers().get(l).in();
        int stretch = stretch(rows);
        for (int j = 0; j < rows * TILE; j += stride(rows)) {
            for (int i = j; i < j + stretch; i += COUNT) {
                var ended =
                        FloatVector.fromArray(SPECIES, second[l], i).mul(FloatVector.fromArray(SPECIES, curvature, i));
                FloatVector.fromArray(SPECIES, alpha, i)
                        .fma(FloatVector.fromArray(SPECIES, first[l], i), ended)
                        .intoArray(alpha, i);
            }
        }
    }
}
