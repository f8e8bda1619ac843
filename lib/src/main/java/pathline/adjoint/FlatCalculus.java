package pathline.adjoint;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import pathline.field.FlatDifferentiable;
import pathline.field.Gradient;
import pathline.ode.Memory;

/** A field that has a form on plain arrays. */
final class FlatCalculus extends PlainCalculus {

    private final FlatDifferentiable field;
    private final NDManager manager;
    private final Shape shape;

    /** @param manager of the adjoint at the start, which has this shape */
    FlatCalculus(FlatDifferentiable field, Store store, NDManager manager, Shape shape) {
        super(store, Math.toIntExact(shape.size()));
        this.field = field;
        this.manager = manager;
        this.shape = shape;
    }

    @Override
    public float[] velocity(double t, float[] x) {
        var v = room();
        field.at(t, x, v);
        return v;
    }

    /** The parameters' share stays with the field until {@link #settle}. */
    @Override
    public float[] pull(double t, float[] x, float[] a, Gradient into) {
        var toX = room();
        field.gather(t, x, a, toX);
        return toX;
    }

    @Override
    public NDArray settle(float[] atStart, Gradient into) {
        if (into.wanted()) {
            field.gathered().addTo(into);
        }
        return Memory.array(manager, atStart, shape);
    }
}
