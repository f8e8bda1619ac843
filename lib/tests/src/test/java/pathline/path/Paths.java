package pathline.path;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the tests of this package share. */
final class Paths {

    /** Nodes and weights of the Gauss-Legendre rule with 5 points on [0, 1], used on equal panels. */
    private static final double[] NODES = {
        0.046910077030668, 0.23076534494715845, 0.5, 0.7692346550528415, 0.953089922969332
    };

    private static final double[] WEIGHTS = {
        0.11846344252809454, 0.23931433524968324, 0.28444444444444444, 0.23931433524968324, 0.11846344252809454
    };

    private Paths() {}

    @FunctionalInterface
    interface Function1 {
        double at(double x);
    }

    static double integral(double from, double to, int panels, Function1 f) {
        double width = (to - from) / panels;
        double sum = 0;
        for (int p = 0; p < panels; p++) {
            for (int i = 0; i < NODES.length; i++) {
                sum += width * WEIGHTS[i] * f.at(from + width * (p + NODES[i]));
            }
        }
        return sum;
    }

    static double normal(double x, double mean, double sd) {
        return Math.exp(-0.5 * (x - mean) * (x - mean) / (sd * sd)) / (sd * Math.sqrt(2 * Math.PI));
    }

    static NDArray column(NDManager manager, double... values) {
        return manager.create(values, new Shape(values.length, 1));
    }

    static NDArray rows(NDManager manager, double[]... rows) {
        return manager.create(rows).toType(DataType.FLOAT64, false);
    }

    /** Every schedule that is a Gaussian path: both ends within reach, σ positive inside. */
    static Map<String, Schedule> gaussian() {
        var all = new LinkedHashMap<String, Schedule>();
        all.put("linear", Schedule.linear());
        all.put("sigma_min", Schedule.linear(0.1));
        all.put("vp", Schedule.variancePreserving());
        all.put("ve", Schedule.varianceExploding(0.01, 10));
        all.put("cosine", Schedule.cosine());
        all.put("trigonometric", Schedule.trigonometric());
        all.put("quadratic", Schedule.polynomial(2));
        all.put("cubic", Schedule.polynomial(3));
        all.put(
                "user",
                Schedule.checked(t -> new Schedule.AlphaSigma(
                        t.square(), t.neg().add(1), t.mul(2), t.onesLike().neg())));
        all.put("four functions", Schedule.of(t -> t, t -> 1 - t * t, t -> 1, t -> -2 * t));
        return all;
    }

    static Map<String, Schedule> all() {
        var all = gaussian();
        all.put("encoding-decoding", Schedule.encodingDecoding());
        all.put("mirror", Schedule.mirror(Bridge.brownian(1)));
        all.put("room for noise", Schedule.trigonometric().makingRoomFor(Bridge.brownian(0.8)));
        return all;
    }

    static Map<String, Bridge> bridges() {
        var all = new LinkedHashMap<String, Bridge>();
        all.put("constant", Bridge.constant(0.1));
        all.put("brownian", Bridge.brownian(0.7));
        all.put("quadratic", Bridge.quadratic());
        all.put("sigmoid", Bridge.sigmoid(10));
        all.put("given", Bridge.of(t -> t * t * (1 - t), t -> 2 * t - 3 * t * t));
        return all;
    }
}
