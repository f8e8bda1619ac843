package pathline.data;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import pathline.array.HostMemory;
import pathline.check.Require;

/** What the public methods of this package check alike. */
final class DataChecks {

    private DataChecks() {}

    /** The values as an array of float32 or float64. */
    static NDArray array(NDManager manager, DataType type, double[] values, long... shape) {
        Require.nonNull(manager, "manager");
        Require.that(manager.isOpen(), "manager is closed; expected an open one");
        real(Require.nonNull(type, "type"), "type");
        return HostMemory.array(manager, type, values, shape);
    }

    /** Indices that are there. */
    static int[] indices(int... indices) {
        return Require.nonNull(indices, "indices");
    }

    /** The index at place i, within n things. */
    static int index(int[] indices, int i, int n) {
        int index = indices[i];
        if (index < 0 || index >= n) {
            Require.index(index, n, "indices[" + i + "]"); // the name is only put together for the refusal
        }
        return index;
    }

    /** A type of floating-point numbers. */
    static void real(DataType type, String name) {
        Require.that(
                type == DataType.FLOAT32 || type == DataType.FLOAT64,
                name + " is " + type + "; expected float32 or float64");
    }
}
