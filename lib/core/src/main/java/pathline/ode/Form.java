package pathline.ode;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import pathline.check.Require;
import pathline.check.RequireArray;

/**
 * What a solve computes with: its states in one representation, and the field on them. It is chosen once, by field and start.
 *
 * @param states sums, norms, finiteness and ownership
 * @param field dx/dt
 * @param <S> a state
 */
public record Form<S>(States<S> states, StateField<S> field) implements AutoCloseable {

    /** What a Java array holds. */
    private static final long MOST_NUMBERS = Integer.MAX_VALUE - 8;

    public Form {
        Require.nonNull(states, "states");
        Require.nonNull(field, "field");
    }

    /**
     * The form that suits a field and a start best: Java arrays of the start's type where the field is computed there, and for
     * small float32 states of any field; arrays of the engine otherwise.
     *
     * @param x0 start, n events of one shape
     */
    public static Form<?> of(VectorField field, NDArray x0) {
        Require.nonNull(field, "field");
        checkStart(x0);
        if (field instanceof PointwiseField pointwise && x0.getDataType() == DataType.FLOAT64) {
            int d = width(x0.getShape());
            return new Form<>(new Float64States(x0), (t, x) -> pointwise.at(t, x, d));
        }
        if (x0.getDataType() == DataType.FLOAT32) {
            var own = Require.nonNull(field.float32(), "field.float32()");
            if (own.isPresent() && fits(own.get(), x0)) {
                return of(own.get(), x0);
            }
            own.ifPresent(Float32Field::close);
        }
        return onEngine(field, x0);
    }

    /** The form of a field on the engine's arrays: Java arrays for small float32 states, arrays of the engine otherwise. */
    public static Form<?> onEngine(VectorField field, NDArray x0) {
        Require.nonNull(field, "field");
        checkStart(x0);
        return Float32ByEngine.suits(x0)
                ? new Form<>(new Float32States(x0), new Float32ByEngine(field, x0.getManager(), x0.getShape()))
                : new Form<>(arrays(x0), new EngineField(field, x0.getManager(), x0.getShape(), x0.getDataType()));
    }

    /** The form of a field on Java arrays of floats; x0 has rows of its width. */
    public static Form<float[]> of(Float32Field field, NDArray x0) {
        Require.nonNull(field, "field");
        checkStart(x0);
        if (x0.getDataType() != DataType.FLOAT32 || !fits(field, x0)) {
            throw new IllegalArgumentException("x0 must be float32 of shape (n, " + field.width()
                    + ") for this field on Java arrays, got " + x0.getDataType() + " " + x0.getShape());
        }
        return new Form<>(new Float32States(x0), new Float32Rows(field, Math.toIntExact(x0.size())));
    }

    /** States as arrays of the engine, like this one. */
    public static States<NDArray> arrays(NDArray like) {
        return new EngineStates(RequireArray.real(like, "like"));
    }

    private static boolean fits(Float32Field field, NDArray x0) {
        return x0.getShape().dimension() == 2 && field.width() == x0.getShape().get(1);
    }

    /** The numbers of an event. */
    static int width(Shape shape) {
        return Math.toIntExact(shape.size() / shape.get(0));
    }

    /** Refuses what is no start of a solve. */
    static void checkStart(NDArray x0) {
        RequireArray.open(Require.nonNull(x0, "x0"), "x0");
        var shape = x0.getShape();
        Require.that(
                shape.dimension() >= 2,
                "x0 must hold n events of one shape, such as (n, d) or (n, c, h, w), got " + shape
                        + "; reshape it first");
        Require.that(shape.size() > 0, "x0 must hold at least one point and one coordinate, got " + shape);
        Require.that(
                shape.size() <= MOST_NUMBERS,
                "x0 has shape " + shape + "; a state has at most " + MOST_NUMBERS + " numbers: solve in parts");
        RequireArray.real(x0, "x0");
    }

    /** Frees what the field holds. */
    @Override
    public void close() {
        field.close();
    }
}
