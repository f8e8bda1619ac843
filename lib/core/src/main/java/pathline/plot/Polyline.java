package pathline.plot;

import java.util.Arrays;

/** Points joined by straight lines; a NaN lifts the pen. */
final class Polyline {

    private final double[] xs;
    private final double[] ys;
    private final int given;
    private final int missing;

    /** Takes the arrays without a copy; they must not be written to afterwards. */
    Polyline(double[] xs, double[] ys) {
        this(xs, ys, xs.length, 0);
    }

    /** The same of so many given points, of which so many are not finite; other gaps stand between lines. */
    Polyline(double[] xs, double[] ys, int given, int missing) {
        this.xs = xs;
        this.ys = ys;
        this.given = given;
        this.missing = missing;
    }

    /** How many points were given. */
    int given() {
        return given;
    }

    /** How many points were given that are not finite, and so are gaps. */
    int missing() {
        return missing;
    }

    double[] xs() {
        return xs;
    }

    double[] ys() {
        return ys;
    }

    int size() {
        return xs.length;
    }

    double x(int i) {
        return xs[i];
    }

    double y(int i) {
        return ys[i];
    }

    boolean isGap(int i) {
        return !Double.isFinite(xs[i]) || !Double.isFinite(ys[i]);
    }

    /** Collects points and gaps. */
    static final class Builder {
        private double[] xs = new double[64];
        private double[] ys = new double[64];
        private int size;

        Builder add(double x, double y) {
            if (size == xs.length) {
                xs = Arrays.copyOf(xs, 2 * size);
                ys = Arrays.copyOf(ys, 2 * size);
            }
            xs[size] = x;
            ys[size++] = y;
            return this;
        }

        Builder gap() {
            return size == 0 || Double.isNaN(xs[size - 1]) ? this : add(Double.NaN, Double.NaN);
        }

        boolean isEmpty() {
            return size == 0;
        }

        Polyline build() {
            return new Polyline(Arrays.copyOf(xs, size), Arrays.copyOf(ys, size));
        }
    }
}
