package pathline.ode;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import pathline.array.HostMemory;
import pathline.array.Scratch;
import pathline.check.Require;

/**
 * A field on the engine's arrays as one on plain arrays.
 *
 * <p>A solver combines slopes, measures errors and looks whether states are finite, a dozen operations for each evaluation of
 * the field. On plain arrays none of them has the fixed cost of an operation of the engine, and nothing is read twice; what is
 * paid is a copy each way.
 */
public final class EngineField implements FlatField {

    /** Numbers in a state beyond which the fixed cost is nothing, and the engine has the better place for the arrays. */
    private static final long MOST = 1 << 18;

    private final VectorField field;
    private final NDManager manager;
    private final Shape shape;

    /**
     * @param manager of the arrays that the field is given
     * @param shape of all states
     */
    public EngineField(VectorField field, NDManager manager, Shape shape) {
        this.field = Require.nonNull(field, "field");
        this.manager = Require.nonNull(manager, "manager");
        this.shape = Require.nonNull(shape, "shape");
        Require.that(
                shape.dimension() == 2 && shape.size() > 0,
                "shape is " + shape + "; expected (n, d), n points of d coordinates");
    }

    /** Whether states like this are better stepped on plain arrays. */
    public static boolean suits(NDArray x0) {
        return HostMemory.reaches(Require.nonNull(x0, "x0")) && x0.size() <= MOST;
    }

    @Override
    public int width() {
        return Math.toIntExact(shape.get(1));
    }

    @Override
    public void at(double t, float[] x, float[] v) {
        FlatSum.requireLike(x, v);
        Require.that(
                x.length == shape.size(), "x has " + x.length + " numbers; expected " + shape.size() + " for " + shape);
        try (var scratch = new Scratch()) {
            var velocity = field.at(t, HostMemory.array(manager, x, shape));
            check(velocity, shape, DataType.FLOAT32, t);
            HostMemory.read(velocity, 0, v, v.length);
        }
    }

    /** Refuses velocities that are not like their states. */
    static void check(NDArray v, Shape shape, DataType type, double t) {
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
    }
}
