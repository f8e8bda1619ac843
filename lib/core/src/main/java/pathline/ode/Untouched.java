package pathline.ode;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.function.Supplier;
import pathline.array.HostMemory;
import pathline.check.Require;
import pathline.check.RequireArray;

/**
 * A field reads its state and leaves it as it is: checked here, where a field is given the array that the solver itself goes on
 * with. A field that works in place would change the solve's state without any sign of it.
 *
 * <p>The first four evaluations are looked at, and then those whose number is a power of two: some ten in a long solve, which
 * cost a copy and a comparison each.
 */
public final class Untouched {

    private static final long FIRST = 4;

    private Untouched() {}

    /** Whether the evaluation of this number, counted from 1, is looked at. */
    public static boolean looksAt(long evaluation) {
        return evaluation <= FIRST || (evaluation & (evaluation - 1)) == 0;
    }

    /**
     * What a call gives, which must leave its inputs as they are.
     *
     * @throws IllegalArgumentException if one of them has other numbers afterwards, or is closed
     */
    public static NDArray during(double t, Supplier<NDArray> call, NDArray... inputs) {
        Require.nonNull(call, "call");
        Require.nonNull(inputs, "inputs");
        var before = new NDArray[inputs.length];
        for (int k = 0; k < inputs.length; k++) {
            before[k] = RequireArray.real(inputs[k], "inputs[" + k + "]").duplicate();
        }
        var result = call.get();
        for (int k = 0; k < inputs.length; k++) {
            if (inputs[k].isReleased()) {
                throw new IllegalArgumentException("The field closed its input at t = " + t
                        + "; the solver frees what it hands out, and closes what a field makes on the way");
            }
            if (!inputs[k].contentEquals(before[k])) { // as it also is where a state is not finite
                check(t, HostMemory.doubles(before[k]), HostMemory.doubles(inputs[k]), inputs[k].getShape());
            }
            before[k].close();
        }
        return result;
    }

    /** The same of a field on Java arrays. */
    static void during(double t, Float32Field field, float[] x, float[] v) {
        var before = x.clone();
        field.at(t, x, v);
        if (!Arrays.equals(before, x)) {
            check(
                    t,
                    HostMemory.doubles(before),
                    HostMemory.doubles(x),
                    new Shape(x.length / field.width(), field.width()));
        }
    }

    private static void check(double t, double[] before, double[] after, Shape shape) {
        int i = Arrays.mismatch(before, after);
        if (i >= 0) {
            throw new IllegalArgumentException("The field changed its input x at t = " + t + ": " + Place.of(i, shape)
                    + " was " + before[i] + " and is " + after[i] + " after the call. A field"
                    + " must leave x as it is: let it make new arrays (mul, add, clip) in place of changing x (muli, addi,"
                    + " set), or work on x.duplicate()");
        }
    }
}
