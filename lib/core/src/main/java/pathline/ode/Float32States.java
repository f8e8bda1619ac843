package pathline.ode;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import pathline.array.HostMemory;

/** States as Java arrays of floats, row after row: of fields that are computed there, and of small states of any other field. */
record Float32States(NDManager manager, Shape shape, int size) implements States<float[]> {

    Float32States(NDArray like) {
        this(like.getManager(), like.getShape(), Math.toIntExact(like.size()));
    }

    @Override
    public float[] of(NDArray array) {
        return HostMemory.floats(array);
    }

    @Override
    public NDArray array(float[] x) {
        return HostMemory.array(manager, x, shape);
    }

    @Override
    public NDArray copy(float[] x) {
        return array(x);
    }

    @Override
    public float[] sum(double h, double[] w, List<float[]> arrays) {
        return Float32Sum.of(h, w, arrays, size);
    }

    @Override
    public float[] ahead(float[] x, double h, double[] w, List<float[]> slopes) {
        return Float32Sum.ahead(x, h, w, slopes);
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
    public void add(float[] sum, float[] x) {
        Float32Sum.add(sum, 1, x);
    }

    @Override
    public double[] numbers(float[] x) {
        return HostMemory.doubles(x);
    }

    @Override
    public boolean finite(float[] x) {
        return Float32Sum.finite(x);
    }

    @Override
    public ErrorSize norm(Tolerances tolerances, float[] y, float[] a, float[] b) {
        return tolerances.norm(y, a, b);
    }

    @Override
    public long bytes() {
        return (long) size * Float.BYTES;
    }
}
