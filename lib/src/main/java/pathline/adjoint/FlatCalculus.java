package pathline.adjoint;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import pathline.field.FlatDifferentiable;
import pathline.field.Gradient;

/** A field that has a form on plain arrays. */
final class FlatCalculus extends PlainCalculus {

    private final FlatDifferentiable field;

    FlatCalculus(FlatDifferentiable field, Store store, NDManager manager, Shape shape) {
        super(field, store, manager, shape);
        this.field = field;
    }

    /** The parameters' share stays with the field until {@link #settle}. */
    @Override
    public float[] vjp(double t, float[] x, float[] a, Gradient into) {
        var toX = room();
        field.gatherVjp(t, x, a, toX);
        return toX;
    }

    @Override
    public NDArray settle(float[] atStart, Gradient into) {
        if (into.wanted()) {
            field.gathered().addTo(into);
        }
        return super.settle(atStart, into);
    }
}
