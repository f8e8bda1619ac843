package pathline.coupling;

import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/** Sinkhorn's updates as they are written in papers: logarithms from the first to the last, one epsilon, no acceleration. */
final class PlainSinkhorn {

    private PlainSinkhorn() {}

    /** P(i, j) after so many iterations. */
    static double[][] plan(Costs costs, double epsilon, double rho, int iterations) {
        int n = costs.rows();
        int m = costs.columns();
        double keep = rho == Double.POSITIVE_INFINITY ? 1 : rho / (rho + epsilon);
        var f = new double[n];
        var g = new double[m];
        for (int k = 0; k < iterations; k++) {
            for (int i = 0; i < n; i++) {
                int row = i;
                f[i] = -keep * epsilon * logMeanExp(m, j -> (g[(int) j] - costs.at(row, (int) j)) / epsilon);
            }
            for (int j = 0; j < m; j++) {
                int column = j;
                g[j] = -keep * epsilon * logMeanExp(n, i -> (f[(int) i] - costs.at((int) i, column)) / epsilon);
            }
        }
        var plan = new double[n][m];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < m; j++) {
                plan[i][j] = Math.exp((f[i] + g[j] - costs.at(i, j)) / epsilon) / n / m;
            }
        }
        return plan;
    }

    private static double logMeanExp(int count, DoubleUnaryOperator exponent) {
        double most = IntStream.range(0, count)
                .mapToDouble(exponent::applyAsDouble)
                .max()
                .orElseThrow();
        return most
                + Math.log(IntStream.range(0, count)
                        .mapToDouble(k -> Math.exp(exponent.applyAsDouble(k) - most))
                        .average()
                        .orElseThrow());
    }
}
