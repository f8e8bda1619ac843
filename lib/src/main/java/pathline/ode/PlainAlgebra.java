package pathline.ode;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;

/** States as plain Java arrays of doubles, row after row, for fields written for one point. */
final class PlainAlgebra implements Algebra<double[]> {

    private static final Region<double[]> REGION = new Region<>() {
        @Override
        public void keep(double[] x) {}

        @Override
        public void close() {}
    };

    private final PointwiseField field;
    private final NDManager manager;
    private final Shape shape;
    private final int d;
    private final Tolerances tolerances;
    private long evaluations;

    PlainAlgebra(PointwiseField field, NDArray x0, StepControl control) {
        this.field = field;
        this.manager = x0.getManager();
        this.shape = x0.getShape();
        this.d = Math.toIntExact(shape.get(1));
        this.tolerances = new Tolerances(control, d);
    }

    @Override
    public double[] start(NDArray x0) {
        return x0.toDoubleArray();
    }

    @Override
    public double[] velocity(double t, double[] x) {
        evaluations++;
        return field.at(t, x, d);
    }

    @Override
    public double[] advance(double[] x, double h, double[] w, List<double[]> slopes) {
        var result = combine(h, w, slopes);
        for (int i = 0; i < result.length; i++) {
            result[i] += x[i];
        }
        return result;
    }

    @Override
    public double[] combine(double h, double[] w, List<double[]> slopes) {
        var result = new double[Math.toIntExact(shape.size())];
        for (int j = 0; j < w.length; j++) {
            if (w[j] != 0) {
                double factor = h * w[j];
                var slope = slopes.get(j);
                for (int i = 0; i < result.length; i++) {
                    result[i] += factor * slope[i];
                }
            }
        }
        return result;
    }

    @Override
    public double[] minus(double[] y, double[] x) {
        return Coefficients.minus(y, x);
    }

    @Override
    public ErrorSize norm(double[] y, double[] a, double[] b) {
        return tolerances.norm(y, a, b);
    }

    @Override
    public double[] numbers(double[] x) {
        return x;
    }

    @Override
    public int width() {
        return d;
    }

    @Override
    public NDArray export(double[] x) {
        return manager.create(x, shape);
    }

    @Override
    public NDArray copy(double[] x) {
        return export(x);
    }

    @Override
    public long evaluations() {
        return evaluations;
    }

    @Override
    public Region<double[]> region() {
        return REGION;
    }

    @Override
    public void release(double[] x) {}
}
