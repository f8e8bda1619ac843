package pathline.field;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import java.util.function.UnaryOperator;
import pathline.array.Scratch;
import pathline.check.Require;
import pathline.check.RequireArray;

/**
 * The first d coordinates of a velocity of more, the others being held at c: v(t, x) = net(t, (x, c)), cut to d.
 *
 * <p>Tangents are (dx, 0), cotangents (a, 0), and of the pulled ones the first d are the answer.
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
    public NDArray at(NDArray t, NDArray x) {
        Shapes.checkState(t, x, dim);
        return Scratch.keeping(() -> first(net.at(t, state(x)), x));
    }

    @Override
    public Tangent push(NDArray t, NDArray x, NDArray dx) {
        Shapes.checkState(t, x, dim);
        Shapes.checkTangent("dx", dx, x);
        try (var scratch = new Scratch()) {
            return first(net.push(t, state(x), padded(dx)), x).keptBy(scratch);
        }
    }

    @Override
    public NDArray pull(NDArray t, NDArray x, NDArray a, Gradient into) {
        Shapes.checkState(t, x, dim);
        Shapes.check("a", a, x.getShape(), x.getDataType());
        return Scratch.keeping(() -> first(net.pull(t, state(x), padded(a), into), x));
    }

    @Override
    public Pulled pull(NDArray t, NDArray x, UnaryOperator<NDArray> cotangent, Gradient into) {
        Require.nonNull(cotangent, "cotangent");
        Shapes.checkState(t, x, dim);
        try (var scratch = new Scratch()) {
            var pulled = net.pull(
                    t,
                    state(x),
                    value -> padded(RequireArray.real(cotangent.apply(first(value, x)), "cotangent's result")),
                    into);
            return new Pulled(scratch.keep(first(pulled.value(), x)), scratch.keep(first(pulled.gradient(), x)));
        }
    }

    @Override
    public NDArray pull(NDArray t, NDArray x, NDArray dx, NDArray a, NDArray b, Gradient into) {
        Shapes.checkState(t, x, dim);
        Shapes.checkTangent("dx", dx, x);
        Shapes.check("a", a, x.getShape(), x.getDataType());
        RequireArray.real(b, "b");
        return Scratch.keeping(() -> first(net.pull(t, state(x), padded(dx), padded(a), padded(b), into), x));
    }

    @Override
    public PulledPair pull(NDArray t, NDArray x, NDArray dx, UnaryOperator<Tangent> cotangents, Gradient into) {
        Require.nonNull(cotangents, "cotangents");
        Shapes.checkState(t, x, dim);
        Shapes.checkTangent("dx", dx, x);
        try (var scratch = new Scratch()) {
            var pulled = net.pull(
                    t,
                    state(x),
                    padded(dx),
                    pushed -> padded(Require.nonNull(cotangents.apply(first(pushed, x)), "cotangents' result")),
                    into);
            return new PulledPair(first(pulled.pushed(), x).keptBy(scratch), scratch.keep(first(pulled.gradient(), x)));
        }
    }

    private Tangent padded(Tangent narrow) {
        return new Tangent(
                padded(RequireArray.real(narrow.value(), "the value of cotangents' result")),
                padded(RequireArray.real(narrow.derivative(), "the derivative of cotangents' result")));
    }

    private Tangent first(Tangent wide, NDArray x) {
        return new Tangent(first(wide.value(), x), first(wide.derivative(), x));
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
