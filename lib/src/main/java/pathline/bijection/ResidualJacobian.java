package pathline.bijection;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.core.Linear;
import java.util.List;
import pathline.check.Require;
import pathline.check.RequireArray;

/**
 * The Jacobian J of g in a {@link ResidualLayer} at n points, as the product that it is: J = W_L D_(L-1) W_(L-1) ... D_1 W_1.
 *
 * @param weights the matrices, W_1 first, each of shape (out, in)
 * @param slopes of the activations behind all matrices but the last, each of shape (n, out)
 */
public record ResidualJacobian(List<NDArray> weights, List<NDArray> slopes) {

    /** Checks the counts. */
    public ResidualJacobian {
        weights = List.copyOf(Require.nonNull(weights, "weights"));
        slopes = List.copyOf(Require.nonNull(slopes, "slopes"));
        Require.that(
                weights.size() >= 2 && slopes.size() == weights.size() - 1,
                "weights and slopes have " + weights.size() + " and " + slopes.size()
                        + " arrays; expected slopes behind all of two matrices or more but the last");
        for (int k = 0; k < weights.size(); k++) {
            RequireArray.points(weights.get(k), "weights[" + k + "]");
            long in = k == 0 ? out(weights, weights.size() - 1) : out(weights, k - 1);
            Require.that(
                    weights.get(k).getShape().get(1) == in,
                    "weights[" + k + "] has shape " + weights.get(k).getShape() + "; expected " + in + " columns");
        }
        for (int k = 0; k < slopes.size(); k++) {
            RequireArray.points(slopes.get(k), "slopes[" + k + "]");
            var expected = new Shape(slopes.get(0).getShape().get(0), out(weights, k));
            require(slopes.get(k), expected, weights.get(0).getDataType(), "slopes[" + k + "]");
            Require.that(
                    weights.get(k + 1).getDataType() == weights.get(0).getDataType(),
                    "weights[" + (k + 1) + "] is " + weights.get(k + 1).getDataType() + "; expected "
                            + weights.get(0).getDataType() + " like weights[0]");
        }
    }

    private static long out(List<NDArray> weights, int layer) {
        return RequireArray.points(weights.get(layer), "weights[" + layer + "]")
                .getShape()
                .get(0);
    }

    private static void require(NDArray array, Shape shape, DataType type, String name) {
        Require.that(
                array.getShape().equals(shape) && array.getDataType() == type,
                name + " is " + array.getDataType() + " of shape " + array.getShape() + "; expected " + type
                        + " of shape " + shape);
    }

    /** One row for each point, one number for each coordinate, of the matrices' type. */
    NDArray checked(NDArray rows, String name) {
        RequireArray.points(rows, name);
        var shape = new Shape(slopes.get(0).getShape().get(0), out(weights, weights.size() - 1));
        require(rows, shape, weights.get(0).getDataType(), name);
        return rows;
    }

    /** The transpose of J at each point, shape (n, d, d). */
    public NDArray transposed() {
        var at = weights.get(0).transpose().mul(slopes.get(0).expandDims(1));
        for (int k = 1; k < slopes.size(); k++) {
            at = product(at, k).mul(slopes.get(k).expandDims(1));
        }
        return product(at, slopes.size());
    }

    /** J v of a tangent at each point, shape (n, d). */
    public NDArray jvp(NDArray v) {
        var at = product(checked(v, "v"), 0);
        for (int k = 0; k < slopes.size(); k++) {
            at = product(at.mul(slopes.get(k)), k + 1);
        }
        return at;
    }

    /** Jᵀ w of a cotangent at each point, shape (n, d). */
    public NDArray vjp(NDArray w) {
        var at = checked(w, "w").matMul(weights.get(slopes.size()));
        for (int k = slopes.size() - 1; k >= 0; k--) {
            at = at.mul(slopes.get(k)).matMul(weights.get(k));
        }
        return at;
    }

    /** The same numbers without a record of where they come from. */
    public ResidualJacobian constant() {
        return new ResidualJacobian(
                weights.stream().map(NDArray::stopGradient).toList(),
                slopes.stream().map(NDArray::stopGradient).toList());
    }

    private NDArray product(NDArray at, int layer) {
        return Linear.linear(at, weights.get(layer)).singletonOrThrow();
    }
}
