package pathline.plot;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import pathline.ode.Memory;

/** Turns what a caller has into columns of doubles, or says what is wrong with it. */
final class Points {

    private Points() {}

    /** The numbers of an array of any numeric type, row after row. */
    static double[] flat(NDArray array) {
        if (array.getDataType() == DataType.FLOAT64 || array.getDataType() == DataType.FLOAT32) {
            return Memory.doubles(array);
        }
        try (var wide = array.toType(DataType.FLOAT64, true)) {
            return wide.toDoubleArray();
        }
    }

    /** Columns x and y of points of shape (n, 2). */
    static Polyline plane(String name, NDArray points) {
        var shape = points.getShape();
        if (shape.dimension() != 2 || shape.get(1) != 2) {
            throw new IllegalArgumentException("\"" + name + "\" must have shape (n, 2), got " + shape
                    + "; choose two columns, for example with x.get(\":, :2\")");
        }
        return split(name, flat(points));
    }

    /** One trajectory of shape (T, 2), or (T, 1, 2) as a solve of one point returns it. */
    static Polyline trajectory(String name, NDArray states) {
        var shape = states.getShape();
        boolean one = shape.dimension() == 3 && shape.get(1) == 1 && shape.get(2) == 2;
        return one ? split(name, flat(states)) : plane(name, states);
    }

    static Polyline plane(String name, double[][] points) {
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
        if (xs.length != ys.length) {
            throw new IllegalArgumentException(
                    "\"" + name + "\" must have as many x as y, got " + xs.length + " and " + ys.length);
        }
        var line = new Polyline(xs.clone(), ys.clone());
        for (int i = 0; i < line.size(); i++) {
            if (!line.isGap(i)) {
                return line;
            }
        }
        throw new IllegalArgumentException(
                "\"" + name + "\" has " + xs.length + " points, and none of them is finite; there is nothing to draw");
    }

    /** Trajectories of shape (T, n, 2) as n lines with gaps between them. */
    static Polyline trajectories(String name, NDArray states) {
        var shape = states.getShape();
        if (shape.dimension() != 3 || shape.get(2) != 2) {
            throw new IllegalArgumentException("\"" + name + "\" must have shape (T, n, 2): T times, n points; got "
                    + shape + "; for one trajectory of shape (T, 2) use trajectory");
        }
        int times = (int) shape.get(0);
        int count = (int) shape.get(1);
        var flat = flat(states);
        var out = new Polyline.Builder();
        for (int i = 0; i < count; i++) {
            for (int k = 0; k < times; k++) {
                out.add(flat[2 * (k * count + i)], flat[2 * (k * count + i) + 1]);
            }
            out.gap();
        }
        return checked(name, out);
    }

    static Polyline trajectories(String name, double[][][] states) {
        var out = new Polyline.Builder();
        for (int i = 0; i < states[0].length; i++) {
            for (int k = 0; k < states.length; k++) {
                if (states[k].length != states[0].length || states[k][i].length != 2) {
                    throw new IllegalArgumentException(
                            "\"" + name + "\" must have shape (T, n, 2), but state " + k + " differs from the first");
                }
                out.add(states[k][i][0], states[k][i][1]);
            }
            out.gap();
        }
        return checked(name, out);
    }

    /** One coordinate of n points against time: states of shape (T, n) or (T, n, 1). */
    static Polyline overTime(String name, double[] times, NDArray states) {
        var shape = states.getShape();
        boolean fits = shape.dimension() == 2 || (shape.dimension() == 3 && shape.get(2) == 1);
        if (!fits || shape.get(0) != times.length) {
            throw new IllegalArgumentException(
                    "\"" + name + "\" must have shape (" + times.length + ", n), one row for each time, got " + shape);
        }
        int count = (int) shape.get(1);
        var flat = flat(states);
        var out = new Polyline.Builder();
        for (int i = 0; i < count; i++) {
            for (int k = 0; k < times.length; k++) {
                out.add(times[k], flat[k * count + i]);
            }
            out.gap();
        }
        return checked(name, out);
    }

    private static Polyline checked(String name, Polyline.Builder out) {
        var line = out.build();
        return checked(name, line.xs(), line.ys());
    }
}
