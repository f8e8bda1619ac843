package pathline.random;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import pathline.check.Require;

/** Numbers as arrays. Those that were computed in double precision go into either type: both types round the same numbers. */
public final class Typed {

    private Typed() {}

    /** A manager that arrays can be made on: there, and not closed. */
    public static NDManager open(NDManager manager, String name) {
        Require.nonNull(manager, name);
        Require.that(manager.isOpen(), name + " is closed; expected one that arrays can still be made on");
        return manager;
    }

    /** A type that numbers are computed in, float32 or float64. */
    public static DataType floating(DataType type, String name) {
        Require.nonNull(type, name);
        if (type != DataType.FLOAT32 && type != DataType.FLOAT64) {
            throw new IllegalArgumentException(
                    name + " is " + type + "; expected float32 or float64, DataType.FLOAT32 or DataType.FLOAT64");
        }
        return type;
    }

    /** An array that can still be read: there, and neither closed itself nor on a manager that is. */
    public static NDArray open(NDArray array, String name) {
        Require.nonNull(array, name);
        Require.that(!array.isReleased(), name + " is closed; expected an array that is open, on a manager that is");
        return array;
    }

    /** An array of numbers that can be computed with: there, open, of float32 or float64. */
    public static NDArray numbers(NDArray array, String name) {
        open(array, name);
        var type = array.getDataType();
        if (type != DataType.FLOAT32 && type != DataType.FLOAT64) {
            throw new IllegalArgumentException(name + " is " + type + " " + array.getShape()
                    + "; expected float32 or float64, as array.toType(DataType.FLOAT32, false) makes it");
        }
        return array;
    }

    /** Numbers of a shape of so many axes; see {@link #numbers(NDArray, String)}. */
    public static NDArray numbers(NDArray array, int axes, String name) {
        numbers(array, name);
        if (array.getShape().dimension() != axes) {
            throw new IllegalArgumentException(
                    name + " has shape " + array.getShape() + "; expected " + axes + (axes == 1 ? " axis" : " axes"));
        }
        return array;
    }

    /**
     * The values, row after row, as an array of the given shape.
     *
     * @param manager owner of the result
     * @param type float32 or float64
     */
    public static NDArray array(NDManager manager, DataType type, double[] values, long... shape) {
        floating(type, "type");
        open(manager, "manager");
        Require.nonNull(values, "values");
        Require.nonNull(shape, "shape");
        checkCount(values.length, false, shape);
        if (type == DataType.FLOAT64) {
            return manager.create(values, new Shape(shape));
        }
        return array(manager, floats(values), new Shape(shape));
    }

    /** There must be as many values as the shape asks for, or more where the others are left over. */
    private static void checkCount(int count, boolean more, long... shape) {
        long wanted = 1;
        boolean possible = true;
        for (long length : shape) {
            possible &= length >= 0;
            wanted = possible ? Math.min(wanted * Math.min(length, 1L << 31), 1L << 31) : wanted;
        }
        if (!possible || wanted > count || (wanted < count && !more)) {
            throw new IllegalArgumentException(
                    "values has " + count + " numbers; expected those of an array of shape " + Arrays.toString(shape));
        }
    }

    /** The values, each rounded to float32. */
    public static float[] floats(double[] values) {
        Require.nonNull(values, "values");
        var floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    /**
     * An array of float32, of the first values. On the processor it is written by the engine's own memory, in a third of the time that the engine's
     * copies through an array of bytes take.
     */
    public static NDArray array(NDManager manager, float[] values, Shape shape) {
        open(manager, "manager");
        Require.nonNull(values, "values");
        checkCount(values.length, true, Require.nonNull(shape, "shape").getShape());
        if (manager.getDevice().isGpu()) {
            return manager.create(values, shape);
        }
        var array = manager.create(shape, DataType.FLOAT32);
        array.toByteBuffer(true).asFloatBuffer().put(values, 0, Math.toIntExact(shape.size()));
        return array;
    }
}
