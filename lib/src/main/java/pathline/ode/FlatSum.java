package pathline.ode;

import java.util.List;

/** Sums of plain arrays with weights: {@link WeightedSum} without the engine. */
public final class FlatSum {

    private FlatSum() {}

    /** h sum_j w_j k_j, of arrays of {@code size} numbers; those of weight zero are not read. */
    public static float[] of(double h, double[] w, List<float[]> arrays, int size) {
        var sum = new float[size];
        for (int j = 0; j < w.length; j++) {
            if (w[j] != 0) {
                add(sum, (float) (h * w[j]), arrays.get(j));
            }
        }
        return sum;
    }

    /** Adds factor k to a sum. */
    public static void add(float[] sum, float factor, float[] k) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] += factor * k[i];
        }
    }

    /** Whether every number is finite: 0 times it is 0, and else NaN, as is a sum with it. In four sums, which overlap. */
    static boolean finite(float[] x) {
        float a = 0;
        float b = 0;
        float c = 0;
        float d = 0;
        int i = 0;
        for (; i + 3 < x.length; i += 4) {
            a += x[i] * 0;
            b += x[i + 1] * 0;
            c += x[i + 2] * 0;
            d += x[i + 3] * 0;
        }
        for (; i < x.length; i++) {
            a += x[i] * 0;
        }
        return a + b + (c + d) == 0;
    }
}
