package pathline.objective;

import ai.djl.ndarray.NDArray;
import pathline.array.HostMemory;
import pathline.field.FlatVelocity;
import pathline.field.Gradient;

/**
 * A batch of {@link Regression} on plain arrays.
 *
 * @param t the time of every point
 * @param x the states, row after row
 * @param u the velocities wanted there
 * @param share 2 w / n of every point, or one for all
 */
record FlatRegression(float[] t, float[] x, float[] u, float[] share) {

    static FlatRegression of(NDArray t, NDArray x, NDArray u, NDArray weight) {
        float[] share = HostMemory.floats(weight);
        float part = 2f / x.getShape().get(0);
        for (int i = 0; i < share.length; i++) {
            share[i] *= part;
        }
        return new FlatRegression(HostMemory.floats(t), HostMemory.floats(x), HostMemory.floats(u), share);
    }

    /** The loss; its gradient is added to {@code into}. */
    float loss(FlatVelocity velocity, Gradient into) {
        var a = new float[x.length];
        var v = new float[x.length];
        velocity.regress(t, x, this::cotangents, v, a);
        velocity.gathered().addTo(into);
        double sum = 0;
        for (int j = 0; j < v.length; j++) {
            sum += a[j] * (v[j] - u[j]);
        }
        return (float) (sum / 2);
    }

    /** w 2/n (v - u); the loss is half the sum of their products with v - u. */
    private void cotangents(int from, int to, float[] v, float[] a) {
        int d = x.length / t.length;
        for (int i = from; i < to; i++) {
            float weight = share.length == 1 ? share[0] : share[i];
            for (int j = i * d; j < (i + 1) * d; j++) {
                a[j] = weight * (v[j] - u[j]);
            }
        }
    }
}
