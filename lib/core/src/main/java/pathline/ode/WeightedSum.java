package pathline.ode;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.Arrays;
import java.util.List;
import pathline.array.HostMemory;
import pathline.check.Require;
import pathline.check.RequireArray;

/**
 * Sums of arrays with weights, h (w_1 k_1 + w_2 k_2 + ...): what every stage and every step is made of.
 *
 * <p>One product of the weights with the stacked arrays costs fewer calls than a sum of scaled arrays, and the same
 * weights and arrays give the same sum to the last bit.
 */
public final class WeightedSum {

    private WeightedSum() {}

    /**
     * h sum_j w_j k_j.
     *
     * @param h common factor
     * @param w weights, at least one of them not zero
     * @param arrays as many arrays as weights, or more, all of one shape and type; those of weight zero are not read
     * @return the sum, attached to the manager of the arrays
     */
    public static NDArray of(double h, double[] w, List<NDArray> arrays) {
        require(w, arrays);
        var used = new NDList(w.length);
        var factors = new double[w.length];
        for (int j = 0; j < w.length; j++) {
            if (w[j] != 0) {
                factors[used.size()] = h * w[j];
                used.add(RequireArray.real(arrays.get(j), "arrays[" + j + "]"));
            }
        }
        if (used.isEmpty()) {
            throw new IllegalArgumentException("A weighted sum needs a weight that is not zero");
        }
        var first = used.get(0);
        var shape = first.getShape();
        for (int k = 1; k < used.size(); k++) {
            if (!used.get(k).getShape().equals(shape) || used.get(k).getDataType() != first.getDataType()) {
                throw new IllegalArgumentException(
                        "The arrays of a sum must be alike, got " + first.getDataType() + " " + shape + " and "
                                + used.get(k).getDataType() + " " + used.get(k).getShape());
            }
        }
        var weights = row(Arrays.copyOf(factors, used.size()), first.getDataType(), first.getManager());
        if (used.size() == 1) {
            return first.mul(weights.reshape(1)); // the engine is slower to take a Java number
        }
        return weights.matMul(NDArrays.stack(used).reshape(used.size(), shape.size()))
                .reshape(shape);
    }

    static void require(double[] w, List<?> arrays) {
        Require.nonNull(w, "w");
        Require.nonNull(arrays, "arrays");
        int reach = w.length;
        while (reach > 0 && w[reach - 1] == 0) {
            reach--;
        }
        if (arrays.size() < reach) {
            throw new IllegalArgumentException("arrays has " + arrays.size() + " arrays; expected " + reach
                    + ", one for each weight up to the last that is not zero");
        }
    }

    /** Whether all weights are zero. */
    public static boolean isEmpty(double[] w) {
        Require.nonNull(w, "w");
        return Arrays.stream(w).allMatch(weight -> weight == 0);
    }

    /** Numbers as an array of shape (1, count). */
    static NDArray row(double[] values, DataType type, NDManager manager) {
        return HostMemory.array(manager, type, values, 1, values.length);
    }
}
