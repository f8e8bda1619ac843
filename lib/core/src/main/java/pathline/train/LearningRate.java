package pathline.train;

import pathline.check.Fingerprint;
import pathline.check.Identified;
import pathline.check.Require;

/**
 * How long the steps of an optimiser are, step by step.
 *
 * <pre>
 * LearningRate.cosine(1e-3, 1e-5, 20_000).warmUp(500)
 * LearningRate.constant(1e-3).then(10_000, LearningRate.constant(1e-4))
 * </pre>
 */
@FunctionalInterface
public interface LearningRate {

    /**
     * The rate of a step.
     *
     * @param step how many steps were made before it: 0 for the first
     */
    double at(long step);

    /** The same rate always. */
    static LearningRate constant(double rate) {
        return new Constant(rate);
    }

    /** Half a period of a cosine, from one rate to another in this many steps; afterwards it stays at the other. */
    static LearningRate cosine(double from, double to, long steps) {
        return new Cosine(from, to, steps);
    }

    /**
     * This rate under a name, which stands for it in a checkpoint: a lambda has none of its own. One that computes otherwise
     * deserves another name.
     */
    default LearningRate named(String name) {
        return new Named(name, this);
    }

    /** This rate, times a factor that rises linearly to 1 over the first steps: 1/steps, 2/steps, ..., 1. */
    default LearningRate warmUp(long steps) {
        return new WarmUp(this, steps);
    }

    /** This rate for a number of steps, then another one, whose own count of steps begins there. */
    default LearningRate then(long after, LearningRate next) {
        return new Then(this, after, next);
    }

    record Constant(double rate) implements LearningRate {
        public Constant {
            check(rate, "rate");
        }

        @Override
        public double at(long step) {
            return rate;
        }

        @Override
        public String toString() {
            return "rate " + rate;
        }
    }

    record Cosine(double from, double to, long steps) implements LearningRate {
        public Cosine {
            check(from, "from");
            check(to, "to");
            checkSteps(steps, "steps");
        }

        @Override
        public double at(long step) {
            double done = Math.min(1, (double) step / steps);
            return to + (from - to) * (1 + Math.cos(Math.PI * done)) / 2;
        }

        @Override
        public String toString() {
            return "rate by a cosine from " + from + " to " + to + " in " + steps + " steps";
        }
    }

    record WarmUp(LearningRate rate, long steps) implements LearningRate {
        public WarmUp {
            Require.nonNull(rate, "rate");
            checkSteps(steps, "steps");
        }

        @Override
        public double at(long step) {
            return rate.at(step) * Math.min(1, (step + 1.0) / steps);
        }

        @Override
        public String toString() {
            return Settings.name(rate) + " after a warm-up of " + steps + " steps";
        }
    }

    record Then(LearningRate first, long after, LearningRate next) implements LearningRate {
        public Then {
            Require.nonNull(first, "first");
            Require.nonNull(next, "next");
            checkSteps(after, "after");
        }

        @Override
        public double at(long step) {
            return step < after ? first.at(step) : next.at(step - after);
        }

        @Override
        public String toString() {
            return Settings.name(first) + " for " + after + " steps, then " + Settings.name(next);
        }
    }

    /**
     * A rate with a name.
     *
     * @see #named(String)
     */
    record Named(String name, LearningRate rate) implements LearningRate, Identified {
        public Named {
            Require.nonNull(name, "name");
            Require.that(!name.isBlank(), "name is blank; expected what the rate is to be known by");
            Require.nonNull(rate, "rate");
        }

        @Override
        public double at(long step) {
            return rate.at(step);
        }

        @Override
        public Object identity() {
            return new Fingerprint.Known(name, rate);
        }

        @Override
        public String toString() {
            return "rate \"" + name + "\"";
        }
    }

    private static void check(double rate, String name) {
        if (!(rate >= 0) || Double.isInfinite(rate)) {
            throw new IllegalArgumentException(
                    name + " is a learning rate of " + rate + "; expected a finite number, 0 or more");
        }
    }

    private static void checkSteps(long steps, String name) {
        if (steps < 1) {
            throw new IllegalArgumentException(name + " is " + steps + "; a schedule needs at least 1 step");
        }
    }
}
