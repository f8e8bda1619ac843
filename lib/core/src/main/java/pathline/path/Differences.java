package pathline.path;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.List;
import java.util.function.Function;
import pathline.array.HostMemory;
import pathline.check.Require;

/** Compares the derivatives that a schedule or bridge states with differences of its values. */
final class Differences {

    private static final int TIMES = 33;
    private static final double STEP = 1e-4;
    private static final double TOLERANCE = 1e-3;

    private Differences() {}

    /** A coefficient by name, its values and its stated derivatives. */
    private record Stated(String name, NDArray value, NDArray slope) {}

    static void checkSchedule(Schedule schedule) {
        compareAll(t -> {
            var s = Require.nonNull(schedule.at(t), "schedule.at(t)");
            return List.of(new Stated("alpha", s.alpha(), s.dAlpha()), new Stated("sigma", s.sigma(), s.dSigma()));
        });
    }

    static void checkBridge(Bridge bridge) {
        compareAll(t -> {
            var g = Require.nonNull(bridge.at(t), "bridge.at(t)");
            return List.of(new Stated("gamma", g.gamma(), g.dGamma()));
        });
    }

    /** Times t - 2h, t - h, t, t + h, t + 2h, one block after the other: differences of fourth order. */
    private static void compareAll(Function<NDArray, List<Stated>> coefficients) {
        var times = new double[5 * TIMES];
        for (int j = 0; j < 5; j++) {
            for (int i = 0; i < TIMES; i++) {
                times[j * TIMES + i] = 0.01 + 0.98 * i / (TIMES - 1) + (j - 2) * STEP;
            }
        }
        try (NDManager manager = NDManager.newBaseManager()) {
            var t = HostMemory.array(manager, DataType.FLOAT64, times, times.length, 1);
            for (Stated stated : coefficients.apply(t)) {
                PathChecks.alike(stated.name, stated.value, "t", t);
                PathChecks.alike("The derivative of " + stated.name, stated.slope, "t", t);
                compare(stated.name, stated.value.toDoubleArray(), stated.slope.toDoubleArray(), times);
            }
        }
    }

    private static void compare(String name, double[] value, double[] slope, double[] times) {
        for (int i = 0; i < TIMES; i++) {
            double near = value[3 * TIMES + i] - value[TIMES + i];
            double far = value[4 * TIMES + i] - value[i];
            double difference = (8 * near - far) / (12 * STEP);
            double stated = slope[2 * TIMES + i];
            if (!(Math.abs(stated - difference) <= TOLERANCE * Math.max(1, Math.abs(difference)))) {
                throw new IllegalArgumentException("The derivative of " + name + " at t = " + times[2 * TIMES + i]
                        + " is stated as " + stated + ", but differences of " + name + " give " + difference
                        + "; correct one of the two formulas");
            }
        }
    }
}
