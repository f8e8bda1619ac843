package pathline.field;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import java.util.function.UnaryOperator;
import pathline.array.Held;
import pathline.array.Scratch;
import pathline.check.Require;
import pathline.check.RequireArray;

/**
 * The first d coordinates of a velocity of more, the others being held at c: v(t, x) = net(t, (x, c)), cut to d.
 *
 * <p>Tangents are (dx, 0), cotangents (a, 0), and of the results the first d are the answer.
 *
 * @param net of dimension d + width of c
 * @param dim d
 * @param condition c for given points x, shape (n, width) or (1, width)
 */
record ConditionedVelocity(Velocity net, int dim, UnaryOperator<NDArray> condition) implements Velocity {

    @Override
    public Parameters parameters() {
        return net.parameters();
    }

    @Override
    public void training(boolean on) {
        net.training(on);
    }

    @Override
    public NDArray at(NDArray t, NDArray x) {
        Shapes.checkState(t, x, dim);
        return Scratch.keeping(() -> first(net.at(t, state(x)), x));
    }

    @Override
    public VelocityLinearization linearize(NDArray t, NDArray x) {
        Shapes.checkState(t, x, dim);
        try (var scratch = new Scratch()) {
            var state = state(x);
            var at = net.linearize(t, state);
            var value = scratch.keep(first(at.value(), x));
            var held = new Held();
            held.hold(state);
            held.hold(at.value());
            held.alsoClose(at::close);
            return VelocityLinearization.of(
                    value,
                    (a, into) -> {
                        Shapes.check("a", a, x.getShape(), x.getDataType());
                        return Scratch.keeping(() -> first(at.vjp(padded(a), into), x));
                    },
                    dx -> pair(value, at, x, dx),
                    held::close);
        }
    }

    private Jvp pair(NDArray value, VelocityLinearization at, NDArray x, NDArray dx) {
        Shapes.checkTangent("dx", dx, x);
        try (var scratch = new Scratch()) {
            var tangents = padded(dx);
            var pair = at.jvp(tangents);
            var derivative = scratch.keep(first(pair.derivative(), x));
            var held = new Held();
            held.hold(tangents);
            held.hold(pair.derivative());
            held.alsoClose(pair::close);
            return Jvp.of(
                    value,
                    derivative,
                    (a, b, into) -> {
                        Shapes.check("a", a, x.getShape(), x.getDataType());
                        RequireArray.real(b, "b");
                        return Scratch.keeping(() -> first(pair.vjp(padded(a), padded(b), into), x));
                    },
                    held::close);
        }
    }

    private NDArray state(NDArray x) {
        var c = RequireArray.open(condition.apply(x), "c");
        long n = x.getShape().get(0);
        Require.that(
                c.getDataType() == x.getDataType(),
                "c is " + c.getDataType() + "; expected " + x.getDataType() + " like x");
        if (c.getShape().get(0) != n && c.getShape().get(0) != 1) {
            throw new IllegalArgumentException("There are " + c.getShape().get(0) + " labels for " + n
                    + " points; give one for all, or one for each");
        }
        var rows = c.getShape().get(0) == n ? c : c.broadcast(n, c.getShape().get(1));
        return NDArrays.concat(new NDList(x, rows), 1);
    }

    /** With zeros for the coordinates of c. */
    private NDArray padded(NDArray dx) {
        long[] shape = dx.getShape().getShape().clone();
        int last = shape.length - 1;
        shape[last] = (long) net.dim() - dim;
        var zeros = dx.getManager().zeros(new Shape(shape), dx.getDataType());
        return NDArrays.concat(new NDList(dx, zeros), last);
    }

    /** A copy of the first d coordinates: a view would keep the others alive and be slow to read. */
    private NDArray first(NDArray wide, NDArray x) {
        int last = wide.getShape().dimension() - 1;
        return Shapes.attached(wide.split(new long[] {dim}, last).get(0).duplicate(), x);
    }
}
