package pathline.adjoint;

import pathline.field.FlatDifferentiable;
import pathline.field.Gradient;

/** The adjoint equation together with dx/dt = v on plain arrays: rows (x, a) of 2d numbers. */
final class FlatStateAndAdjoint implements FlatBackwardEquation {

    private final FlatDifferentiable field;
    private final int d;
    private float[] x = {};
    private float[] a = {};
    private float[] v = {};
    private float[] toX = {};

    FlatStateAndAdjoint(FlatDifferentiable field) {
        this.field = field;
        this.d = field.width();
    }

    @Override
    public int width() {
        return 2 * d;
    }

    @Override
    public void at(double t, float[] state, float[] rate) {
        split(state, 1);
        field.pull(t, x, a, v, toX);
        for (int i = 0; i < rate.length / 2; i += d) {
            System.arraycopy(v, i, rate, 2 * i, d);
            for (int j = 0; j < d; j++) {
                rate[2 * i + d + j] = -toX[i + j];
            }
        }
    }

    @Override
    public void gather(double t, float[] state, double weight) {
        split(state, (float) weight);
        field.gather(t, x, a, toX);
    }

    @Override
    public void addTo(Gradient into) {
        field.addTo(into);
    }

    /** x, and the adjoint times a weight. */
    private void split(float[] state, float weight) {
        int size = state.length / 2;
        if (x.length != size) {
            x = new float[size];
            a = new float[size];
            v = new float[size];
            toX = new float[size];
        }
        for (int i = 0; i < size; i += d) {
            System.arraycopy(state, 2 * i, x, i, d);
            for (int j = 0; j < d; j++) {
                a[i + j] = weight * state[2 * i + d + j];
            }
        }
    }
}
