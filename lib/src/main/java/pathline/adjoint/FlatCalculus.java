package pathline.adjoint;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.function.UnaryOperator;
import pathline.field.FlatDifferentiable;
import pathline.field.Gradient;
import pathline.ode.FlatSum;
import pathline.ode.Memory;
import pathline.ode.WeightedSum;

/** States as plain arrays of floats; nothing is copied to be kept, since the solver writes no array twice. */
record FlatCalculus(FlatDifferentiable field, Store store, NDManager manager, Shape shape)
        implements Calculus<float[]> {

    @Override
    public float[] sum(double h, double[] w, List<float[]> arrays) {
        return FlatSum.of(h, w, arrays, size());
    }

    @Override
    public float[] ahead(float[] x, double h, double[] w, List<float[]> slopes) {
        if (WeightedSum.isEmpty(w)) {
            return x;
        }
        return FlatSum.ahead(x, h, w, slopes);
    }

    @Override
    public float[] velocity(double t, float[] x) {
        var v = new float[size()];
        field.at(t, x, v);
        return v;
    }

    /** The parameters' share stays with the field until {@link #settle}. */
    @Override
    public float[] pull(double t, float[] x, float[] a, Gradient into) {
        var toX = new float[size()];
        field.gather(t, x, a, toX);
        return toX;
    }

    @Override
    public float[] keep(float[] x) {
        store.count(x, 1);
        return x;
    }

    @Override
    public void release(float[] x) {
        store.count(x, -1);
    }

    @Override
    public Running<float[]> running(float[] like) {
        return new FlatAdjoint(keep(new float[size()]));
    }

    @Override
    public float[] of(NDArray cotangent) {
        return cotangent.toFloatArray();
    }

    @Override
    public NDArray settle(float[] atStart, Gradient into) {
        if (into.wanted()) {
            field.gathered().addTo(into);
        }
        return Memory.array(manager, atStart, shape);
    }

    private int size() {
        return Math.toIntExact(shape.size());
    }

    private static final class FlatAdjoint implements Running<float[]> {

        private float[] value;

        FlatAdjoint(float[] value) {
            this.value = value;
        }

        @Override
        public float[] value() {
            return value;
        }

        @Override
        public void carry(UnaryOperator<float[]> stretch) {
            value = stretch.apply(value);
        }

        @Override
        public void jump(List<float[]> cotangents) {
            cotangents.forEach(cotangent -> FlatSum.add(value, 1, cotangent));
        }
    }
}
