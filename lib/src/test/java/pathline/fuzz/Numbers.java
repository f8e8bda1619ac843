package pathline.fuzz;

import java.util.Arrays;
import java.util.Set;

/** Numbers and arrays of them, valid and invalid; the name of a parameter says which are valid. */
final class Numbers {

    private static final Set<String> INDICES = Set.of("i", "j", "k", "row", "column", "index", "source", "target");

    private Numbers() {}

    static Made scalar(Class<?> type, String name, boolean good, Draw draw) {
        if (type == double.class || type == Double.class) {
            return Made.of(good ? real(name, draw) : badReal(draw));
        }
        if (type == float.class || type == Float.class) {
            return Made.of((float) (good ? real(name, draw) : badReal(draw)));
        }
        if (type == int.class || type == Integer.class) {
            return Made.of(good ? whole(name, draw) : badWhole(draw));
        }
        if (type == long.class || type == Long.class) {
            return Made.of(
                    good
                            ? (long) whole(name, draw)
                            : draw.of(0L, -1L, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 31, (long) badWhole(draw)));
        }
        if (type == boolean.class || type == Boolean.class) {
            return Made.of(draw.chance(0.5));
        }
        if (type == char.class || type == Character.class) {
            return Made.of(good ? draw.of(',', ';', 'a') : draw.of('\0', '\n', '\uffff', '\ud800'));
        }
        return Made.of((byte) draw.whole(0, 1, -1, 127));
    }

    private static double real(String name, Draw draw) {
        return switch (name) {
            case "t0", "xmin", "ymin", "min", "low", "from" -> draw.real(0.0, 0.0, -1.0);
            case "t1", "xmax", "ymax", "max", "high", "to" -> draw.real(1.0, 1.0, 2.0);
            case "t", "s", "time" -> draw.real(0.0, 0.3, 0.5, 1.0);
            case "rtol", "atol", "tolerance", "epsilon" -> draw.real(1e-2, 1e-3, 0.1);
            case "claimed", "expected", "actual", "computed" -> 1.0;
            default -> draw.real(0.5, 1.0, 2.0, 0.1, 0.25, draw.uniform(0, 1));
        };
    }

    static double badReal(Draw draw) {
        double value =
                draw.real(Double.NaN, 1 / 0.0, -1 / 0.0, 0.0, -1.0, -0.0, 1e-300, 4.9e-324, 1e300, 1e17, -1e9, 1e-9);
        return value;
    }

    static int whole(String name, Draw draw) {
        if (INDICES.contains(name)) {
            return draw.whole(0, 0, draw.n - 1);
        }
        return switch (name) {
            case "dim", "d" -> draw.d;
            case "n" -> draw.n;
            case "classes" -> 3;
            case "batch", "size" -> draw.whole(4, 8);
            case "columns", "rows" -> draw.whole(2, 4, draw.n);
            default -> draw.whole(1, 2, 3, 4, 5, draw.d, draw.n);
        };
    }

    static int badWhole(Draw draw) {
        return draw.whole(0, -1, -7, 1, draw.n, 1000, 46_341, 100_000, Integer.MAX_VALUE, Integer.MIN_VALUE);
    }

    /** Arrays of primitives of one axis. */
    static Made array(Class<?> component, String name, boolean good, Draw draw) {
        if (!good && draw.chance(0.2)) {
            return Made.NULL;
        }
        if (component == double.class) {
            var values = good ? reals(name, draw) : badReals(name, draw);
            return new Made(values, Arrays.toString(values));
        }
        if (component == float.class) {
            var values = floats(good, draw);
            return new Made(values, values.length > 24 ? "float[" + values.length + "]" : Arrays.toString(values));
        }
        if (component == int.class) {
            var values = wholes(name, good, draw);
            return new Made(values, Arrays.toString(values));
        }
        if (component == long.class) {
            var values = good ? new long[] {draw.n, draw.d} : badShape(draw);
            return new Made(values, Arrays.toString(values));
        }
        if (component == boolean.class) {
            var values = new boolean[good ? draw.d : draw.whole(0, 1, 3)];
            Arrays.fill(values, !good); // a good mask is one that keeps nothing
            return new Made(values, Arrays.toString(values));
        }
        var bytes = new byte[good ? 8 : draw.whole(0, 1, 3)];
        draw.random.nextBytes(bytes);
        return new Made(bytes, Arrays.toString(bytes));
    }

