package pathline.ode;

import ai.djl.ndarray.types.DataType;
import java.util.Arrays;
import pathline.array.HostMemory;

/** The tolerances of a solve for events of d numbers: the measure by which an error is small. */
final class Tolerances {

    /** A relative error of fewer roundings than this cannot be kept: stages and weights round too. */
    private static final int ROUNDINGS = 4;

    /** Where state and tolerance are both 0, an error of 0 is still none; squares of others must not overflow. */
    private static final double LEAST_SCALE = 1e-100;

    private final double[] rtol;
    private final double[] atol;
    /** Whether all coordinates have the same tolerances, and ones that a float can hold. */
    private final boolean alike;

    /** The tolerances of an adaptive control; of any other none are asked for. */
    Tolerances(StepControl control, int d) {
        this.rtol = everyCoordinate(control instanceof StepControl.Adaptive a ? a.rtol() : new double[] {0}, d);
        this.atol = everyCoordinate(control instanceof StepControl.Adaptive a ? a.atol() : new double[] {1}, d);
        this.alike = Arrays.stream(rtol).allMatch(r -> r == rtol[0])
                && Arrays.stream(atol).allMatch(a -> a == atol[0])
                && (atol[0] == 0 || atol[0] >= Float.MIN_NORMAL);
    }

    /** RMS of y / (atol + rtol max(|a|, |b|)), row after row of d coordinates: over all entries, and over those of each row. */
    ErrorSize norm(double[] y, double[] a, double[] b) {
        int d = rtol.length;
        var rows = new double[y.length / d];
        double sum = 0;
        for (int row = 0; row < rows.length; row++) {
            double own = 0;
            for (int c = 0; c < d; c++) {
                int i = row * d + c;
                double scale = atol[c] + rtol[c] * Math.max(Math.abs(a[i]), Math.abs(b[i]));
                double scaled = y[i] / Math.max(scale, LEAST_SCALE);
                double square = scaled * scaled;
                sum += square;
                own += square;
            }
            rows[row] = own / d;
        }
        return new ErrorSize(Math.sqrt(sum / y.length), rows);
    }

    /**
     * The same of floats. Where all coordinates have the same tolerances, in a loop that runs over many numbers at once; what
     * overflows there is measured in doubles.
     */
    ErrorSize norm(float[] y, float[] a, float[] b) {
        if (alike) {
            var scaled = scaled(y, a, b);
            double square = Float32Sum.squares(scaled) / y.length;
            if (Double.isFinite(square)) {
                var rows = y.length == rtol.length ? new double[] {square} : rowSquares(scaled);
                return new ErrorSize(Math.sqrt(square), rows);
            }
        }
        return norm(HostMemory.doubles(y), HostMemory.doubles(a), HostMemory.doubles(b));
    }

    private double[] rowSquares(float[] scaled) {
        int d = rtol.length;
        var rows = new double[scaled.length / d];
        for (int row = 0; row < rows.length; row++) {
            double own = 0;
            for (int i = row * d; i < (row + 1) * d; i++) {
                own += (double) scaled[i] * scaled[i];
            }
            rows[row] = own / d;
        }
        return rows;
    }

    private float[] scaled(float[] y, float[] a, float[] b) {
        float absolute = (float) atol[0];
        float relative = (float) rtol[0];
        var scaled = new float[y.length];
        for (int i = 0; i < y.length; i++) {
            float scale = absolute + relative * Math.max(Math.abs(a[i]), Math.abs(b[i]));
            scaled[i] = y[i] / Math.max(scale, Float.MIN_VALUE);
        }
        return scaled;
    }

    private static double[] everyCoordinate(double[] values, int d) {
        if (values.length == d) {
            return values;
        }
        var all = new double[d];
        Arrays.fill(all, values[0]);
        return all;
    }

    /** Refuses tolerances that do not fit d coordinates of this type. */
    static void check(StepControl.Adaptive control, int d, DataType type) {
        requireLength("rtol", control.rtol().length, d);
        requireLength("atol", control.atol().length, d);
        double unit = type == DataType.FLOAT64 ? Math.ulp(1.0) : Math.ulp(1f);
        for (double rtol : control.rtol()) {
            if (rtol > 0 && rtol < ROUNDINGS * unit) {
                throw new IllegalArgumentException(
                        "rtol = " + rtol + " is finer than " + type + " resolves (" + ROUNDINGS * unit
                                + "); use a larger rtol" + (type == DataType.FLOAT64 ? "" : ", or float64 states"));
            }
        }
    }

    private static void requireLength(String name, int length, int d) {
        if (length != 1 && length != d) {
            throw new IllegalArgumentException(
                    name + " must have 1 entry, or one for each of the " + d + " coordinates, got " + length);
        }
    }
}
