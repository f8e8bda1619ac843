package pathline.ode;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import pathline.array.HostMemory;

/** States as plain Java arrays of floats, row after row, for fields that have such a form. */
final class FlatAlgebra implements Algebra<float[]> {

    private static final Region<float[]> REGION = new Region<>() {
        @Override
        public void keep(float[] x) {}

        @Override
        public void close() {}
    };

    private final FlatField field;
    private final NDManager manager;
    private final Shape shape;
    private final int size;
    private final Tolerances tolerances;
    private final boolean watched;
    private long evaluations;

    FlatAlgebra(FlatField field, NDArray x0, StepControl control) {
        this.field = field;
        this.watched = !(field instanceof EngineField); // which hands out copies
        this.manager = x0.getManager();
        this.shape = x0.getShape();
        this.size = Math.toIntExact(shape.size());
        this.tolerances = new Tolerances(control, width());
    }

    @Override
    public float[] start(NDArray x0) {
        return HostMemory.floats(x0);
    }

    @Override
    public float[] velocity(double t, float[] x) {
        evaluations++;
        var v = new float[size];
        if (watched && Untouched.looksAt(evaluations)) {
            Untouched.during(t, field, x, v);
        } else {
            field.at(t, x, v);
        }
        return v;
    }

    @Override
    public float[] advance(float[] x, double h, double[] w, List<float[]> slopes) {
        return FlatSum.ahead(x, h, w, slopes);
    }

    @Override
    public float[] combine(double h, double[] w, List<float[]> slopes) {
        return FlatSum.of(h, w, slopes, size);
    }

    @Override
    public float[] minus(float[] y, float[] x) {
        var result = new float[size];
        for (int i = 0; i < size; i++) {
            result[i] = y[i] - x[i];
        }
        return result;
    }

    @Override
    public ErrorSize norm(float[] y, float[] a, float[] b) {
        return tolerances.norm(y, a, b);
    }

    @Override
    public double[] numbers(float[] x) {
        var values = new double[size];
        for (int i = 0; i < size; i++) {
            values[i] = x[i];
        }
        return values;
    }

    @Override
    public boolean finite(float[] x) {
        return FlatSum.finite(x);
    }

    @Override
    public int width() {
        return Math.toIntExact(shape.get(1));
    }

    @Override
    public NDArray export(float[] x) {
        return HostMemory.array(manager, x, shape);
    }

    @Override
    public NDArray copy(float[] x) {
        return export(x);
    }

    @Override
    public long evaluations() {
        return evaluations;
    }

    @Override
    public Region<float[]> region() {
        return REGION;
    }

    @Override
    public void release(float[] x) {}
}
