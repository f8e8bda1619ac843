package pathline.ode;

import java.util.Arrays;
import pathline.check.Require;

/** How long a step is: told, or found from the method's own error estimate. */
public sealed interface StepControl {

    /**
     * How the errors of the n rows of a state become the one number that a step is judged by.
     *
     * <p>All points share their steps. Under {@link #RMS} a step is as short as they need on average: of a batch's samples
     * that is what counts, but the answer for one point then depends on its company, since a hard point among many easy ones
     * is solved coarsely. Under {@link #MAX_OF_ROWS} it is as short as the hardest point needs, so that each point's own error
     * stays below the tolerance, at the cost of more steps. For a single point both are the same. The step log shows the
     * largest row's error under either.
     */
    enum Norm {

        /**
         * {@link #MAX_OF_ROWS} where the answer is one of each row by itself, as a log-density is
         * ({@link pathline.likelihood.ChangeOfVariables}); {@link #RMS} elsewhere: sampling, trajectories, training.
         */
        AUTOMATIC,

        /** The root mean square over all points and coordinates. */
        RMS,

        /** The largest of all points' root mean squares over their coordinates. */
        MAX_OF_ROWS
    }

    /** The given number of equal steps. */
    record Fixed(int steps) implements StepControl {

        private static final int MOST = 10_000_000;

        public Fixed {
            if (steps < 1) {
                throw new IllegalArgumentException("steps must be at least 1, got " + steps);
            }
            Require.that(
                    steps <= MOST,
                    "steps is " + steps + "; expected at most " + MOST
                            + ", of which a log is kept: solve one stretch of time after the other");
        }

        @Override
        public String toString() {
            return steps + " equal steps";
        }
    }

    /** Steps between given times, of any lengths, in the order of travel. */
    record Grid(double[] times) implements StepControl {
        public Grid {
            times = Require.nonNull(times, "times").clone();
            if (times.length < 2 || !Arrays.stream(times).allMatch(Double::isFinite)) {
                throw new IllegalArgumentException(
                        "A grid of steps needs at least two times, all finite, got " + Arrays.toString(times));
            }
            for (int i = 2; i < times.length; i++) {
                if ((times[i] - times[i - 1]) * (times[1] - times[0]) <= 0) {
                    throw new IllegalArgumentException(
                            "The times of a grid must all go the same way, got " + times[i] + " after " + times[i - 1]);
                }
            }
        }

        @Override
        public double[] times() {
            return times.clone();
        }

        @Override
        public String toString() {
            return times.length - 1 + " given steps";
        }
    }

