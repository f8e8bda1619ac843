package pathline.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.Optional;
import pathline.array.HostMemory;
import pathline.array.Points;
import pathline.check.Require;
import pathline.check.RequireArray;
import pathline.field.Gradient;
import pathline.field.Velocity;

/**
 * Least squares for the velocity: L = 1/n sum over i of w_i |v(t_i, x_i) - u_i|², the squared length of the error, averaged
 * over the points. For events of another shape, (n, c, h, w), it is the sum over all numbers of an event.
 *
 * <p>The cotangent is dL/dv_i = 2 w_i (v_i - u_i) / n. (Some programs average over the d coordinates as well; their loss is
 * this one divided by d.)
 */
public final class Regression implements Batch<Velocity> {

    private final Points t;
    private final Points x;
    private final Points u;
    private final Points weight;
    /**
     * The same as Java arrays, for points of float32 in the memory of the processor; what lies in the engine is read when the
     * batch is drawn, on the other core.
     */
    private final Optional<Float32Regression> rows;

    /**
     * The same weight, 1, for all points.
     *
     * @param t times, shape (n, 1), or (1, 1) for one time shared by all points
     * @param x states, shape (n, d) or (n, ...)
     * @param u the velocity wanted there, of the shape of x
     */
    public Regression(NDArray t, NDArray x, NDArray u) {
        this(points(t, "t"), points(x, "x"), points(u, "u"), LossWeight.one().at(points(x, "x")));
    }

    private static Points points(NDArray array, String name) {
        return Points.of(RequireArray.open(array, name), name);
    }

    /**
     * Each point with its weight.
     *
     * @param t times, shape (n, 1), or (1, 1) for one time shared by all points
     * @param x states, shape (n, d) or (n, ...)
     * @param u the velocity wanted there, of the shape of x
     * @param weight shape (n, 1)
     */
    public Regression(NDArray t, NDArray x, NDArray u, NDArray weight) {
        this(points(t, "t"), points(x, "x"), points(u, "u"), points(weight, "weight"));
    }

    /** The same in the form that batches have within the library. */
    Regression(Points t, Points x, Points u, Points weight) {
        checkTypes(x, t, "t");
        checkTypes(x, u, "u");
        checkTypes(x, weight, "weight");
        var shape = x.shape();
        if (shape.dimension() < 2 || !u.shape().equals(shape)) {
            throw new IllegalArgumentException(
                    "x and u must both have one shape, (n, d) or (n, ...), got " + shape + " and " + u.shape());
        }
        Require.that(shape.size() > 0, "x has no rows or no numbers; expected at least one point");
        var times = t.shape();
        Require.that(
                times.dimension() == 2 && times.get(1) == 1 && (times.get(0) == 1 || times.get(0) == shape.get(0)),
                "t has shape " + times + "; expected (" + shape.get(0) + ", 1), or (1, 1) for one time of all points");
        var weights = weight.shape();
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
        this.rows = shape.dimension() == 2 && x.type() == DataType.FLOAT32 && !x.isOnDevice() && t.size() == x.size()
                ? Optional.of(Float32Regression.of(t, x, u, weight))
                : Optional.empty();
    }

    private static void checkTypes(Points x, Points other, String name) {
        Require.that(other.type() == x.type(), name + " is " + other.type() + "; expected " + x.type() + " like x");
    }

    @Override
    public NDArray loss(Velocity velocity, Gradient into) {
        Door.check(velocity, into);
        velocity.parameters().check(into);
        if (rows.isPresent() && into.wanted()) {
            var flat = velocity.float32();
            if (flat.isPresent()) {
                try (var own = flat.get()) {
                    if (own.width() == x.dim()) {
                        return HostMemory.array(
                                x.manager(), new float[] {rows.get().loss(own, into)}, new Shape());
                    }
                }
            }
        }
        var share = perEvent(weight.array().mul(2.0 / x.size()));
        if (!into.wanted()) {
            return half(velocity.at(t.array(), x.array()).sub(u.array()), share);
        }
        try (var at = velocity.linearize(t.array(), x.array())) {
            var residual = at.value().sub(u.array());
            at.vjp(residual.mul(share), into);
            return half(residual, share);
        }
    }

    /** A column as it multiplies events of x's shape: (n, 1), or (n, 1, 1, 1). */
    private NDArray perEvent(NDArray column) {
        long[] shape = new long[x.shape().dimension()];
        Arrays.fill(shape, 1);
        shape[0] = column.getShape().get(0);
        return column.reshape(shape);
    }

    /** Half the sum of 2 w/n |v - u|². */
    private static NDArray half(NDArray residual, NDArray share) {
        return residual.mul(share).muli(residual).sum().mul(0.5f); // 0.5 would make a float64 of one number
    }
}
