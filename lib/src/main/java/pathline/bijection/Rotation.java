package pathline.bijection;

import pathline.random.Rng;

/** A rotation or reflection drawn at random, and its triangular factors: what layers begin with. */
final class Rotation {

    private Rotation() {}

    /** A matrix of orthonormal rows, all directions equally likely: Gaussian rows, each made orthogonal to those before it. */
    static double[][] drawn(int n, Rng rng) {
        var rows = new double[n][];
        for (int i = 0; i < n; i++) {
            rows[i] = rng.normals(n);
            for (int pass = 0; pass < 2; pass++) { // the second pass removes what rounding left
                for (int k = 0; k < i; k++) {
                    add(rows[i], -dot(rows[i], rows[k]), rows[k]);
                }
            }
            scale(rows[i], 1 / Math.sqrt(dot(rows[i], rows[i])));
        }
        return rows;
    }

    /** Overwrites a matrix with its factors, L below the diagonal, U on and above it, and returns which row each row of L U was. */
    static int[] factor(double[][] a) {
        int n = a.length;
        var was = new int[n];
        for (int i = 0; i < n; i++) {
            was[i] = i;
        }
        for (int k = 0; k < n; k++) {
            int largest = k;
            for (int i = k + 1; i < n; i++) {
                largest = Math.abs(a[i][k]) > Math.abs(a[largest][k]) ? i : largest;
            }
            var row = a[k];
            a[k] = a[largest];
            a[largest] = row;
            int place = was[k];
            was[k] = was[largest];
            was[largest] = place;
            for (int i = k + 1; i < n; i++) {
                double factor = a[i][k] / a[k][k];
                a[i][k] = factor;
                for (int j = k + 1; j < n; j++) {
                    a[i][j] -= factor * a[k][j];
                }
            }
        }
        return was;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int j = 0; j < a.length; j++) {
            sum += a[j] * b[j];
        }
        return sum;
    }

    private static void add(double[] a, double factor, double[] b) {
        for (int j = 0; j < a.length; j++) {
            a[j] += factor * b[j];
        }
    }

    private static void scale(double[] a, double factor) {
        for (int j = 0; j < a.length; j++) {
            a[j] *= factor;
        }
    }
}
