package pathline.field;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import pathline.distribution.Gaussian;
import pathline.ode.Scratch;

/**
 * The field v(t, x) = A x + b, whose flow and densities are known in closed form: the oracle of solvers and likelihoods.
 *
 * <p>Over a time s a point moves to E x + c with E = e^(sA) and c the integral of e^(rA) b over r from 0 to s; a
 * Gaussian N(m, C) becomes N(E m + c, E C Eᵀ); and every log-density falls by s tr A along the flow, because the
 * divergence is tr A everywhere.
 */
public final class LinearField implements Velocity {

    private final double[][] matrix;
    private final double[] offset;
    private final Parameters parameters = Parameters.none();

    private LinearField(double[][] matrix, double[] offset) {
        int d = offset.length;
        if (d == 0 || matrix.length != d || Arrays.stream(matrix).anyMatch(row -> row.length != d)) {
            throw new IllegalArgumentException("A must be a square matrix as large as b is long, got "
                    + Arrays.deepToString(matrix) + " and " + Arrays.toString(offset));
        }
        if (!Arrays.stream(matrix).flatMapToDouble(Arrays::stream).allMatch(Double::isFinite)
                || !Arrays.stream(offset).allMatch(Double::isFinite)) {
            throw new IllegalArgumentException(
                    "A and b must be finite, got " + Arrays.deepToString(matrix) + " and " + Arrays.toString(offset));
        }
        this.matrix = Arrays.stream(matrix).map(double[]::clone).toArray(double[][]::new);
        this.offset = offset.clone();
    }

    /** The field A x. */
    public static LinearField of(double[][] a) {
        return new LinearField(a, new double[a.length]);
    }

    /** The field A x + b. */
    public static LinearField of(double[][] a, double[] b) {
        return new LinearField(a, b);
    }

    @Override
    public int dim() {
        return offset.length;
    }

    /** None: the field is given. */
    @Override
    public Parameters parameters() {
        return parameters;
    }

    /** The divergence of the field, the same everywhere. */
    public double trace() {
        double sum = 0;
        for (int i = 0; i < dim(); i++) {
            sum += matrix[i][i];
        }
        return sum;
    }

    @Override
    public NDArray at(NDArray t, NDArray x) {
        Shapes.checkState(t, x, dim());
        return affine(matrix, offset, x);
    }

    @Override
    public Tangent push(NDArray t, NDArray x, NDArray dx) {
        Shapes.checkState(t, x, dim());
        Shapes.checkTangent("dx", dx, x);
        var shape = dx.getShape();
        var derivative = Scratch.keeping(() -> {
            var moved = dx.matMul(array(MatrixExponential.transpose(matrix), x));
            var everywhere = shape.dimension() == 2
                    ? moved
                    : moved.broadcast(shape.get(0), x.getShape().get(0), shape.get(2))
                            .duplicate();
            return Shapes.attached(everywhere, x);
        });
        return new Tangent(at(t, x), derivative);
    }

    @Override
    public NDArray pull(NDArray t, NDArray x, NDArray a, Gradient into) {
        Shapes.checkState(t, x, dim());
        Shapes.check("a", a, x.getShape(), x.getDataType());
        return Scratch.keeping(() -> Shapes.attached(a.matMul(array(matrix, x)), x));
    }

    /** As for the value alone: J dx = A dx does not depend on x. */
    @Override
    public NDArray pull(NDArray t, NDArray x, NDArray dx, NDArray a, NDArray b, Gradient into) {
        Shapes.checkTangent("dx", dx, x);
        return pull(t, x, a, into);
    }

    /**
     * Where the flow carries points from time t0 to time t1, exactly.
     *
     * @param x0 states at t0, shape (n, d)
     * @return states at t1, shape (n, d)
     */
    public NDArray flow(double t0, double t1, NDArray x0) {
        Shapes.checkState(x0, dim());
        var map = Affine.over(this, t1 - t0);
        return affine(map.matrix, map.offset, x0);
    }

    /** What the flow makes of a Gaussian between times t0 and t1: again a Gaussian. */
    public Gaussian push(Gaussian source, double t0, double t1) {
        if (source.dim() != dim()) {
            throw new IllegalArgumentException(
                    "The Gaussian must have " + dim() + " dimensions like the field, got " + source.dim());
        }
        var map = Affine.over(this, t1 - t0);
        var mean = new double[dim()];
        for (int i = 0; i < dim(); i++) {
            mean[i] = map.offset[i];
            for (int j = 0; j < dim(); j++) {
                mean[i] += map.matrix[i][j] * source.mean()[j];
            }
        }
        var half = MatrixExponential.product(map.matrix, source.covariance());
        return Gaussian.full(mean, MatrixExponential.product(half, MatrixExponential.transpose(map.matrix)));
    }

    /** x ↦ E x + c. */
    private record Affine(double[][] matrix, double[] offset) {

        /** The flow over a time s, from the exponential of [[sA, sb], [0, 0]], which is [[E, c], [0, 1]]. */
        static Affine over(LinearField field, double s) {
            int d = field.dim();
            var generator = new double[d + 1][d + 1];
            for (int i = 0; i < d; i++) {
                for (int j = 0; j < d; j++) {
                    generator[i][j] = s * field.matrix[i][j];
                }
                generator[i][d] = s * field.offset[i];
            }
            var exponential = MatrixExponential.of(generator);
            var matrix = new double[d][];
            var offset = new double[d];
            for (int i = 0; i < d; i++) {
                matrix[i] = Arrays.copyOf(exponential[i], d);
                offset[i] = exponential[i][d];
            }
            return new Affine(matrix, offset);
        }
    }

    private static NDArray affine(double[][] matrix, double[] offset, NDArray x) {
        return Scratch.keeping(
                () -> x.matMul(array(MatrixExponential.transpose(matrix), x)).addi(array(new double[][] {offset}, x)));
    }

    private static NDArray array(double[][] rows, NDArray like) {
        var flat = Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
        var wide = like.getManager().create(flat, new Shape(rows.length, rows[0].length));
        return wide.toType(like.getDataType(), false);
    }

    @Override
    public String toString() {
        return "LinearField[A = " + Arrays.deepToString(matrix) + ", b = " + Arrays.toString(offset) + "]";
    }
}
