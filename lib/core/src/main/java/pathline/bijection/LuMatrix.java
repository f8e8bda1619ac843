package pathline.bijection;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import pathline.check.Identified;
import pathline.check.Require;
import pathline.field.NamedArrays;
import pathline.random.Rng;

/**
 * A learned invertible matrix W = P L U, whose determinant is that of U: P an order of rows that never changes, L with
 * ones on its diagonal, U with a {@link Diagonal} whose signs never change.
 *
 * <p>The order and the signs belong to the matrix as a value, not to its parameters: a model that is restored from a file needs a
 * rotation that was drawn with the same seed.
 */
public final class LuMatrix implements Identified {

    private final double[][] start;
    private final int[] order;
    private final double[] signs;
    private final Diagonal diagonal;
    private final LuFactors factors;
    private final boolean inOrder;
    private final NDArray rows;
    private final NDArray sign;

    /** @param start L below the diagonal, U on and above it */
    private LuMatrix(double[][] start, int[] order, Diagonal diagonal) {
        int n = start.length;
        this.start = start;
        this.order = order;
        this.diagonal = diagonal;
        signs = IntStream.range(0, n).mapToDouble(i -> Math.signum(start[i][i])).toArray();
        factors = new LuFactors(n);
        inOrder = IntStream.range(0, n).allMatch(i -> order[i] == i);
        rows = Constants.places(order);
        sign = Constants.of(signs, n);
    }

    /** It begins as the identity. */
    public static LuMatrix identity(int n, Diagonal diagonal) {
        Require.atLeast(n, 1, "n");
        return of(
                IntStream.range(0, n).toArray(),
                IntStream.range(0, n).mapToDouble(i -> 1).toArray(),
                diagonal);
    }

    /** It begins as a rotation, or a reflection, drawn at random; P makes its factors exact, as pivots do. */
    public static LuMatrix rotation(int n, Diagonal diagonal, Rng rng) {
        Require.atLeast(n, 1, "n");
        Require.nonNull(diagonal, "diagonal");
        var start = Rotation.drawn(n, Require.nonNull(rng, "rng"));
        int[] order = Permutation.inverse(Rotation.factor(start));
        return new LuMatrix(start, order, diagonal);
    }

    /**
     * It begins with L = I and the signs as U.
     *
     * @param order row i of W is row order[i] of L U
     * @param signs +1 or -1 for each number on the diagonal of U
     */
    public static LuMatrix of(int[] order, double[] signs, Diagonal diagonal) {
        Require.nonNull(diagonal, "diagonal");
        int[] rows = Permutation.checked(order, "order");
        Require.that(
                Require.nonNull(signs, "signs").length == rows.length
                        && Arrays.stream(signs).allMatch(sign -> Math.abs(sign) == 1),
                "signs is " + Arrays.toString(signs) + "; expected " + rows.length + " numbers of 1 or -1");
        var start = new double[rows.length][rows.length];
        for (int i = 0; i < rows.length; i++) {
            start[i][i] = signs[i];
        }
        return new LuMatrix(start, rows, diagonal);
    }

    /** How many rows it has. */
    public int size() {
        return order.length;
    }

    NamedArrays declare(NamedArrays arrays) {
        int n = order.length;
        var lower = new double[n * n];
        var upper = new double[n * n];
        var raw = new double[n];
        for (int i = 0; i < n; i++) {
            System.arraycopy(start[i], 0, lower, i * n, i);
            System.arraycopy(start[i], i + 1, upper, i * n + i + 1, n - i - 1);
            raw[i] = diagonal.rawOf(Math.abs(start[i][i]));
        }
        return arrays.values("lower", lower, n, n).values("upper", upper, n, n).values("diagonal", raw, n);
    }

    /** W, shape (n, n). */
    NDArray matrix(Weights own) {
        var product = factors.lower(own).matMul(upper(own));
        return inOrder ? product : product.gather(rows.reshape(order.length, 1).broadcast(square()), 0);
    }

    /** W⁻¹. */
    NDArray inverse(Weights own) {
        var inverse = LuFactors.inverse(factors.lower(own), upper(own));
        return inOrder ? inverse : inverse.gather(rows.broadcast(square()), 1);
    }

    /** log |det W|. */
    NDArray logDeterminant(Weights own) {
        return diagonal.log(own.get("diagonal")).sum();
    }

    private NDArray upper(Weights own) {
        return factors.upper(own, diagonal.of(own.get("diagonal")).mul(sign));
    }

    private Shape square() {
        return new Shape(order.length, order.length);
    }

    @Override
    public String toString() {
        return "LuMatrix(" + order.length + " x " + order.length + ", " + diagonal + ")";
    }

    /** Where it starts, and what stays: its order and signs. */
    @Override
    public Object identity() {
        return List.of(Arrays.toString(order), Arrays.toString(signs), Arrays.deepToString(start), diagonal);
    }
}
