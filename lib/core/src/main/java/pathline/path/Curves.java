package pathline.path;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import pathline.array.Points;

/** A schedule made of two curves, which it evaluates in double precision whatever the type of t. */
record Curves(String name, Curve alpha, Curve sigma) implements Schedule {

    @Override
    public AlphaSigma at(NDArray t) {
        double[] times = PathChecks.unit(PathChecks.numbers("t", t));
        Shape shape = t.getShape();
        var a = Evaluated.of(alpha, times);
        var s = Evaluated.of(sigma, times);
        return new AlphaSigma(
                Points.like(t, a.values, shape),
                Points.like(t, s.values, shape),
                Points.like(t, a.slopes, shape),
                Points.like(t, s.slopes, shape));
    }

    @Override
    public String toString() {
        return "Schedule[" + name + "]";
    }

    /** A curve at many times. */
    record Evaluated(double[] values, double[] slopes) {

        static Evaluated of(Curve curve, double[] times) {
            var values = new double[times.length];
            var slopes = new double[times.length];
            for (int i = 0; i < times.length; i++) {
                var point = curve.at(times[i]);
                values[i] = point.value();
                slopes[i] = point.slope();
                if (Double.isNaN(values[i] + slopes[i]) && !Double.isInfinite(values[i])) {
                    throw new IllegalArgumentException(
                            "t is " + times[i] + ", where a coefficient of the path is " + values[i]
                                    + " and its derivative " + slopes[i]
                                    + ": the schedule or the bridge has no value there; stay"
                                    + " away from that time, or choose other parameters");
                }
            }
            return new Evaluated(values, slopes);
        }
    }
}
