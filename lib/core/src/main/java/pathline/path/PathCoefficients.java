package pathline.path;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.Arrays;
import java.util.Optional;
import pathline.array.HostMemory;
import pathline.check.Require;

/** The coefficients of a path at one time, in double precision. */
record PathCoefficients(double alpha, double sigma, double gamma, double dAlpha, double dSigma, double dGamma) {

    /** At each of the given times, which lie in [0, 1]. */
    static PathCoefficients[] at(AffinePath path, double... times) {
        PathChecks.unit(times);
        double[][] s = ofSchedule(path.schedule(), times);
        double[][] g =
                path.bridge().map(bridge -> ofBridge(bridge, times)).orElseGet(() -> new double[2][times.length]);
        var all = new PathCoefficients[times.length];
        Arrays.setAll(all, i -> new PathCoefficients(s[0][i], s[1][i], g[0][i], s[2][i], s[3][i], g[1][i]));
        return all;
    }

    static PathCoefficients[] at(Schedule schedule, double... times) {
        return at(new AffinePath(schedule, Optional.empty()), times);
    }

    /** The angle of (σ, α) from the axis of σ: 0 at pure source, π/2 at pure data, whatever the scale. */
    double angle() {
        return Math.atan2(alpha, sigma);
    }

    double dAngle() {
        return (sigma * dAlpha - alpha * dSigma) / (alpha * alpha + sigma * sigma);
    }

    double radius() {
        return Math.hypot(alpha, sigma);
    }

    /** The derivative of log radius. */
    double dLogRadius() {
        return (alpha * dAlpha + sigma * dSigma) / (alpha * alpha + sigma * sigma);
    }

    /** Curves are read directly: a schedule change inverts one by some sixty evaluations at each call. */
    private static double[][] ofSchedule(Schedule schedule, double[] times) {
        if (schedule instanceof Curves curves) {
            var a = Curves.Evaluated.of(curves.alpha(), times);
            var s = Curves.Evaluated.of(curves.sigma(), times);
            return new double[][] {a.values(), s.values(), a.slopes(), s.slopes()};
        }
        try (NDManager manager = NDManager.newBaseManager()) {
            var s = Require.nonNull(schedule.at(column(manager, times)), "schedule.at(t)");
            return values(times.length, s.alpha(), s.sigma(), s.dAlpha(), s.dSigma());
        }
    }

    private static double[][] ofBridge(Bridge bridge, double[] times) {
        if (bridge instanceof CurveBridge curve) {
            var g = Curves.Evaluated.of(curve.gamma(), times);
            return new double[][] {g.values(), g.slopes()};
        }
        try (NDManager manager = NDManager.newBaseManager()) {
            var g = Require.nonNull(bridge.at(column(manager, times)), "bridge.at(t)");
            return values(times.length, g.gamma(), g.dGamma());
        }
    }

    private static double[][] values(int count, NDArray... arrays) {
        var values = new double[arrays.length][];
        for (int i = 0; i < arrays.length; i++) {
            values[i] = PathChecks.numbers("A coefficient", arrays[i]);
            if (values[i].length != count) {
                throw new IllegalArgumentException(
                        "A schedule must return arrays of t's shape, (" + count + ", 1), got " + arrays[i].getShape());
            }
        }
        return values;
    }

    private static NDArray column(NDManager manager, double[] times) {
        return HostMemory.array(manager, DataType.FLOAT64, times, times.length, 1);
    }
}
