package pathline.bijection;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;

/** Triangular matrices out of square arrays that are learned, and the inverse of a product of two. */
final class LuFactors {

    private final NDArray below;
    private final NDArray above;
    private final NDArray identity;

    LuFactors(int n) {
        below = Constants.indicator(n, (i, j) -> i > j);
        above = Constants.indicator(n, (i, j) -> i < j);
        identity = Constants.indicator(n, (i, j) -> i == j);
    }

    /** L, with ones on the diagonal and what was learned below it. */
    NDArray lower(Weights own) {
        var array = own.get("lower");
        return array.mul(below).add(identity);
    }

    /** U, with this diagonal and what was learned above it. */
    NDArray upper(Weights own, NDArray diagonal) {
        var array = own.get("upper");
        return array.mul(above).add(identity.mul(diagonal));
    }

    /** (L U)⁻¹ = U⁻¹ L⁻¹, in double precision until the last rounding; it can be recorded as L U can. */
    static NDArray inverse(NDArray lower, NDArray upper) {
        var type = lower.getDataType();
        return exact(upper).inverse().matMul(exact(lower).inverse()).toType(type, false);
    }

    private static NDArray exact(NDArray array) {
        return array.toType(DataType.FLOAT64, false);
    }
}