    /**
     * Steps chosen so that each step's estimated error stays below atol + rtol |x|.
     *
     * <p>With the scaled error e_n = RMS(error / (atol + rtol max(|x_n|, |x_{n+1}|))) over all points and coordinates, or
     * over those of the worst point (see {@link Norm}), a step is accepted if e_n is at most 1, and the next is
     *
     * <pre>
     * h_{n+1} = safety h_n (1/e_n)^((p+i+d)/k) (1/e_{n-1})^(-(p+2d)/k) (1/e_{n-2})^(d/k)
     * </pre>
     *
     * where k is one more than the order of the error estimate. (p, i, d) = (0, 1, 0) is the elementary controller;
     * (0.4, 0.3, 0) is a PI controller that oscillates less where stability limits the step. Söderlind, <i>Numerical
     * Algorithms</i> 31 (2002); Hairer, Norsett and Wanner, <i>Solving ODEs I</i>, section II.4.
     *
     * @param rtol relative tolerances, one for all coordinates or one for each number of an event in row-major order
     * @param atol absolute tolerances, likewise
     * @param p proportional gain
     * @param i integral gain
     * @param d derivative gain
     * @param safety factor below 1 that keeps most steps from being rejected
     * @param shrink the least factor between two steps
     * @param grow the greatest factor between two steps
     * @param firstStep length of the first step; 0 lets Hairer's rule find it
     * @param maxStep no step is longer
     * @param maxSteps limit on accepted and rejected steps together
     * @param maxEvaluations limit on evaluations of the field, looked at before each step
     * @param norm what the error of many points is
     */
    record Adaptive(
            double[] rtol,
            double[] atol,
            double p,
            double i,
            double d,
            double safety,
            double shrink,
            double grow,
            double firstStep,
            double maxStep,
            int maxSteps,
            long maxEvaluations,
            Norm norm)
            implements StepControl {

        public Adaptive {
            rtol = Require.nonNull(rtol, "rtol").clone();
            atol = Require.nonNull(atol, "atol").clone();
            Require.nonNull(norm, "norm");
            requireTolerances(rtol, atol);
            require(i > 0, "the integral gain must be positive, got " + i);
            require(Double.isFinite(p + i + d), "gains must be finite, got " + p + ", " + i + ", " + d);
            require(safety > 0 && safety < 1, "safety must lie between 0 and 1, got " + safety);
            require(
                    shrink > 0 && shrink < 1 && grow > 1,
                    "shrink must lie in (0, 1) and grow above 1, got " + shrink + ", " + grow);
            require(
                    firstStep >= 0 && firstStep < Double.POSITIVE_INFINITY,
                    "firstStep must be finite and positive (or 0 for Hairer's rule), got " + firstStep);
            require(maxStep > 0, "maxStep must be positive, got " + maxStep);
            require(
                    maxSteps > 0 && maxEvaluations > 0,
                    "limits must be positive, got " + maxSteps + ", " + maxEvaluations);
        }

        /** The same control with the automatic norm. */
        public Adaptive(
                double[] rtol,
                double[] atol,
                double p,
                double i,
                double d,
                double safety,
                double shrink,
                double grow,
                double firstStep,
                double maxStep,
                int maxSteps,
                long maxEvaluations) {
            this(
                    rtol,
                    atol,
                    p,
                    i,
                    d,
                    safety,
                    shrink,
                    grow,
                    firstStep,
                    maxStep,
                    maxSteps,
                    maxEvaluations,
                    Norm.AUTOMATIC);
        }

        /** An elementary (I) controller with these tolerances; a row of length 1 serves all coordinates. */
        public static Adaptive of(double[] rtol, double[] atol) {
            return new Adaptive(
                    rtol, atol, 0, 1, 0, 0.9, 0.2, 10, 0, Double.POSITIVE_INFINITY, 100_000, Long.MAX_VALUE);
        }

        /** The same tolerances under a PI controller with usual gains (0.4, 0.3). */
        public Adaptive pi() {
            return pid(0.4, 0.3, 0);
        }

        /** The same tolerances under a controller with these gains. */
        public Adaptive pid(double proportional, double integral, double derivative) {
            return new Adaptive(
                    rtol,
                    atol,
                    proportional,
                    integral,
                    derivative,
                    safety,
                    shrink,
                    grow,
                    firstStep,
                    maxStep,
                    maxSteps,
                    maxEvaluations,
                    norm);
        }

        /** The same control with other tolerances. */
        public Adaptive tolerances(double[] relative, double[] absolute) {
            return new Adaptive(
                    relative,
                    absolute,
                    p,
                    i,
                    d,
                    safety,
                    shrink,
                    grow,
                    firstStep,
                    maxStep,
                    maxSteps,
                    maxEvaluations,
                    norm);
        }

        /** Starts with a step of this length. */
        public Adaptive firstStep(double length) {
            return new Adaptive(
                    rtol, atol, p, i, d, safety, shrink, grow, length, maxStep, maxSteps, maxEvaluations, norm);
        }

        /** Takes no longer step. */
        public Adaptive maxStep(double length) {
            return new Adaptive(
                    rtol, atol, p, i, d, safety, shrink, grow, firstStep, length, maxSteps, maxEvaluations, norm);
        }

        /** Gives up after this many steps, rejected ones included. */
        public Adaptive maxSteps(int count) {
            return new Adaptive(
                    rtol, atol, p, i, d, safety, shrink, grow, firstStep, maxStep, count, maxEvaluations, norm);
        }

        /** Gives up after this many evaluations. */
        public Adaptive maxEvaluations(long count) {
            return new Adaptive(rtol, atol, p, i, d, safety, shrink, grow, firstStep, maxStep, maxSteps, count, norm);
        }

        /** Judges steps by this norm. */
        public Adaptive norm(Norm other) {
            return new Adaptive(
                    rtol, atol, p, i, d, safety, shrink, grow, firstStep, maxStep, maxSteps, maxEvaluations, other);
        }

        @Override
        public double[] rtol() {
            return rtol.clone();
        }

        @Override
        public double[] atol() {
            return atol.clone();
        }

        @Override
        public String toString() {
            return "adaptive, rtol " + Arrays.toString(rtol) + ", atol " + Arrays.toString(atol);
        }

        private static void requireTolerances(double[] rtol, double[] atol) {
            require(rtol.length > 0 && atol.length > 0, "tolerances must not be empty");
            require(
                    Arrays.stream(rtol).allMatch(r -> r >= 0 && r < 1),
                    "rtol must lie in [0, 1), got " + Arrays.toString(rtol));
            require(
                    Arrays.stream(atol).allMatch(a -> a >= 0 && Double.isFinite(a)),
                    "atol must not be negative, got " + Arrays.toString(atol));
            boolean everywhere = true;
            for (int c = 0; c < Math.max(rtol.length, atol.length); c++) {
                everywhere &= rtol[Math.min(c, rtol.length - 1)] > 0 || atol[Math.min(c, atol.length - 1)] > 0;
            }
            require(everywhere, "rtol and atol must not both be 0");
        }

        private static void require(boolean condition, String message) {
            if (!condition) {
                throw new IllegalArgumentException(message);
            }
        }
    }
}
