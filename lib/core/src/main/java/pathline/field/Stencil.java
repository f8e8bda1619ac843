package pathline.field;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;

/**
 * The points x, x + h dx, x - h dx of a central difference, one below the other: n, k n and k n rows.
 *
 * <p>One evaluation then serves the value and all k tangents. Temporaries belong to the caller's scratch.
 */
record Stencil(NDArray t, NDArray x, NDArray dx, double h) {

    private long rows() {
        return x.getShape().get(0);
    }

    /** How many tangents. */
    private long count() {
        return dx.getShape().dimension() == 2 ? 1 : dx.getShape().get(0);
    }

    Shape derivativeShape() {
        return dx.getShape().dimension() == 2 ? x.getShape() : new Shape(count()).addAll(x.getShape());
    }

    NDArray points() {
        long d = x.getShape().get(1);
        var step = dx.mul(h);
        var above = x.add(step).reshape(-1, d);
        var below = x.sub(step).reshape(-1, d);
        return NDArrays.concat(new NDList(x, above, below));
    }

    /** A time for each of the points. */
    NDArray times() {
        return t.getShape().get(0) == 1 ? t : t.tile(new long[] {1 + 2 * count(), 1});
    }

    /** v and J dx, from the values at the points. */
    Tangent pair(NDArray values) {
        var middle = values.get("0:" + rows());
        var above = values.get(rows() + ":" + rows() * (1 + count()));
        var below = values.get(rows() * (1 + count()) + ":");
        return new Tangent(
                Shapes.attached(middle.duplicate(), x),
                Shapes.attached(above.sub(below).div(2 * h).reshape(derivativeShape()), x));
    }

    /** The gradient by x, from those by the points. */
    NDArray toState(NDArray ofPoints) {
        return ofPoints.reshape(-1, rows(), x.getShape().get(1)).sum(new int[] {0});
    }

    /** What ⟨a, v⟩ + ⟨b, J dx⟩ asks of the values at the points. */
    NDArray cotangent(NDArray a, NDArray b) {
        var share = b.div(2 * h).reshape(-1, x.getShape().get(1));
        return NDArrays.concat(new NDList(a, share, share.neg()));
    }
}
