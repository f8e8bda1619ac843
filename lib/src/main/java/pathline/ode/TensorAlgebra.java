package pathline.ode;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import pathline.array.HostMemory;
import pathline.array.Scratch;

/** States as arrays of the engine, in the type of the solve's start. */
final class TensorAlgebra implements Algebra<NDArray> {

    private final VectorField field;
    private final NDManager manager;
    private final Shape shape;
    private final DataType type;
    private final Tolerances tolerances;
    private long evaluations;

    TensorAlgebra(VectorField field, NDArray x0, StepControl control) {
        this.field = field;
        this.manager = x0.getManager();
        this.shape = x0.getShape();
        this.type = x0.getDataType();
        this.tolerances = new Tolerances(control, width());
    }

    @Override
    public NDArray start(NDArray x0) {
        return x0.duplicate();
    }

    @Override
    public NDArray velocity(double t, NDArray x) {
        evaluations++;
        var v = Untouched.looksAt(evaluations) ? Untouched.during(t, () -> field.at(t, x), x) : field.at(t, x);
        EngineField.check(v, shape, type, t);
        return copy(v); // the field may own what it returned: a constant, a buffer, x itself
    }

    @Override
    public NDArray advance(NDArray x, double h, double[] w, List<NDArray> slopes) {
        return combine(h, w, slopes).addi(x);
    }

    @Override
    public NDArray combine(double h, double[] w, List<NDArray> slopes) {
        return WeightedSum.isEmpty(w) ? manager.zeros(shape, type) : WeightedSum.of(h, w, slopes);
    }

    @Override
    public NDArray minus(NDArray y, NDArray x) {
        return y.sub(x);
    }

    /** In Java's doubles: reading a state takes one call of the engine, this formula in its operations eight. */
    @Override
    public ErrorSize norm(NDArray y, NDArray a, NDArray b) {
        var before = numbers(a);
        return tolerances.norm(numbers(y), before, a == b ? before : numbers(b));
    }

    @Override
    public double[] numbers(NDArray x) {
        return HostMemory.doubles(x);
    }

    @Override
    public int width() {
        return Math.toIntExact(shape.get(1));
    }

    @Override
    public NDArray export(NDArray x) {
        x.attach(manager);
        return x;
    }

    @Override
    public NDArray copy(NDArray x) {
        var copy = x.duplicate();
        copy.attach(manager);
        return copy;
    }

    @Override
    public long evaluations() {
        return evaluations;
    }

    @Override
    public Region<NDArray> region() {
        var scratch = new Scratch();
        return new Region<>() {
            @Override
            public void keep(NDArray x) {
                scratch.keep(x);
            }

            @Override
            public void close() {
                scratch.close();
            }
        };
    }

    @Override
    public void release(NDArray x) {
        x.close();
    }
}