    static long[] badShape(Draw draw) {
        return draw.of(
                new long[0],
                new long[] {-1},
                new long[] {0, 2},
                new long[] {Integer.MAX_VALUE},
                new long[] {46_341, 46_341},
                new long[] {1L << 40},
                new long[] {Long.MAX_VALUE, 2},
                new long[] {2, Long.MIN_VALUE});
    }

    static double[] reals(String name, Draw draw) {
        int length = draw.whole(draw.d, draw.d, draw.d, draw.n);
        var values = new double[length];
        for (int i = 0; i < length; i++) {
            values[i] = draw.uniform(0.1, 2);
        }
        switch (name) {
            case "t", "times", "grid", "at" -> {
                for (int i = 0; i < length; i++) {
                    values[i] = (i + 1.0) / length;
                }
            }
            case "weights" -> Arrays.fill(values, 1.0 / length);
            case "rtol", "atol" -> values = new double[] {1e-3};
            default -> Arrays.sort(values, 0, draw.whole(0, length));
        }
        return values;
    }

    private static double[] badReals(String name, Draw draw) {
        var values = reals(name, draw);
        switch (draw.random.nextInt(6)) {
            case 0 -> values = new double[0];
            case 1 -> values = Arrays.copyOf(values, values.length + 1);
            case 2 -> Arrays.fill(values, badReal(draw));
            default -> values[draw.random.nextInt(values.length)] = badReal(draw);
        }
        return values;
    }

    private static float[] floats(boolean good, Draw draw) {
        var values = new float[good ? draw.n * draw.d : draw.whole(0, 1, draw.n, draw.n * draw.d, draw.n * draw.d + 1)];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) draw.uniform(-1, 1);
        }
        if (!good && values.length > 0) {
            values[0] = (float) badReal(draw);
        }
        return values;
    }

    private static int[] wholes(String name, boolean good, Draw draw) {
        int length = name.startsWith("labels") || name.equals("classes") ? draw.n : draw.whole(1, 2, draw.n);
        var values = new int[good ? length : draw.whole(0, 1, length, length + 1)];
        for (int i = 0; i < values.length; i++) {
            values[i] = draw.random.nextInt(Math.min(3, draw.n));
        }
        if (!good && values.length > 0) {
            values[draw.random.nextInt(values.length)] = badWhole(draw);
        }
        return values;
    }

    /** Rows of numbers. */
    static Made rows(String name, boolean good, Draw draw) {
        if (!good && draw.chance(0.15)) {
            return Made.NULL;
        }
        var rows = goodRows(name, draw);
        if (!good) {
            int i = draw.random.nextInt(rows.length);
            switch (draw.random.nextInt(7)) {
                case 0 -> rows = new double[0][];
                case 1 -> rows = new double[][] {{}};
                case 2 -> rows[i] = null;
                case 3 -> rows[i] = Arrays.copyOf(rows[i], rows[i].length + 1);
                case 4 -> rows = Arrays.copyOf(rows, rows.length - 1);
                default -> rows[i][draw.random.nextInt(rows[i].length)] = badReal(draw);
            }
        }
        return new Made(rows, Arrays.deepToString(rows));
    }

    private static double[][] goodRows(String name, Draw draw) {
        boolean square = Set.of("a", "matrix", "covariance", "l", "costs").contains(name);
        int m = square ? draw.d : draw.n;
        var rows = new double[m][draw.d];
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < draw.d; j++) {
                rows[i][j] = square ? (i == j ? 1.5 : i > j ? 0.25 : name.equals("l") ? 0 : 0.25) : draw.uniform(-2, 2);
            }
        }
        return rows;
    }
}
