package pathline.field;

import java.util.Arrays;

/**
 * e^M of a small square matrix, by scaling and squaring: e^M = (e^(M / 2ˢ))^(2ˢ).
 *
 * <p>With s such that the norm of M / 2ˢ is at most 1/2, fifteen terms of the series leave less than 1e-18. (A rational
 * approximation needs fewer products but also a linear solve; at the sizes of this package neither is felt.)
 */
final class MatrixExponential {

    private static final int TERMS = 15;

    private MatrixExponential() {}

    static double[][] of(double[][] m) {
        int squarings = Math.max(0, Math.getExponent(norm(m)) + 2);
        var scaled = scale(m, Math.scalb(1.0, -squarings));
        var sum = identity(m.length);
        for (int k = TERMS; k >= 1; k--) {
            sum = add(identity(m.length), scale(product(scaled, sum), 1.0 / k)); // Horner: 1 + M/1 (1 + M/2 (1 + ...))
        }
        for (int k = 0; k < squarings; k++) {
            sum = product(sum, sum);
        }
        return sum;
    }

    static double[][] product(double[][] a, double[][] b) {
        var result = new double[a.length][b[0].length];
        for (int i = 0; i < a.length; i++) {
            for (int k = 0; k < b.length; k++) {
                for (int j = 0; j < b[0].length; j++) {
                    result[i][j] += a[i][k] * b[k][j];
                }
            }
        }
        return result;
    }

    static double[][] transpose(double[][] a) {
        var result = new double[a[0].length][a.length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < a[0].length; j++) {
                result[j][i] = a[i][j];
            }
        }
        return result;
    }

    /** The largest sum of absolute values in a row. */
    private static double norm(double[][] m) {
        return Arrays.stream(m)
                .mapToDouble(row -> Arrays.stream(row).map(Math::abs).sum())
                .max()
                .orElse(0);
    }

    private static double[][] identity(int n) {
        var result = new double[n][n];
        for (int i = 0; i < n; i++) {
            result[i][i] = 1;
        }
        return result;
    }

    private static double[][] scale(double[][] a, double factor) {
        return Arrays.stream(a)
                .map(row -> Arrays.stream(row).map(value -> value * factor).toArray())
                .toArray(double[][]::new);
    }

    private static double[][] add(double[][] a, double[][] b) {
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < a.length; j++) {
                a[i][j] += b[i][j];
            }
        }
        return a;
    }
}
