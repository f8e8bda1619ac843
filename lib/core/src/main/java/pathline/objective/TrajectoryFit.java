package pathline.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.Arrays;
import java.util.stream.DoubleStream;
import pathline.adjoint.Backpropagation;
import pathline.array.HostMemory;
import pathline.check.Require;
import pathline.check.RequireArray;
import pathline.field.Velocity;
import pathline.ode.OdeSolver;
import pathline.random.Rng;

/**
 * The neural ODE: solutions of dx/dt = v(t, x) shall pass through observed states.
 *
 * <pre>
 *   L = mean over k, i of misfit(x_i(t_k) - y_ki),   x_i(t_0) = y_0i,   k = 1, ..., T - 1
 * </pre>
 *
 * <pre>
 * var fit = TrajectoryFit.of(times, observations, OdeSolver.adaptive(Tableaus.DOPRI5, 1e-4, 1e-6))
 *         .windows(10, 20)
 *         .misfit(Misfit.ABSOLUTE);
 * </pre>
 *
 * <p>Without windows every step solves all trajectories from end to end. Windows cut them: a step then solves some short
 * pieces, each from an observed state drawn at random and at its own times. A field cannot go far astray on a short piece, so
 * that training begins well (R. Chen et al., <i>Neural ordinary differential equations</i>, NeurIPS 2018, train their
 * spiral so).
 */
public final class TrajectoryFit implements Objective<Velocity> {

    private final double[] times;
    private final double[] states; // time after time, trajectory after trajectory
    private final int trajectories;
    private final int dim;
    private final int length;
    private final int count; // pieces in a batch; 0 for all trajectories, whole
    private final Fitting fitting;

    /** How a batch is solved and compared. */
    private record Fitting(OdeSolver solver, Backpropagation backpropagation, Misfit misfit) {}

    private TrajectoryFit(double[] times, double[] states, int trajectories, int length, int count, Fitting fitting) {
        this.times = times;
        this.states = states;
        this.trajectories = trajectories;
        this.dim = states.length / (times.length * trajectories);
        this.length = length;
        this.count = count;
        this.fitting = fitting;
    }

    /**
     * All trajectories whole, the squared misfit, and the gradient through the steps.
     *
     * @param times of the observations, ascending or descending
     * @param observations states y, shape (T, n, d): n trajectories at T times; copied
     * @param solver how the field is solved
     */
    public static TrajectoryFit of(double[] times, NDArray observations, OdeSolver solver) {
        Require.finite(times, "times");
        Require.nonNull(solver, "solver");
        var shape = RequireArray.real(observations, "observations").getShape();
        if (shape.dimension() != 3 || shape.get(0) != times.length || shape.size() == 0) {
            throw new IllegalArgumentException("observations must have shape (" + times.length
                    + ", n, d), n trajectories at each of the times, got " + shape);
        }
        checkTimes(times);
        var states = observations.toType(DataType.FLOAT64, true);
        var numbers = states.toDoubleArray();
        states.close();
        int rows = Math.toIntExact(shape.get(1));
        int dim = Math.toIntExact(shape.get(2));
        for (int i = 0; i < numbers.length; i++) {
            if (!Double.isFinite(numbers[i])) {
                throw new IllegalArgumentException("observations is " + numbers[i] + " at time " + i / (rows * dim)
                        + ", trajectory " + i / dim % rows + ", coordinate " + i % dim + " (counted from 0);"
                        + " observations must be finite, leave out times where some are missing");
            }
        }
        var fitting = new Fitting(solver, Backpropagation.throughSteps(), Misfit.SQUARED);
        return new TrajectoryFit(times.clone(), numbers, Math.toIntExact(shape.get(1)), times.length, 0, fitting);
    }

    private static void checkTimes(double... times) {
        if (times.length < 2) {
            throw new IllegalArgumentException("A trajectory needs 2 times or more, got " + times.length);
        }
        for (int k = 1; k < times.length; k++) {
            if (!((times[k] - times[k - 1]) * (times[1] - times[0]) > 0)) {
                throw new IllegalArgumentException("times must be finite and ascend, or descend, strictly; got "
                        + times[k] + " after " + times[k - 1]);
            }
        }
    }

