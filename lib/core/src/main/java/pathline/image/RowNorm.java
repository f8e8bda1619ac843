package pathline.image;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.norm.LayerNorm;

/**
 * Rows with mean 0 and variance 1: what layer and group normalisation have in common.
 *
 * <pre>
 *   x̂ = (x - μ) / σ,   σ² = mean of (x - μ)² + ε over a row
 *   dx̂ = (dx - mean dx - x̂ mean(x̂ dx)) / σ
 * </pre>
 */
final class RowNorm {

    private static final float EPSILON = 1e-5f;

    private RowNorm() {}

    /** Each row of the last axis by itself. */
    static DualArray of(DualArray rows) {
        var value = rows.value();
        var shape = value.getShape();
        var row = new Shape(shape.get(shape.dimension() - 1));
        var manager = value.getManager();
        var normal = LayerNorm.layerNorm(
                        value,
                        row,
                        manager.ones(row, value.getDataType()),
                        manager.zeros(row, value.getDataType()),
                        EPSILON)
                .singletonOrThrow();
        return rows.mapped(normal, dx -> derivative(value, normal, dx));
    }

    private static NDArray derivative(NDArray rows, NDArray normal, NDArray dx) {
        var variance = mean(rows.sub(mean(rows)).square());
        var along = normal.mul(mean(normal.mul(dx)));
        return dx.sub(mean(dx)).sub(along).div(variance.add(EPSILON).sqrt());
    }

    private static NDArray mean(NDArray rows) {
        return rows.mean(new int[] {rows.getShape().dimension() - 1}, true);
    }
}
