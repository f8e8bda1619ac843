package pathline.random;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;

/** Numbers that were computed in double precision, as an array of either type: both types round the same numbers. */
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
        var floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return manager.create(floats, new Shape(shape));
    }
}
