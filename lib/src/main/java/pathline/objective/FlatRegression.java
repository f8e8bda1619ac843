package pathline.objective;

import ai.djl.ndarray.NDArray;
import pathline.field.FlatVelocity;
import pathline.field.Gradient;
import pathline.ode.Memory;

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
        float[] share = Memory.floats(weight);
        float part = 2f / x.getShape().get(0);
        for (int i = 0; i < share.length; i++) {
            share[i] *= part;
        }
        return new FlatRegression(Memory.floats(t), Memory.floats(x), Memory.floats(u), share);
    }

    /** The loss; its gradient is added to {@code into}. */
    float loss(FlatVelocity velocity, Gradient into) {
        var a = new float[x.length];
        var v = new float[x.length];
        var sum = new double[1];
        velocity.gather(
                t,
                x,
                value -> {
                    sum[0] = cotangents(value, a);
                    return a;
                },
                v,
                new float[x.length]);
        velocity.gathered().addTo(into);
        return (float) sum[0];
    }

    /** Overwrites a by the cotangents w 2/n (v - u); the loss is half the sum of their products with v - u. */
    private double cotangents(float[] v, float[] a) {
        int d = x.length / t.length;
        double sum = 0;
        for (int i = 0; i < t.length; i++) {
            float weight = share.length == 1 ? share[0] : share[i];
            for (int j = i * d; j < (i + 1) * d; j++) {
                float error = v[j] - u[j];
                a[j] = weight * error;
                sum += a[j] * error;
            }
        }
        return sum / 2;
    }
}
