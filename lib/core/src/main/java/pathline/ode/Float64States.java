package pathline.ode;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import pathline.array.HostMemory;

/** States as Java arrays of doubles, row after row: of fields written for one point. */
record Float64States(NDManager manager, Shape shape, int size) implements States<double[]> {

    Float64States(NDArray like) {
        this(like.getManager(), like.getShape(), Math.toIntExact(like.size()));
    }

    @Override
    public double[] of(NDArray array) {
        return array.toDoubleArray();
    }

    @Override
    public NDArray array(double[] x) {
        return HostMemory.array(manager, DataType.FLOAT64, x, shape.getShape());
    }

    @Override
    public NDArray copy(double[] x) {
        return array(x);
    }

    @Override
    public double[] sum(double h, double[] w, List<double[]> arrays) {
        var result = new double[size];
        for (int j = 0; j < w.length; j++) {
            if (w[j] != 0) {
                double factor = h * w[j];
                var term = arrays.get(j);
                for (int i = 0; i < size; i++) {
                    result[i] += factor * term[i];
                }
            }
        }
        return result;
    }

    @Override
    public double[] ahead(double[] x, double h, double[] w, List<double[]> slopes) {
        var result = sum(h, w, slopes);
        add(result, x);
        return result;
    }

    @Override
    public double[] minus(double[] y, double[] x) {
        return Coefficients.minus(y, x);
    }

    @Override
    public void add(double[] sum, double[] x) {
        for (int i = 0; i < size; i++) {
            sum[i] += x[i];
        }
    }

    @Override
    public double[] numbers(double[] x) {
        return x;
    }

    @Override
    public ErrorSize norm(Tolerances tolerances, double[] y, double[] a, double[] b) {
        return tolerances.norm(y, a, b);
    }

    @Override
    public long bytes() {
        return (long) size * Double.BYTES;
    }
}
