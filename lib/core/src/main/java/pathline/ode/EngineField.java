package pathline.ode;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;

/** A field on arrays of the engine, which is handed the solver's own arrays. */
record EngineField(VectorField field, NDManager manager, Shape shape, DataType type) implements StateField<NDArray> {

    @Override
    public NDArray at(double t, NDArray x) {
        return own(t, field.at(t, x));
    }

    @Override
    public NDArray watched(double t, NDArray x) {
        return own(t, Untouched.during(t, () -> field.at(t, x), x));
    }

    /** A copy: the field may own what it returned, a constant, a buffer, x itself. */
    private NDArray own(double t, NDArray v) {
        var copy = check(v, shape, type, t).duplicate();
        copy.attach(manager);
        return copy;
    }

    /** Refuses velocities that are not like their states. */
    static NDArray check(NDArray v, Shape shape, DataType type, double t) {
        if (v == null) {
            throw new IllegalArgumentException(
                    "The field returned null at t = " + t + "; expected velocities, " + type + " " + shape);
        }
        if (v.isReleased()) {
            throw new IllegalArgumentException("The field returned an array that is closed at t = " + t
                    + "; expected one that is open, such as a copy made with duplicate()");
        }
        if (!v.getShape().equals(shape) || v.getDataType() != type) {
            throw new IllegalArgumentException("The field must return velocities like its states, " + type + " " + shape
                    + ", got " + v.getDataType() + " " + v.getShape() + " at t = " + t);
        }
        return v;
    }
}
