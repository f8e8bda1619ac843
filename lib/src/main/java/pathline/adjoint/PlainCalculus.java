package pathline.adjoint;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import pathline.ode.FlatSum;
import pathline.ode.WeightedSum;

/**
 * States as plain arrays of floats, with the sums of the solver itself: a step made again is the same to the last bit. Nothing
 * is copied to be kept, since no array is written twice.
 */
abstract class PlainCalculus implements Calculus<float[]> {

    private final Store store;
    private final int size;

    /** @param size numbers in a state */
    PlainCalculus(Store store, int size) {
        this.store = store;
        this.size = size;
    }

    /** An array for a state. */
    float[] room() {
        return new float[size];
    }

    @Override
    public float[] sum(double h, double[] w, List<float[]> arrays) {
        return FlatSum.of(h, w, arrays, size);
    }

    @Override
    public float[] ahead(float[] x, double h, double[] w, List<float[]> slopes) {
        return WeightedSum.isEmpty(w) ? x : FlatSum.ahead(x, h, w, slopes);
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
    public float[] made(Supplier<float[]> body) {
        return body.get();
    }

    @Override
    public void discard(float[] x) {}

    @Override
    public Running<float[]> running(float[] like) {
        return new PlainAdjoint(keep(room()));
    }

    @Override
    public float[] of(NDArray cotangent) {
        return cotangent.toFloatArray();
    }

    private static final class PlainAdjoint implements Running<float[]> {

        private float[] value;

        PlainAdjoint(float[] value) {
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
