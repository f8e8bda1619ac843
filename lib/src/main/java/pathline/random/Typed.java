package pathline.random;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;

/** Numbers as arrays. Those that were computed in double precision go into either type: both types round the same numbers. */
public final class Typed {

    private Typed() {}

    /**
     * The values, row after row, as an array of the given shape.
     *
     * @param manager owner of the result
     * @param type float32 or float64
     */
    public static NDArray array(NDManager manager, DataType type, double[] values, long... shape) {
        if (type == DataType.FLOAT64) {
            return manager.create(values, new Shape(shape));
        }
        if (type != DataType.FLOAT32) {
            throw new IllegalArgumentException("Arrays of numbers are float32 or float64, got " + type);
        }
        return array(manager, floats(values), new Shape(shape));
    }

    /** The values, each rounded to float32. */
    public static float[] floats(double[] values) {
        var floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    /**
     * An array of float32. On the processor it is written by the engine's own memory, in a third of the time that the engine's
     * copies through an array of bytes take.
     */
    public static NDArray array(NDManager manager, float[] values, Shape shape) {
        if (manager.getDevice().isGpu()) {
            return manager.create(values, shape);
        }
        var array = manager.create(shape, DataType.FLOAT32);
        array.toByteBuffer(true).asFloatBuffer().put(values, 0, Math.toIntExact(shape.size()));
        return array;
    }
}
