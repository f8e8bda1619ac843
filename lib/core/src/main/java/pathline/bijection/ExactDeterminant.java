package pathline.bijection;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import pathline.array.Scratch;
import pathline.check.Require;
import pathline.field.Gradients;

/**
 * The determinant itself, of the matrix of d² numbers at each point.
 *
 * <p>For one and two coordinates by its formula; for more by elimination without a choice of pivots, all points at once, which is
 * stable where J is a contraction: the symmetric part of I + J is then positive definite, and every pivot positive. The gradient is
 * the inverse matrix, which is computed only where a gradient is recorded.
 */
public record ExactDeterminant() implements ResidualDeterminant {

    private static final NDIndex PIVOT = new NDIndex(":, 0, 0");
    private static final NDIndex ROW = new NDIndex(":, 0:1, 1:");
    private static final NDIndex COLUMN = new NDIndex(":, 1:, 0:1");
    private static final NDIndex REST = new NDIndex(":, 1:, 1:");
    private static final NDIndex LAST = new NDIndex(":, 1, 1");
    private static final NDIndex RIGHT = new NDIndex(":, 0, 1");
    private static final NDIndex LEFT = new NDIndex(":, 1, 0");

    @Override
    public NDArray logs(ResidualJacobian jacobian, NDArray x) {
        Require.nonNull(jacobian, "jacobian").checked(x, "x");
        var matrix = identity(x).add(jacobian.transposed());
        int d = (int) x.getShape().get(1);
        if (d == 1) {
            return matrix.get(PIVOT).abs().log();
        }
        if (d == 2) {
            var product = matrix.get(PIVOT).mul(matrix.get(LAST));
            return product.sub(matrix.get(RIGHT).mul(matrix.get(LEFT))).abs().log();
        }
        var value = Scratch.keeping(() -> eliminated(matrix.stopGradient()));
        if (!Gradients.recording()) {
            return value;
        }
        var slope = matrix.stopGradient().inverse().transpose(0, 2, 1);
        return value.add(slope.mul(OnlyGradient.of(matrix)).sum(new int[] {1, 2}));
    }

    /** I, shape (d, d). */
    static NDArray identity(NDArray x) {
        return x.getManager().eye((int) x.getShape().get(1), (int) x.getShape().get(1), 0, x.getDataType());
    }

    private static NDArray eliminated(NDArray matrix) {
        var rest = matrix;
        var log = matrix.get(PIVOT).abs().log();
        for (long left = matrix.getShape().get(1); left > 1; left--) {
            var pivot = rest.get(PIVOT).reshape(-1, 1, 1);
            rest = rest.get(REST).sub(rest.get(COLUMN).mul(rest.get(ROW).div(pivot)));
            log = log.add(rest.get(PIVOT).abs().log());
        }
        return log;
    }
}
