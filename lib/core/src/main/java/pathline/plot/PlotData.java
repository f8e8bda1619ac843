package pathline.plot;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import pathline.array.HostMemory;
import pathline.check.Require;
import pathline.ode.Solution;

/** Converts arrays, solutions and functions to polylines of doubles, and refuses what cannot be drawn. */
final class PlotData {

    /** More points than this in one series take half a minute to draw, and none could be told from another. */
    static final int MOST = 400_000;

    private static final long MOST_NUMBERS = 100_000_000;

    private static final Set<DataType> NUMERIC = EnumSet.of(
            DataType.FLOAT64,
            DataType.FLOAT32,
            DataType.FLOAT16,
            DataType.INT8,
            DataType.INT16,
            DataType.INT32,
            DataType.INT64,
            DataType.UINT8,
            DataType.BOOLEAN);

    private PlotData() {}

    /** The shape of an array of numbers that is there. */
    static Shape shape(String name, NDArray array) {
        Require.nonNull(array, name);
        if (array.isReleased()) {
            throw new IllegalArgumentException(name + " was closed, or its manager was; draw it before that");
        }
        if (!NUMERIC.contains(array.getDataType())) {
            throw new IllegalArgumentException(name + " is of type " + array.getDataType()
                    + "; expected numbers: float64, float32, float16, integers or booleans");
        }
        if (array.size() > MOST_NUMBERS) {
            throw new IllegalArgumentException(name + " has shape " + array.getShape() + ", " + array.size()
                    + " numbers; a figure takes at most " + MOST_NUMBERS + "; draw a part of it");
        }
        return array.getShape();
    }

    /** The numbers of an array of any numeric type, row after row. */
    static double[] flat(String name, NDArray array) {
        shape(name, array);
        if (array.getDataType() == DataType.FLOAT64 || array.getDataType() == DataType.FLOAT32) {
            return HostMemory.doubles(array);
        }
        try (var wide = array.toType(DataType.FLOAT64, true)) {
            return wide.toDoubleArray();
        }
    }

    /** Columns x and y of points of shape (n, 2). */
    static Polyline plane(String name, NDArray points) {
        var shape = shape(quoted(name), points);
        if (shape.dimension() != 2 || shape.get(1) != 2) {
            throw new IllegalArgumentException("\"" + name + "\" must have shape (n, 2), got " + shape
                    + "; choose two columns, for example with x.get(\":, :2\")");
        }
        return split(name, flat(name, points));
    }

    private static String quoted(String name) {
        return "the array of \"" + name + "\"";
    }

    /** One trajectory of shape (T, 2), or (T, 1, 2) as a solve of one point returns it. */
    static Polyline trajectory(String name, NDArray states) {
        var shape = shape(quoted(name), states);
        boolean one = shape.dimension() == 3 && shape.get(1) == 1 && shape.get(2) == 2;
        return one ? split(name, flat(name, states)) : plane(name, states);
    }

    /** The first two coordinates of a solve's first point. */
    static Polyline of(String name, Solution solution) {
        Require.nonNull(solution, "solution");
        if (solution.states().isEmpty()) {
            throw new IllegalArgumentException(
                    "the solution of \"" + name + "\" has no states; the solve ended before the first time to save");
        }
        var shape =
                shape("the first state of \"" + name + "\"", solution.states().get(0));
        if (shape.dimension() != 2 || shape.get(0) < 1 || shape.get(1) < 2) {
            throw new IllegalArgumentException("the states of \"" + name + "\" have shape " + shape
                    + "; expected (n, d) with two coordinates or more; against time draw"
                    + " line(name, solution.times(), solution.coordinate(0, 0))");
        }
        return checked(name, solution.coordinate(0, 0), solution.coordinate(0, 1));
    }

    static Polyline plane(String name, double[][] points) {
        Require.nonNull(points, "the array of \"" + name + "\"");
        countable(name, points.length);
        var flat = new double[2 * points.length];
        for (int i = 0; i < points.length; i++) {
            if (points[i].length != 2) {
                throw new IllegalArgumentException("\"" + name + "\" must have shape (n, 2), but row " + i + " has "
                        + points[i].length + " numbers");
            }
            flat[2 * i] = points[i][0];
            flat[2 * i + 1] = points[i][1];
        }
        return split(name, flat);
    }

    private static Polyline split(String name, double[] flat) {
        var xs = new double[flat.length / 2];
        var ys = new double[flat.length / 2];
        for (int i = 0; i < xs.length; i++) {
            xs[i] = flat[2 * i];
            ys[i] = flat[2 * i + 1];
        }
        return checked(name, xs, ys);
    }

    /** x and y of a series, of equal length and with at least one point that can be drawn. */
    static Polyline checked(String name, double[] xs, double[] ys) {
        return checked(name, "y", xs, ys);
    }

    /** As {@link #checked(String, double[], double[])}, where the second numbers are called otherwise. */
    static Polyline checked(String name, String second, double[] xs, double[] ys) {
        Require.nonNull(xs, "the x of \"" + name + "\"");
        Require.nonNull(ys, "the " + second + " of \"" + name + "\"");
        if (xs.length != ys.length) {
            throw new IllegalArgumentException(
                    "\"" + name + "\" must have as many x as " + second + ", got " + xs.length + " and " + ys.length);
        }
        countable(name, xs.length);
        return drawable(name, new Polyline(xs.clone(), ys.clone(), xs.length, gaps(xs, ys)));
    }

