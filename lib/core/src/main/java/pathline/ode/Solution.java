package pathline.ode;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import java.util.List;
import java.util.Optional;
import pathline.check.Require;
import pathline.check.RequireArray;
import tech.tablesaw.api.Table;

/**
 * States along a solve, in the order of travel, and what it took to find them.
 *
 * <p>All arrays are attached to the manager of the solve's start.
 */
public final class Solution {

    /**
     * One accepted step as it was made: the tape that a gradient runs back along.
     *
     * @param t time at its start
     * @param h its length
     * @param x state at its start
     * @param slopes slopes of its stages
     * @param <S> a state: an array of the engine, or a Java array, which is never written again and may be kept
     */
    public record Segment<S>(double t, double h, S x, List<S> slopes) {
        public Segment {
            Require.nonNull(x, "x");
            Require.nonNull(slopes, "slopes");
        }
    }

    private final List<Double> times;
    private final List<NDArray> states;
    private final Optional<? extends DenseOutput<?>> dense;
    private final List<Event.Hit> events;
    private final SolverStats stats;
    private final StepLog log;
    private final Outcome outcome;
    private final String detail;

    Solution(
            List<Double> times,
            List<NDArray> states,
            Optional<? extends DenseOutput<?>> dense,
            List<Event.Hit> events,
            SolverStats stats,
            StepLog log,
            Outcome outcome,
            String detail) {
        this.times = times;
        this.states = states;
        this.dense = dense;
        this.events = events;
        this.stats = stats;
        this.log = log;
        this.outcome = outcome;
        this.detail = detail;
    }

    /** The times of the kept states. */
    public double[] times() {
        return times.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /** The kept states, each of the shape of the start: n events. */
    public List<NDArray> states() {
        return states;
    }

    /** The last kept state: after {@link SaveAt#end} the state at t1. */
    public NDArray end() {
        if (states.isEmpty()) {
            throw nothingKept();
        }
        return states.get(states.size() - 1);
    }

    /** All kept states in one array, of shape (times, n, d) for states (n, d), for figures and tables. */
    public NDArray trajectory() {
        if (states.isEmpty()) {
            throw nothingKept();
        }
        states.forEach(Solution::open);
        return NDArrays.stack(new NDList(states));
    }

    private static void open(NDArray state) {
        RequireArray.open(state, "a state of this solution");
    }

    private IllegalStateException nothingKept() {
        var event = outcome == Outcome.STOPPED_BY_EVENT
                ? "the event '" + events.get(events.size() - 1).name() + "' stopped it. "
                : outcome.advice() + " ";
        return new IllegalStateException("This solve ended before the first time to save, so that there is no state: "
                + event + detail + " Ask for an earlier time, or solve with SaveAt.end()");
    }

    /**
     * One coordinate of one event at every kept time: what a curve over {@link #times} shows.
     *
     * @param point which of the n events, counted from 0
     * @param axis the coordinate: a column of states (n, d), a number of the event in row-major order otherwise; counted from 0
     */
    public double[] coordinate(int point, int axis) {
        states.forEach(Solution::open);
        return states.stream()
                .mapToDouble(x -> {
                    var shape = x.getShape();
                    Require.index(point, Math.toIntExact(shape.get(0)), "point");
                    Require.index(axis, Form.width(shape), "axis");
                    try (var rows = x.reshape(shape.get(0), Form.width(shape))) {
                        return rows.getDataType() == DataType.FLOAT64
                                ? rows.getDouble(point, axis)
                                : rows.getFloat(point, axis);
                    }
                })
                .toArray();
    }

    /**
     * The state at any time of the solve, by the method's dense output.
     *
     * @throws IllegalStateException unless the solve was asked for {@link SaveAt#dense}
     */
    public NDArray at(double t) {
        return kept().at(t);
    }

    /** The steps with their slopes; like {@link #at} only after {@link SaveAt#dense}. */
    public List<Segment<NDArray>> segments() {
        return kept().segments();
    }

    private DenseOutput<?> kept() {
        if (dense.isEmpty()) {
            throw new IllegalStateException(
                    "This solution kept no slopes; solve with SaveAt.dense() to look between steps");
        }
        return dense.get();
    }

    /** The located events, in the order of travel. */
    public List<Event.Hit> events() {
        return events;
    }

    /** Evaluations and steps. */
    public SolverStats stats() {
        return stats;
    }

    /** Every step tried. */
    public StepLog log() {
        return log;
    }

    /** Every step tried, as a table with columns t, h, error, accepted, largestRow. */
    public Table stepLog() {
        return log.table();
    }

    /** Why the solve ended. */
    public Outcome outcome() {
        return outcome;
    }

    /** Where and how it ended too early; empty after a success. */
    public String detail() {
        return outcome.success() ? "" : detail;
    }

    @Override
    public String toString() {
        return stats.toString() + (outcome.success() ? "" : " [" + outcome + "]");
    }
}
