package pathline.bijection;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import pathline.array.HostMemory;
import pathline.array.Scratch;
import pathline.check.Require;
import pathline.random.Rng;

/**
 * An unbiased estimate of log det (I + J) that needs no matrix of d² numbers.
 *
 * <pre>
 *   log det (I + J) = Σ_k (-1)^(k+1) tr(Jᵏ)/k,   tr(Jᵏ) = E v · Jᵏ v,   v normal
 * </pre>
 *
 * <p>The first terms are always summed; then each term is followed by another one with a given probability, and is divided by the
 * probability of getting that far. For each point one v and one number of terms are drawn; the loop runs to the greatest number of
 * terms in the batch. The gradient is an unbiased estimate as well, by the series of (I + J)⁻¹, which records one product J v
 * whatever the number of terms. The variance is finite where Lip(g)² is below the probability.
 *
 * <p>The noise of a row is made of the seed, the sum of the first matrix and the row's own numbers. With the same weights a row has
 * the same estimate, to rounding, alone, in a batch, and in a batch that is scored in parts, in any order; equal rows have equal
 * noise. Each step of a training has other noise. A point that differs in its last digit has other noise, so that the
 * log-determinant of an inverse is not minus that of the forward map, but an estimate of it, too.
 *
 * <p>Chen, Behrmann, Duvenaud and Jacobsen, <i>Residual flows for invertible generative modeling</i>, NeurIPS 2019.
 *
 * @param first how many terms are always summed, at least 1
 * @param probability of one more term, from 0 (a sum that is cut off, and biased) to below 1
 * @param seed of the noise
 */
public record RouletteDeterminant(int first, double probability, long seed) implements ResidualDeterminant {

    /** Checks the numbers. */
    public RouletteDeterminant {
        Require.atLeast(first, 1, "first");
        Require.that(
                probability >= 0 && probability < 1,
                "probability is " + probability + "; expected at least 0 and below 1");
    }

    @Override
    public NDArray logs(ResidualJacobian jacobian, NDArray x) {
        Require.nonNull(jacobian, "jacobian").checked(x, "x");
        int d = (int) x.getShape().get(1);
        var rng = Rng.of(seed)
                .child(Double.doubleToLongBits(sum(jacobian.weights().get(0))));
        var rows = rows(HostMemory.doubles(x.stopGradient()), d, rng);
        var noise = rows.stream().flatMapToDouble(row -> DoubleStream.of(row.v)).toArray();
        var v = HostMemory.array(
                x.getManager(), x.getDataType(), noise, x.getShape().getShape());
        int most = rows.stream().mapToInt(row -> row.terms).max().orElse(first);
        var constant = jacobian.constant();
        var power = v; // (Jᵀ)ᵏ v
        var series = v;
        var value = v.zerosLike();
        for (int k = 1; k <= most; k++) {
            power = constant.vjp(power);
            var term = k <= first ? power : power.mul(reached(rows, k, x)); // 0 in rows that ended before
            double weight = (k % 2 == 0 ? 1 : -1) / Math.pow(probability, Math.max(0, k - first));
            value = value.sub(term.mul(v).mul(weight / k));
            series = series.add(term.mul(weight));
        }
        return value.add(OnlyGradient.of(jacobian.jvp(v)).mul(series)).sum(new int[] {1});
    }

    /** 1 for each row that has a term k, 0 for the others, shape (n, 1). */
    private static NDArray reached(List<Row> rows, int k, NDArray x) {
        var has = rows.stream().mapToDouble(row -> row.terms >= k ? 1 : 0).toArray();
        return HostMemory.array(x.getManager(), x.getDataType(), has, has.length, 1);
    }

    private List<Row> rows(double[] x, int d, Rng rng) {
        return IntStream.range(0, x.length / d)
                .mapToObj(i -> row(rng.child(hash(x, i * d, (i + 1) * d)), d))
                .toList();
    }

    private Row row(Rng rng, int d) {
        int terms = first;
        while (rng.uniform() < probability) {
            terms++;
        }
        return new Row(terms, rng.normals(d));
    }

    private static double sum(NDArray matrix) {
        try (var scratch = new Scratch()) {
            return HostMemory.number(matrix.stopGradient().sum());
        }
    }

    private static long hash(double[] x, int from, int to) {
        long hash = 0;
        for (int k = from; k < to; k++) {
            hash = (hash ^ Double.doubleToLongBits(x[k])) * 0x9e3779b97f4a7c15L;
            hash ^= hash >>> 32;
        }
        return hash;
    }

    /** What is drawn for a point. */
    private record Row(int terms, double[] v) {}
}
