package pathline.coupling;

/** Products with rows of a matrix that is stored row after row, in loops that keep the processor busy. */
final class KernelRows {

    private KernelRows() {}

    /** Adds a multiple of the row that begins at {@code start} to the sums. */
    static void add(double[] kernel, int start, int m, double weight, double[] sums) {
        for (int j = 0; j < m; j++) {
            sums[j] += weight * kernel[start + j];
        }
    }

    /** Adds multiples of four rows to the sums, which are read and written once. */
    static void add(double[] kernel, int start, int m, double a, double b, double c, double d, double[] sums) {
        int second = start + m;
        int third = second + m;
        int fourth = third + m;
        for (int j = 0; j < m; j++) {
            sums[j] +=
                    a * kernel[start + j] + b * kernel[second + j] + (c * kernel[third + j] + d * kernel[fourth + j]);
        }
    }

    /** The product of a row with s, in eight independent sums. */
    static double dot(double[] kernel, int start, int m, double[] s) {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        double e = 0;
        double f = 0;
        double g = 0;
        double h = 0;
        int j = 0;
        for (; j + 7 < m; j += 8) {
            a += kernel[start + j] * s[j];
            b += kernel[start + j + 1] * s[j + 1];
            c += kernel[start + j + 2] * s[j + 2];
            d += kernel[start + j + 3] * s[j + 3];
            e += kernel[start + j + 4] * s[j + 4];
            f += kernel[start + j + 5] * s[j + 5];
            g += kernel[start + j + 6] * s[j + 6];
            h += kernel[start + j + 7] * s[j + 7];
        }
        for (; j < m; j++) {
            a += kernel[start + j] * s[j];
        }
        return a + b + (c + d) + (e + f + (g + h));
    }
}
