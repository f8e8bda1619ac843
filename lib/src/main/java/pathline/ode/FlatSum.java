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
}
