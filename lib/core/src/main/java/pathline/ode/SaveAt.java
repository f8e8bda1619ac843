package pathline.ode;

import java.util.Arrays;
import pathline.check.Require;

/**
 * Which states of a solve are kept.
 *
 * <p>The choice changes no step. States between the steps come from the method's dense output, which costs no
 * evaluations, but for two: the slope at the very end where the interpolant uses it (one evaluation a solve, and none
 * for methods whose last stage is the next first), and the three extra stages of the method of order 8 for each step
 * that is looked into.
 */
public sealed interface SaveAt {

    /** Only the state at the end. */
    static SaveAt end() {
        return new End();
    }

    /** The first state and the state after every accepted step. */
    static SaveAt steps() {
        return new Steps();
    }

    /** The states at these times, in the order of travel, by the method's dense output. */
    static SaveAt times(double... times) {
        return new Times(times);
    }

    /** The states at {@code count} equally spaced times from t0 to t1, both included. */
    static SaveAt grid(double t0, double t1, int count) {
        if (count < 2) {
            throw new IllegalArgumentException("A grid needs both its ends: count must be at least 2, got " + count);
        }
        Require.finite(t0, "t0");
        Require.finite(t1, "t1");
        Require.finite(t1 - t0, "t1 - t0");
        Require.that(count <= Times.MOST, "count is " + count + "; expected at most " + Times.MOST + " times");
        var times = new double[count];
        for (int i = 0; i < count; i++) {
            times[i] = i == count - 1 ? t1 : t0 + (t1 - t0) * i / (count - 1);
        }
        return new Times(times);
    }

    /** Every step with its slopes, so that {@link Solution#at} answers anywhere in between. */
    static SaveAt dense() {
        return new Dense();
    }

    record End() implements SaveAt {}

    record Steps() implements SaveAt {}

    record Times(double[] times) implements SaveAt {

        /** More states than any memory holds. */
        private static final int MOST = 10_000_000;

        public Times {
            times = Require.nonNull(times, "times").clone();
            if (times.length == 0 || !Arrays.stream(times).allMatch(Double::isFinite)) {
                throw new IllegalArgumentException(
                        "SaveAt.times needs at least one time, all finite, got " + Arrays.toString(times));
            }
        }

        @Override
        public double[] times() {
            return times.clone();
        }

        /** Refuses times outside a solve from t0 to t1, or against its direction. */
        public void check(double t0, double t1) {
            double previous = t0;
            for (double time : times) {
                boolean inside = t1 >= t0 ? previous <= time && time <= t1 : previous >= time && time >= t1;
                if (!inside) {
                    throw new IllegalArgumentException("Times to save must run from t0 = " + t0 + " to t1 = " + t1
                            + " without turning back, got " + time + " after " + previous);
                }
                previous = time;
            }
        }
    }

    record Dense() implements SaveAt {}
}
