package pathline.bijection;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import pathline.array.HostMemory;
import pathline.check.Require;
import pathline.field.Gradients;

/**
 * The determinant itself, of the matrix of d² numbers at each point.
 *
 * <p>For one and two coordinates by its formula; for more by elimination without a choice of pivots, which is
 * stable where J is a contraction: the symmetric part of I + J is then positive definite, and every pivot positive. The gradient is
 * the inverse matrix, which is computed only where a gradient is recorded.
 */
public record ExactDeterminant() implements ResidualDeterminant {

    private static final NDIndex PIVOT = new NDIndex(":, 0, 0");
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
        var value = eliminated(matrix);
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

    /** In double precision, one point after the other: for the engine it would be some operations for each of d pivots. */
    private static NDArray eliminated(NDArray matrix) {
        int n = (int) matrix.getShape().get(0);
        int d = (int) matrix.getShape().get(1);
        double[] numbers = HostMemory.doubles(matrix);
        var logs = new double[n];
        for (int point = 0; point < n; point++) {
            logs[point] = log(numbers, point * d * d, d);
        }
        return HostMemory.array(matrix.getManager(), matrix.getDataType(), logs, n);
    }

    /** Σ log |pivot| of the matrix that begins at a place, which is overwritten. */
    private static double log(double[] numbers, int start, int d) {
        double log = 0;
        for (int k = 0; k < d; k++) {
            int row = start + k * d;
            double pivot = numbers[row + k];
            log += Math.log(Math.abs(pivot));
            for (int below = row + d; below < start + d * d; below += d) {
                double factor = numbers[below + k] / pivot;
                for (int j = k + 1; j < d; j++) {
                    numbers[below + j] -= factor * numbers[row + j];
                }
            }
        }
        return log;
    }
}
