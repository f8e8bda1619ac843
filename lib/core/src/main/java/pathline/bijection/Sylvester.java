package pathline.bijection;

import ai.djl.ndarray.NDArray;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import pathline.check.Require;
import pathline.field.NamedArrays;
import pathline.field.Scalars;
import pathline.random.Rng;

/**
 * Bends along several directions at once, from data to noise.
 *
 * <pre>
 *   z = x + Q R₁ tanh(R₂ Qᵀ x + b),   det = Π (1 + (1 - tanh²) r₁ r₂) over the diagonals r₁ of R₁ and r₂ of R₂
 * </pre>
 *
 * <p>Q, of shape (d, m), has orthonormal columns: those of a learned matrix by Gram and Schmidt's method, run twice, which is
 * exact to rounding. R₁ and R₂ are upper triangular, their diagonals a tanh, so that each factor is positive. The inverse finds
 * Qᵀx by back substitution, each of its numbers by a search, to the tolerance of 1e-13 in float64 and 1e-6 in float32, relative to
 * 1 plus its size.
 * It takes no condition.
 *
 * <p>Van den Berg, Hasenclever, Tomczak and Welling, <i>Sylvester normalizing flows</i>, UAI 2018.
 *
 * @param dim d, at least 1
 * @param rank m, from 1 to d
 */
public record Sylvester(int dim, int rank) implements FlowLayer {

    private static final double START = 0.1;
    private static final Map<Integer, NDArray> ABOVE = new ConcurrentHashMap<>();
    private static final Map<Integer, NDArray> UNIT = new ConcurrentHashMap<>();

    /** Checks the sizes. */
    public Sylvester {
        Require.atLeast(dim, 1, "dim");
        Require.within(rank, 1, dim, "rank");
    }

    @Override
    public NamedArrays declare(NamedArrays arrays, Rng rng) {
        return arrays.drawn("q", rng::normal, dim, rank)
                .drawn("r1", () -> START * rng.normal(), rank, rank)
                .drawn("r2", () -> START * rng.normal(), rank, rank)
                .drawn("diag1", () -> START * rng.normal(), rank)
                .drawn("diag2", () -> START * rng.normal(), rank)
                .zeros("b", rank);
    }

    @Override
    public Mapped forward(NDArray x, Weights own) {
        var q = orthonormal(own.get("q"));
        var diagonal1 = own.get("diag1").tanh();
        var diagonal2 = own.get("diag2").tanh();
        var tanh = x.matMul(q)
                .matMul(triangle(own.get("r2"), diagonal2).transpose())
                .add(own.get("b"))
                .tanh();
        var slope = Scalars.ONE.sub(tanh.square()).mul(diagonal1.mul(diagonal2)).add(1);
        var moved = tanh.matMul(triangle(own.get("r1"), diagonal1).transpose()).matMul(q.transpose());
        return Mapped.of(x.add(moved), slope.log().sum(new int[] {1}));
    }

    @Override
    public Mapped inverse(NDArray z, Weights own) {
        var q = orthonormal(own.get("q"));
        var r1 = triangle(own.get("r1"), own.get("diag1").tanh());
        var r2 = triangle(own.get("r2"), own.get("diag2").tanh());
        var unit = unit(rank);
        var aim = z.matMul(q);
        var along = aim.zerosLike(); // Qᵀx, filled from the last column
        var bent = aim.zerosLike(); // tanh(R₂ Qᵀx + b), too
        var logs = aim.zerosLike();
        for (int i = rank - 1; i >= 0; i--) {
            int at = i;
            var first = r1.get(at, at);
            var second = r2.get(at, at);
            var shift = along.matMul(r2.get(at).expandDims(1)).add(own.get("b").get(at));
            var missing = bent.matMul(r1.get(at).expandDims(1));
            var column = aim.mul(unit.get(at)).sum(new int[] {1}, true).sub(missing);
            var one = MonotoneRoot.solve(column, s -> scalar(s, first, second, shift));
            along = along.add(one.values().mul(unit.get(at)));
            bent = bent.add(one.values().mul(second).add(shift).tanh().mul(unit.get(at)));
            logs = logs.add(one.logSlope().mul(unit.get(at)));
        }
        var moved = bent.matMul(r1.transpose()).matMul(q.transpose());
        return Mapped.of(z.sub(moved), logs.sum(new int[] {1}));
    }

    /** s + r₁ tanh(r₂ s + c), which increases, since r₁ r₂ is above -1. */
    private static Transformed scalar(NDArray s, NDArray first, NDArray second, NDArray shift) {
        var tanh = s.mul(second).add(shift).tanh();
        var slope = Scalars.ONE.sub(tanh.square()).mul(first.mul(second)).add(1);
        return new Transformed(s.add(tanh.mul(first)), slope.log());
    }

    /** What lies above the diagonal of a square matrix, and this diagonal. */
    private static NDArray triangle(NDArray square, NDArray diagonal) {
        int size = (int) diagonal.size();
        return square.mul(ABOVE.computeIfAbsent(size, m -> Constants.indicator(m, (i, j) -> i < j)))
                .add(unit(size).mul(diagonal));
    }

    private static NDArray unit(int size) {
        return UNIT.computeIfAbsent(size, m -> Constants.indicator(m, (i, j) -> i == j));
    }

    /** Orthonormal columns, each in the span of the first columns of a matrix up to its own. */
    static NDArray orthonormal(NDArray matrix) {
        var columns = matrix.split(matrix.getShape().get(1), 1);
        var done = unitLength(columns.get(0));
        for (int j = 1; j < columns.size(); j++) {
            var rest = columns.get(j);
            for (int pass = 0; pass < 2; pass++) { // the second removes the rounding error of the first
                rest = rest.sub(done.matMul(done.transpose().matMul(rest)));
            }
            done = done.concat(unitLength(rest), 1);
        }
        return done;
    }

    private static NDArray unitLength(NDArray column) {
        return column.div(column.square().sum().sqrt());
    }
}
