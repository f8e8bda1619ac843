package pathline.bijection;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;

/** Triangular matrices out of square arrays that are learned, and the inverse of a product of two. */
final class LuFactors {

    private final NDArray below;
    private final NDArray above;
    private final NDArray identity;

    LuFactors(int n) {
        var lower = new double[n * n];
        var upper = new double[n * n];
        var one = new double[n * n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                lower[i * n + j] = i > j ? 1 : 0;
                upper[i * n + j] = i < j ? 1 : 0;
                one[i * n + j] = i == j ? 1 : 0;
            }
        }
        below = Constants.of(lower, n, n);
        above = Constants.of(upper, n, n);
        identity = Constants.of(one, n, n);
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
