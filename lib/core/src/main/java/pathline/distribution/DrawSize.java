package pathline.distribution;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import pathline.check.Require;
import pathline.check.RequireArray;
import pathline.random.Rng;

/** How large a draw may be: checked before the first number is drawn. */
final class DrawSize {

    /** The most numbers of one draw: 8 GB in double precision. */
    static final int MOST = 1 << 30;
    /** The most coordinates of a law: three arrays of 128 MB. */
    private static final int MOST_COORDINATES = 1 << 24;

    private DrawSize() {}

    /** The arguments of a draw of n points of d coordinates. */
    static void check(NDManager manager, DataType type, int n, int d, Rng rng) {
        RequireArray.open(manager, "manager");
        RequireArray.floating(type, "type");
        check(n, d);
        Require.nonNull(rng, "rng");
    }

    /** Whether there is memory for n points of d coordinates, as numbers and once more as an array. */
    static void check(int n, int d) {
        Require.atLeast(n, 1, "n");
        long numbers = (long) n * d;
        long most = Math.min(MOST, Runtime.getRuntime().maxMemory() / (2 * Double.BYTES));
        Require.that(
                numbers <= most,
                "n is " + n + "; " + n + " points of " + d + " coordinates are " + numbers
                        + " numbers, expected at most " + most
                        + " in one draw here; draw them in parts, or give the JVM more memory (-Xmx)");
    }

    /** Whether a law may have d coordinates. */
    static void checkDim(int d) {
        if (d < 1 || d > MOST_COORDINATES) {
            throw new IllegalArgumentException("d must be at least 1 and at most " + MOST_COORDINATES + ", got " + d);
        }
    }
}
