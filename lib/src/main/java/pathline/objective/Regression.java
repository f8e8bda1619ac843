package pathline.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Optional;
import pathline.array.HostMemory;
import pathline.check.Require;
import pathline.check.RequireArray;
import pathline.field.Gradient;
import pathline.field.Velocity;

/**
 * Least squares for the velocity: L = 1/n sum over i of w_i |v(t_i, x_i) - u_i|², the squared length of the error, averaged
 * over the points.
 *
 * <p>The cotangent is dL/dv_i = 2 w_i (v_i - u_i) / n. (Some programs average over the d coordinates as well; their loss is
 * this one divided by d.)
 */
public final class Regression implements Batch<Velocity> {

    private final NDArray t;
    private final NDArray x;
    private final NDArray u;
    private final NDArray weight;
    /** The same on plain arrays, read when the batch is drawn, on the other core. */
    private final Optional<FlatRegression> rows;

    /**
     * The same weight, 1, for all points.
     *
     * @param t times, shape (n, 1), or (1, 1) for one time shared by all points
     * @param x states, shape (n, d)
     * @param u the velocity wanted there, shape (n, d)
     */
    public Regression(NDArray t, NDArray x, NDArray u) {
        this(t, x, u, ones(x));
    }

    private static NDArray ones(NDArray x) {
        var type = RequireArray.real(x, "x").getDataType();
        return x.getManager().ones(new Shape(1, 1), type);
    }

    /**
     * Each point with its weight.
     *
     * @param t times, shape (n, 1), or (1, 1) for one time shared by all points
     * @param x states, shape (n, d)
     * @param u the velocity wanted there, shape (n, d)
     * @param weight shape (n, 1)
     */
    public Regression(NDArray t, NDArray x, NDArray u, NDArray weight) {
        RequireArray.real(x, "x");
        checkTypes(x, t, "t");
        checkTypes(x, u, "u");
        checkTypes(x, weight, "weight");
        var shape = x.getShape();
        if (shape.dimension() != 2 || !u.getShape().equals(shape)) {
            throw new IllegalArgumentException(
                    "x and u must both have shape (n, d), got " + shape + " and " + u.getShape());
        }
        Require.that(shape.get(0) > 0, "x has no rows; expected at least one point");
        var times = t.getShape();
        Require.that(
                times.dimension() == 2 && times.get(1) == 1 && (times.get(0) == 1 || times.get(0) == shape.get(0)),
                "t has shape " + times + "; expected (" + shape.get(0) + ", 1), or (1, 1) for one time of all points");
        var weights = weight.getShape();
        if (weights.dimension() != 2
                || weights.get(1) != 1
                || (weights.get(0) != 1 && weights.get(0) != shape.get(0))) {
            throw new IllegalArgumentException(
                    "weight must have shape (" + shape.get(0) + ", 1), one for each point, got " + weights);
        }
        this.t = t;
        this.x = x;
        this.u = u;
        this.weight = weight;
        this.rows = x.getDataType() == DataType.FLOAT32 && t.getShape().get(0) == shape.get(0)
                ? Optional.of(FlatRegression.of(t, x, u, weight))
                : Optional.empty();
    }

    private static void checkTypes(NDArray x, NDArray other, String name) {
        var type = x.getDataType();
        Require.that(
                RequireArray.open(other, name).getDataType() == type,
                name + " is " + other.getDataType() + "; expected " + type + " like x");
    }

    @Override
    public NDArray loss(Velocity velocity, Gradient into) {
        Door.check(velocity, into);
        velocity.parameters().check(into);
        if (rows.isPresent() && into.wanted()) {
            var flat = velocity.flat();
            if (flat.isPresent()) {
                try (var own = flat.get()) {
                    if (own.width() == x.getShape().get(1)) {
                        return HostMemory.array(
                                x.getManager(), new float[] {rows.get().loss(own, into)}, new Shape());
                    }
                }
            }
        }
        var share = weight.mul(2.0 / x.getShape().get(0));
        if (!into.wanted()) {
            return half(velocity.at(t, x).sub(u), share);
        }
        try (var at = velocity.linearize(t, x)) {
            var residual = at.value().sub(u);
            at.vjp(residual.mul(share), into);
            return half(residual, share);
        }
    }

    /** Half the sum of 2 w/n |v - u|². */
    private static NDArray half(NDArray residual, NDArray share) {
        return residual.mul(share).muli(residual).sum().mul(0.5f); // 0.5 would make a float64 of one number
    }
}
