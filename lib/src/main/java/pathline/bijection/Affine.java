package pathline.bijection;

import ai.djl.ndarray.NDArray;
import pathline.check.Require;

/**
 * A straight line for each coordinate, of two raw numbers: a shift m and one that makes the slope.
 *
 * <pre>
 *   z = (x - m) eˡ   or   z = x eˡ + m,   log dz/dx = l
 * </pre>
 *
 * @param slope how l is made of the raw number
 * @param form which of the two
 */
public record Affine(LogSlope slope, Form form) implements Transformer {

    /** What comes first. */
    public enum Form {
        /** z = (x - m) eˡ: m is the mean and -l the log-scale of a conditional Gaussian. */
        SHIFT_FIRST,
        /** z = x eˡ + m. */
        SLOPE_FIRST
    }

    /** Checks the values. */
    public Affine {
        Require.nonNull(slope, "slope");
        Require.nonNull(form, "form");
    }

    /** z = (x - m) e^-s with raw numbers (m, s). */
    public static Affine free() {
        return of(new LogSlope.Free());
    }

    /** The same with s bounded smoothly: s = c tanh(a / c). */
    public static Affine bounded(double bound) {
        return of(new LogSlope.Bounded(bound));
    }

    /** The shift first. */
    public static Affine of(LogSlope slope) {
        return new Affine(slope, Form.SHIFT_FIRST);
    }

    @Override
    public int count() {
        return 2;
    }

    @Override
    public Transformed forward(NDArray x, NDArray raw, Weights own) {
        var parts = raw.split(2, 2);
        var m = parts.get(0).squeeze(2);
        var log = slope.of(parts.get(1).squeeze(2));
        return new Transformed(
                switch (form) {
                    case SHIFT_FIRST -> x.sub(m).mul(log.exp());
                    case SLOPE_FIRST -> x.mul(log.exp()).add(m);
                },
                log);
    }

    @Override
    public Transformed inverse(NDArray y, NDArray raw, Weights own) {
        var parts = raw.split(2, 2);
        var m = parts.get(0).squeeze(2);
        var log = slope.of(parts.get(1).squeeze(2)).neg();
        return new Transformed(
                switch (form) {
                    case SHIFT_FIRST -> y.mul(log.exp()).add(m);
                    case SLOPE_FIRST -> y.sub(m).mul(log.exp());
                },
                log);
    }
}
