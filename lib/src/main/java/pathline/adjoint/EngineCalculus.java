package pathline.adjoint;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import pathline.array.HostMemory;
import pathline.array.Scratch;
import pathline.field.Differentiable;
import pathline.field.Gradient;
import pathline.ode.EngineField;

/** A field on arrays of the engine, as {@link EngineField} makes it one on plain arrays: what is left to the engine is the field. */
final class EngineCalculus extends PlainCalculus {

    private final Differentiable field;

    EngineCalculus(Differentiable field, Store store, NDManager manager, Shape shape) {
        super(new EngineField(field, manager, shape), store, manager, shape);
        this.field = field;
    }

    @Override
    public float[] vjp(double t, float[] x, float[] a, Gradient into) {
        var toX = room();
        try (var scratch = new Scratch()) {
            HostMemory.read(field.vjp(t, array(x), array(a), into), 0, toX, toX.length);
        }
        return toX;
    }
}
