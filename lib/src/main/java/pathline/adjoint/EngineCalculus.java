package pathline.adjoint;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import pathline.field.Differentiable;
import pathline.field.Gradient;
import pathline.ode.EngineField;
import pathline.ode.Memory;
import pathline.ode.Scratch;

/** A field on arrays of the engine, as {@link EngineField} makes it one on plain arrays: what is left to the engine is the field. */
final class EngineCalculus extends PlainCalculus {

    private final Differentiable field;
    private final EngineField values;
    private final NDManager manager;
    private final Shape shape;

    /** @param manager of the adjoint at the start, which has this shape */
    EngineCalculus(Differentiable field, Store store, NDManager manager, Shape shape) {
        super(store, Math.toIntExact(shape.size()));
        this.field = field;
        this.values = new EngineField(field, manager, shape);
        this.manager = manager;
        this.shape = shape;
    }

    /** The field as the solver steps it. */
    EngineField values() {
        return values;
    }

    @Override
    public float[] velocity(double t, float[] x) {
        var v = room();
        values.at(t, x, v);
        return v;
    }

    @Override
    public float[] pull(double t, float[] x, float[] a, Gradient into) {
        var toX = room();
        try (var scratch = new Scratch()) {
            var pulled = field.pull(t, Memory.array(manager, x, shape), Memory.array(manager, a, shape), into);
            Memory.read(pulled, 0, toX, toX.length);
        }
        return toX;
    }

    @Override
    public NDArray settle(float[] atStart, Gradient into) {
        return Memory.array(manager, atStart, shape);
    }
}
