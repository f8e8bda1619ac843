package pathline.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.Arrays;
import pathline.array.HostMemory;
import pathline.array.Points;
import pathline.check.Require;
import pathline.random.Rng;

/**
 * When a training step looks at its points: a law q of times in [0, 1).
 *
 * <p>Training minimises the mean over t ~ q of the loss at t. A q that is not uniform spends the steps where q is large,
 * and at the same time makes the loss there count more. A net that can do every time at its best ends at the same field under any q.
 */
@FunctionalInterface
public interface Times {

    /**
     * Draws n times.
     *
     * @return shape (n, 1)
     */
    NDArray sample(NDManager manager, DataType type, int n, Rng rng);

    /** The same in the form that batches have within the library. */
    default Points points(NDManager manager, DataType type, int n, Rng rng) {
        return Points.of(sample(manager, type, n, rng), "times' sample");
    }

    /** Independent draws from U[0, 1). */
    static Times uniform() {
        return new DrawnTimes("uniform", Rng::uniform);
    }

    /**
     * t = 1/(1 + e^-y) with y ~ N(mean, sd²): more in the middle, where the routes cross.
     *
     * <p>q(t) = N(log(t/(1 - t)); mean, sd²) / (t (1 - t)). Esser et al., <i>Scaling rectified flow transformers</i>, ICML
     * 2024, with mean 0 and sd 1.
     */
    static Times logitNormal(double mean, double sd) {
        if (!(Double.isFinite(mean) && sd > 0 && sd < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "A logit-normal needs a finite mean and a positive sd, got " + mean + " and " + sd);
        }
        return new DrawnTimes(
                "logit-normal " + mean + ", " + sd, rng -> 1 / (1 + Math.exp(-(mean + sd * rng.normal()))));
    }

    /**
     * One uniform time in each of n equal intervals, in random order: every single time is uniform, and the mean of the
     * loss over a batch scatters less, since no part of time is missed.
     */
    static Times stratified() {
        TimeDraw draw = (n, rng) -> {
            int[] interval = rng.permutation(n);
            var times = new double[n];
            for (int i = 0; i < n; i++) {
                times[i] = (interval[i] + rng.uniform()) / n;
            }
            return times;
        };
        return draw;
    }

    /** The same time at every draw: the loss at one time, to be looked at. */
    static Times at(double t) {
        if (!(t >= 0 && t <= 1)) {
            throw new IllegalArgumentException("t must lie in [0, 1], got " + t);
        }
        return (manager, type, n, rng) -> {
            Door.check(manager, type, rng);
            Require.atLeast(n, 1, "n");
            var times = new double[n];
            Arrays.fill(times, t);
            return HostMemory.array(manager, type, times, n, 1);
        };
    }
}
