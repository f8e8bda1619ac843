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
    private final double[] rtol;
    private final double[] atol;
    private long evaluations;

    PlainAlgebra(PointwiseField field, NDArray x0, StepControl control) {
        this.field = field;
        this.manager = x0.getManager();
        this.shape = x0.getShape();
        this.d = Math.toIntExact(shape.get(1));
        this.rtol = control instanceof StepControl.Adaptive a ? a.rtol() : new double[] {0};
        this.atol = control instanceof StepControl.Adaptive a ? a.atol() : new double[] {1};
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
    public double norm(double[] y, double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < y.length; i++) {
            double size = Math.max(Math.abs(a[i]), Math.abs(b[i]));
            double scaled = y[i] / (entry(atol, i) + entry(rtol, i) * size);
            sum += scaled * scaled;
        }
        return Math.sqrt(sum / y.length);
    }

    private double entry(double[] tolerance, int i) {
        return tolerance.length == 1 ? tolerance[0] : tolerance[i % d];
    }

    @Override
    public boolean finite(double[] x) {
        double sum = 0;
        for (double value : x) {
            sum += value * 0; // 0 while finite, NaN after the first infinity or NaN
        }
        return sum == 0;
    }

    @Override
    public String firstNotFinite(double[] x) {
        int i = 0;
        while (i < x.length - 1 && Double.isFinite(x[i])) {
            i++;
        }
        return "row " + i / d + ", column " + i % d;
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
