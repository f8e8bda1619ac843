package pathline.field;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import pathline.array.HostMemory;
import pathline.array.Scratch;
import pathline.check.Require;
import pathline.check.RequireArray;
import pathline.distribution.Gaussian;

/**
 * The field v(t, x) = A x + b, whose flow and densities are known in closed form: the oracle of solvers and likelihoods.
 *
 * <p>Over a time s a point moves to E x + c with E = e^(sA) and c the integral of e^(rA) b over r from 0 to s; a
 * Gaussian N(m, C) becomes N(E m + c, E C Eᵀ); and every log-density falls by s tr A along the flow, because the
 * divergence is tr A everywhere.
 */
public final class LinearField implements Velocity {

    /** Coordinates that it may have: more than this package is for, and the exponential's time grows as their cube. */
    private static final int MOST_DIMENSIONS = 512;

    private final double[][] matrix;
    private final double[] offset;
    private final Parameters parameters = Parameters.none();

    private LinearField(double[][] matrix, double[] offset) {
        Require.finite(matrix, "a");
        Require.finite(offset, "b");
        int d = offset.length;
        Require.that(d > 0 && d <= MOST_DIMENSIONS, "b has " + d + " numbers; expected 1 to " + MOST_DIMENSIONS);
        if (matrix.length != d || matrix[0].length != d) {
            throw new IllegalArgumentException("a must be a square matrix as large as b is long, got " + matrix.length
                    + " rows of " + matrix[0].length + " for " + d + " numbers of b");
        }
        this.matrix = Arrays.stream(matrix).map(double[]::clone).toArray(double[][]::new);
        this.offset = offset.clone();
    }

    /** The field A x. */
    public static LinearField of(double[][] a) {
        return new LinearField(a, new double[Require.nonNull(a, "a").length]);
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

    /** Neither J nor J dx depends on x. */
    @Override
    public VelocityLinearization linearize(NDArray t, NDArray x) {
        var value = at(t, x);
        return VelocityLinearization.of(
                value,
                (a, into) -> vjp(x, a, into),
                dx -> Jvp.of(value, derivative(x, dx), (a, b, into) -> {
                    RequireArray.real(b, "b");
                    return vjp(x, a, into);
                }));
    }

    private NDArray derivative(NDArray x, NDArray dx) {
        Shapes.checkTangent("dx", dx, x);
        var shape = dx.getShape();
        return Scratch.keeping(() -> {
            var moved = dx.matMul(array(MatrixExponential.transpose(matrix), x));
            var everywhere = shape.dimension() == 2
                    ? moved
                    : moved.broadcast(shape.get(0), x.getShape().get(0), shape.get(2))
                            .duplicate();
            return Shapes.attached(everywhere, x);
        });
    }

    private NDArray vjp(NDArray x, NDArray a, Gradient into) {
        Shapes.check("a", a, x.getShape(), x.getDataType());
        Require.nonNull(into, "into");
        return Scratch.keeping(() -> Shapes.attached(a.matMul(array(matrix, x)), x));
    }

    /**
     * Where the flow carries points from time t0 to time t1, exactly.
     *
     * @param x0 states at t0, shape (n, d), finite
     * @return states at t1, shape (n, d)
     * @throws IllegalArgumentException if they are larger than the numbers of x0's type can be
     */
    public NDArray flow(double t0, double t1, NDArray x0) {
        Shapes.checkState(x0, dim());
        Parameters.checkFinite("x0", x0, "the call");
        var map = Affine.over(this, t0, t1);
        var x1 = affine(map.matrix, map.offset, x0);
        for (double number : HostMemory.doubles(x1)) {
            if (!Double.isFinite(number)) {
                x1.close();
                throw overflow(t0, t1);
            }
        }
        return x1;
    }

    private static IllegalArgumentException overflow(double t0, double t1) {
        return new IllegalArgumentException("t1 - t0 is " + (t1 - t0) + ", from " + t0 + " to " + t1
                + ": the flow carries points beyond the largest number of their type; take a shorter time, or float64");
    }

    /** What the flow makes of a Gaussian between times t0 and t1: again a Gaussian. */
    public Gaussian push(Gaussian source, double t0, double t1) {
        Require.nonNull(source, "source");
        if (source.dim() != dim()) {
            throw new IllegalArgumentException(
                    "The Gaussian must have " + dim() + " dimensions like the field, got " + source.dim());
        }
        var map = Affine.over(this, t0, t1);
        var mean = new double[dim()];
        for (int i = 0; i < dim(); i++) {
            mean[i] = map.offset[i];
            for (int j = 0; j < dim(); j++) {
                mean[i] += map.matrix[i][j] * source.mean()[j];
            }
        }
        var half = MatrixExponential.product(map.matrix, source.covariance());
        var covariance = MatrixExponential.product(half, MatrixExponential.transpose(map.matrix));
        if (!isFinite(covariance) || !isFinite(new double[][] {mean})) {
            throw overflow(t0, t1);
        }
        return Gaussian.full(mean, covariance);
    }

    /** x ↦ E x + c. */
    private record Affine(double[][] matrix, double[] offset) {

        /** The flow over a time s, from the exponential of [[sA, sb], [0, 0]], which is [[E, c], [0, 1]]. */
        static Affine over(LinearField field, double t0, double t1) {
            double s = Require.finite(t1, "t1") - Require.finite(t0, "t0");
            int d = field.dim();
            var generator = new double[d + 1][d + 1];
            for (int i = 0; i < d; i++) {
                for (int j = 0; j < d; j++) {
                    generator[i][j] = s * field.matrix[i][j];
                }
                generator[i][d] = s * field.offset[i];
            }
            if (!isFinite(generator)) {
                throw overflow(t0, t1);
            }
            var exponential = MatrixExponential.of(generator);
            if (!isFinite(exponential)) {
                throw overflow(t0, t1);
            }
            var matrix = new double[d][];
            var offset = new double[d];
            for (int i = 0; i < d; i++) {
                matrix[i] = Arrays.copyOf(exponential[i], d);
                offset[i] = exponential[i][d];
            }
            return new Affine(matrix, offset);
        }
    }

    private static boolean isFinite(double[][] rows) {
        return Arrays.stream(rows).flatMapToDouble(Arrays::stream).allMatch(Double::isFinite);
    }

    private static NDArray affine(double[][] matrix, double[] offset, NDArray x) {
        return Scratch.keeping(
                () -> x.matMul(array(MatrixExponential.transpose(matrix), x)).addi(array(new double[][] {offset}, x)));
    }

    private static NDArray array(double[][] rows, NDArray like) {
        var flat = Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
        return HostMemory.array(like.getManager(), like.getDataType(), flat, rows.length, rows[0].length);
    }

    @Override
    public String toString() {
        return "LinearField[A = " + Arrays.deepToString(matrix) + ", b = " + Arrays.toString(offset) + "]";
    }
}