    /** The graph of f, at points that lie evenly along its axis. */
    static Polyline graph(String name, DoubleUnaryOperator f, double from, double to, boolean log) {
        Require.nonNull(f, "f");
        Setup.range("curve \"" + name + "\"", from, to);
        Require.that(from > 0 || !log, "from is " + from + "; the x axis is logarithmic, so it must be above 0");
        double[] xs = (log ? new AxisScale.Log(from, to) : new AxisScale.Linear(from, to)).even(401);
        return checked(name, xs, Arrays.stream(xs).map(f).toArray());
    }

    /** How many of pairs of points have one that is a gap. */
    static int gaps(Polyline some, Polyline others) {
        int gaps = 0;
        for (int i = 0; i < some.size(); i++) {
            gaps += some.isGap(i) || others.isGap(i) ? 1 : 0;
        }
        return gaps;
    }

    /** Refuses points of which some would be without their partner. */
    static void requireSameCount(String name, Polyline some, String other, Polyline others) {
        if (some.size() != others.size()) {
            throw new IllegalArgumentException(other + " has " + others.size() + " rows; expected " + some.size()
                    + ", one for each row of " + name);
        }
    }

    private static int gaps(double[] xs, double[] ys) {
        int gaps = 0;
        for (int i = 0; i < xs.length; i++) {
            gaps += Double.isFinite(xs[i]) && Double.isFinite(ys[i]) ? 0 : 1;
        }
        return gaps;
    }

    private static void countable(String name, long points) {
        if (points > MOST) {
            throw new IllegalArgumentException("\"" + name + "\" has " + points + " points; at most " + MOST
                    + " are drawn in one series; draw every k-th of them, or a histogram or a map of their density");
        }
    }

    /** The line, unless all of its points are missing. */
    private static Polyline drawable(String name, Polyline line) {
        if (line.missing() < line.given()) {
            return line;
        }
        throw new IllegalArgumentException("\"" + name + "\" has " + line.given()
                + " points, and none of them is finite; there is nothing to draw");
    }

    /** Trajectories of shape (T, n, 2) as n lines with gaps between them. */
    static Polyline trajectories(String name, NDArray states) {
        var shape = shape(quoted(name), states);
        if (shape.dimension() != 3 || shape.get(2) != 2) {
            throw new IllegalArgumentException("\"" + name + "\" must have shape (T, n, 2): T times, n points; got "
                    + shape + "; for one trajectory of shape (T, 2) use trajectory");
        }
        int times = (int) shape.get(0);
        int count = (int) shape.get(1);
        countable(name, shape.size() / 2);
        var flat = flat(name, states);
        var out = new Polyline.Builder();
        for (int i = 0; i < count; i++) {
            for (int k = 0; k < times; k++) {
                out.add(flat[2 * (k * count + i)], flat[2 * (k * count + i) + 1]);
            }
            out.gap();
        }
        return lines(name, out, times * count);
    }

    static Polyline trajectories(String name, double[][][] states) {
        Require.nonNull(states, "the array of \"" + name + "\"");
        if (states.length == 0) {
            throw new IllegalArgumentException("\"" + name + "\" must have shape (T, n, 2), but it has no states");
        }
        int count = states[0].length;
        countable(name, (long) states.length * count);
        for (int k = 0; k < states.length; k++) {
            Require.nonNull(states[k], "state " + k + " of \"" + name + "\"");
            boolean same = states[k].length == count;
            for (int i = 0; same && i < count; i++) {
                same = states[k][i].length == 2;
            }
            if (!same) {
                throw new IllegalArgumentException("\"" + name + "\" must have shape (T, n, 2), but state " + k
                        + " has not " + count + " rows of 2 numbers");
            }
        }
        var out = new Polyline.Builder();
        for (int i = 0; i < count; i++) {
            for (var state : states) {
                out.add(state[i][0], state[i][1]);
            }
            out.gap();
        }
        return lines(name, out, states.length * count);
    }

    /** One coordinate of n points against time: states of shape (T, n) or (T, n, 1). */
    static Polyline overTime(String name, double[] times, NDArray states) {
        Require.finite(times, "times");
        var shape = shape(quoted(name), states);
        boolean fits = shape.dimension() == 2 || (shape.dimension() == 3 && shape.get(2) == 1);
        if (!fits || shape.get(0) != times.length) {
            throw new IllegalArgumentException(
                    "\"" + name + "\" must have shape (" + times.length + ", n), one row for each time, got " + shape);
        }
        int count = (int) shape.get(1);
        countable(name, shape.size());
        var flat = flat(name, states);
        var out = new Polyline.Builder();
        for (int i = 0; i < count; i++) {
            for (int k = 0; k < times.length; k++) {
                out.add(times[k], flat[k * count + i]);
            }
            out.gap();
        }
        return lines(name, out, times.length * count);
    }

    /** Lines with gaps between them; a gap that stands for a point is one of those that are missing. */
    private static Polyline lines(String name, Polyline.Builder out, int given) {
        var line = out.build();
        int missing = given;
        for (int i = 0; i < line.size(); i++) {
            missing -= line.isGap(i) ? 0 : 1;
        }
        return drawable(name, new Polyline(line.xs(), line.ys(), given, missing));
    }
}
