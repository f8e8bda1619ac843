package pathline.adjoint;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import pathline.array.HostMemory;
import pathline.field.Gradient;
import pathline.ode.FlatField;
import pathline.ode.FlatSum;
import pathline.ode.WeightedSum;

/**
 * States as plain arrays of floats, with the sums of the solver itself: a step made again is the same to the last bit. Nothing
 * is copied to be kept, since no array is written twice.
 */
abstract class PlainCalculus implements Calculus<float[]> {

    private final FlatField field;
    private final Store store;
    private final NDManager manager;
    private final Shape shape;
    private final int size;

    /** @param manager of the adjoint at the start, which has this shape */
    PlainCalculus(FlatField field, Store store, NDManager manager, Shape shape) {
        this.field = field;
        this.store = store;
        this.manager = manager;
        this.shape = shape;
        this.size = Math.toIntExact(shape.size());
    }

    /** The field as the solver steps it. */
    FlatField field() {
        return field;
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
    public float[] velocity(double t, float[] x) {
        var v = room();
        field.at(t, x, v);
        return v;
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
        return HostMemory.floats(cotangent);
    }

    @Override
    public NDArray settle(float[] atStart, Gradient into) {
        return array(atStart);
    }

    /** As an array of the engine. */
    NDArray array(float[] x) {
        return HostMemory.array(manager, x, shape);
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
