package pathline.adjoint;

import java.util.Optional;
import java.util.function.DoubleFunction;
import pathline.field.Float32Differentiable;
import pathline.ode.Float32Field;

/** The adjoint equation together with dx/dt = v on Java arrays: rows (x, a) of 2d numbers. */
final class Float32StateAndAdjoint implements Float32Field {

    private final Float32Differentiable field;
    private final DoubleFunction<Optional<Integer>> parts;
    private final int d;
    private float[] x = {};
    private float[] a = {};
    private float[] v = {};
    private float[] toX = {};

    /** @param parts the part of the gradient's sum that an evaluation writes, by its time */
    Float32StateAndAdjoint(Float32Differentiable field, DoubleFunction<Optional<Integer>> parts) {
        this.field = field;
        this.parts = parts;
        this.d = field.width();
    }

    @Override
    public int width() {
        return 2 * d;
    }

    @Override
    public void at(double t, float[] state, float[] rate) {
        split(state);
        var part = parts.apply(t);
        if (part.isPresent()) {
            field.gathered().begin(part.get());
            field.gatherVjp(t, x, a, v, toX);
        } else {
            field.vjp(t, x, a, v, toX);
        }
        join(rate);
    }

    private void split(float[] state) {
        int size = state.length / 2;
        if (x.length != size) {
            x = new float[size];
            a = new float[size];
            v = new float[size];
            toX = new float[size];
        }
        for (int i = 0; i < size; i += d) {
            System.arraycopy(state, 2 * i, x, i, d);
            System.arraycopy(state, 2 * i + d, a, i, d);
        }
    }

    private void join(float[] rate) {
        for (int i = 0; i < rate.length / 2; i += d) {
            System.arraycopy(v, i, rate, 2 * i, d);
            for (int j = 0; j < d; j++) {
                rate[2 * i + d + j] = -toX[i + j];
            }
        }
    }
}
