package pathline.ode;

import ai.djl.ndarray.types.DataType;

/** Checks tolerances against a state's width and precision. */
final class Tolerances {

    /** A relative error of fewer roundings than this cannot be held: stages and weights round too. */
    private static final int ROUNDINGS = 4;

    private Tolerances() {}

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
