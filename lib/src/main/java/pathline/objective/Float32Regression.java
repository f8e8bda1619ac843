package pathline.objective;

import pathline.array.Points;
import pathline.field.Float32Velocity;
import pathline.field.Gradient;

/**
 * A batch of {@link Regression} on plain arrays.
 *
 * @param t the time of every point
 * @param x the states, row after row
 * @param u the velocities wanted there
 * @param share 2 w / n of every point, or one for all
 */
record Float32Regression(float[] t, float[] x, float[] u, float[] share) {

    static Float32Regression of(Points t, Points x, Points u, Points weight) {
        float[] share = weight.floats().clone();
        float part = 2f / x.size();
        for (int i = 0; i < share.length; i++) {
            share[i] *= part;
        }
        return new Float32Regression(t.floats(), x.floats(), u.floats(), share);
    }

    /** The loss; its gradient is added to {@code into}. */
    float loss(Float32Velocity velocity, Gradient into) {
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
