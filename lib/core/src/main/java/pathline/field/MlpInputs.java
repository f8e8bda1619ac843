package pathline.field;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.Optional;
import pathline.array.Points;
import pathline.check.Require;

/**
 * What a net is given, and the checks of it.
 *
 * @param condition of a net that is told one, once it is given
 */
record MlpInputs(MlpConfig config, Parameters parameters, Optional<Points> condition) {

    /** State and times. */
    void check(NDArray t, NDArray x) {
        Shapes.checkState(t, x, config.in());
        checkTypeAndCondition(x);
    }

    void check(NDArray x) {
        Shapes.checkState(x, config.in());
        checkTypeAndCondition(x);
    }

    /** A cotangent of the value at x, and where the gradient goes. */
    void check(NDArray a, NDArray x, Gradient into) {
        Shapes.check("a", a, new Shape(x.getShape().get(0), config.out()), x.getDataType());
        parameters.check(into);
    }

    /** A condition that is about to be given. */
    void checkCondition(Points c) {
        var shape = Require.nonNull(c, "c").shape();
        boolean fits = shape.dimension() == 2 && shape.get(0) > 0 && shape.get(1) == config.context();
        Require.that(
                fits && c.type() == config.type(),
                "c is " + c.type() + " " + shape + "; expected " + config.type() + " (n, " + config.context()
                        + ") or (1, " + config.context() + "), the condition that this net is told"
                        + (config.context() == 0 ? ": none, unless it is built with context(numbers)" : ""));
    }

    private void checkTypeAndCondition(NDArray x) {
        if (config.context() > 0) {
            checkRows(x.getShape().get(0));
        }
        if (x.getDataType() != config.type()) {
            throw new IllegalArgumentException("x is " + x.getDataType() + " but this net's parameters are "
                    + config.type() + "; convert x, or build the net with type(DataType."
                    + x.getDataType().name() + ")");
        }
    }

    private void checkRows(long n) {
        if (condition.isEmpty()) {
            throw new IllegalArgumentException("This net is told a condition of " + config.context()
                    + " numbers, and none is given; use given(rows of shape (n, " + config.context() + "))");
        }
        int rows = condition.get().size();
        if (rows != 1 && rows != n) {
            throw new IllegalArgumentException(
                    "condition has " + rows + " rows for " + n + " points; give one row for all, or one for each");
        }
    }
}
