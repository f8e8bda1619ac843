package pathline.field;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import pathline.check.Require;

/**
 * Constants as arrays without dimensions, made once.
 *
 * <p>An operation with a Java number creates and frees an array for it each time, which costs more than the operation
 * itself on a small batch. An array without dimensions never changes the type of what it meets, so one constant serves
 * float32 and float64. What float32 can say exactly is in float32, the type of training: meeting its own type it costs half
 * as much. It lives on the CPU, from where it may meet arrays of any device.
 *
 * <p>A function that is recorded for {@link Gradients} must take its factors from here: the record keeps arrays of the engine,
 * but not the memory of a Java number.
 */
public final class Scalars {

    private static final NDManager MANAGER = NDManager.newBaseManager(Device.cpu());

    /** 0. */
    public static final NDArray ZERO = of(0);
    /** 1/2. */
    public static final NDArray HALF = of(0.5);
    /** 1. */
    public static final NDArray ONE = of(1);
    /** 2. */
    public static final NDArray TWO = of(2);
    /** -2. */
    public static final NDArray MINUS_TWO = of(-2);

    private Scalars() {}

    /** A manager that is never closed. */
    static NDManager manager() {
        return MANAGER;
    }

    /** A new constant, which is never freed: for a field of a class, not for what is computed again and again. */
    public static NDArray of(double value) {
        Require.finite(value, "value");
        var scalar = value == (float) value ? MANAGER.create((float) value) : MANAGER.create(value);
        NDScope.unregister(scalar); // it outlives the scope that happens to be open
        return scalar;
    }
}