    /**
     * The same, with batches of short pieces: of {@code points} consecutive times each, starting anywhere.
     *
     * <p>Every piece keeps its times, so a field that depends on t is fitted rightly. The pieces of a batch are solved
     * together, for which the times must be equally spaced.
     *
     * @param points observations in a piece, the first included, at least 2
     * @param pieces how many in a batch
     */
    public TrajectoryFit windows(int points, int pieces) {
        Require.that(
                (long) points * pieces * dim <= Integer.MAX_VALUE / 16,
                "points times pieces is " + (long) points * pieces + " observations of " + dim
                        + " numbers; expected at most " + Integer.MAX_VALUE / 16 + " numbers in a batch");
        if (points < 2 || points > times.length || pieces < 1) {
            throw new IllegalArgumentException("Windows need 2 to " + times.length + " points and 1 piece or more, got "
                    + points + " points and " + pieces + " pieces");
        }
        double spacing = (times[times.length - 1] - times[0]) / (times.length - 1);
        for (int k = 1; k < times.length && points < times.length; k++) {
            if (Math.abs(times[k] - times[k - 1] - spacing) > 1e-6 * Math.abs(spacing)) {
                throw new IllegalArgumentException("Windows need equally spaced times, got a distance of "
                        + (times[k] - times[k - 1]) + " after " + times[k - 1] + " where the mean is " + spacing
                        + "; fit whole trajectories, windows(" + times.length + ", pieces)");
            }
        }
        return new TrajectoryFit(times, states, trajectories, points, pieces, fitting);
    }

    /** The same with another count of the residuals. */
    public TrajectoryFit misfit(Misfit other) {
        Require.nonNull(other, "other");
        return with(new Fitting(fitting.solver, fitting.backpropagation, other));
    }

    /** The same with another way of the gradient through the solve. */
    public TrajectoryFit backpropagation(Backpropagation other) {
        Require.nonNull(other, "other");
        return with(new Fitting(fitting.solver, other, fitting.misfit));
    }

    private TrajectoryFit with(Fitting other) {
        return new TrajectoryFit(times, states, trajectories, length, count, other);
    }

    @Override
    public Batch<Velocity> draw(NDManager manager, DataType type, Rng rng) {
        Door.check(manager, type, rng);
        int pieces = count == 0 ? trajectories : count;
        var starts = new int[pieces];
        var which = new int[pieces];
        for (int i = 0; i < pieces; i++) {
            starts[i] = count == 0 ? 0 : rng.below(times.length - length + 1);
            which[i] = count == 0 ? i : rng.below(trajectories);
        }
        var values = new double[length * pieces * dim];
        for (int k = 0; k < length; k++) {
            for (int i = 0; i < pieces; i++) {
                int from = ((starts[i] + k) * trajectories + which[i]) * dim;
                System.arraycopy(states, from, values, (k * pieces + i) * dim, dim);
            }
        }
        var observed = HostMemory.array(manager, type, values, length, pieces, dim);
        var clock = DoubleStream.of(Arrays.copyOf(times, length));
        if (length == times.length) {
            return new Pieces(fitting.solver, fitting.backpropagation, fitting.misfit, clock.toArray(), observed);
        }
        var delays = Arrays.stream(starts).mapToDouble(s -> times[s]).toArray();
        return new Pieces(
                        fitting.solver,
                        fitting.backpropagation,
                        fitting.misfit,
                        clock.map(t -> t - times[0]).toArray(),
                        observed)
                .delayed(HostMemory.array(manager, type, delays, pieces, 1));
    }

    @Override
    public String toString() {
        return "trajectories of " + times.length + " times"
                + (count == 0 ? "" : ", " + count + " windows of " + length) + ", " + fitting.misfit + ", "
                + fitting.solver + ", " + fitting.backpropagation;
    }
}
