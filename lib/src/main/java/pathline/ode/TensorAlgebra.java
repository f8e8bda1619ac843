package pathline.ode;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;

/** States as arrays of the engine, in the type of the solve's start. */
final class TensorAlgebra implements Algebra<NDArray>, AutoCloseable {

    private final VectorField field;
    private final NDManager manager;
    private final Shape shape;
    private final DataType type;
    private final NDArray rtol;
    private final NDArray atol;
    private long evaluations;

    TensorAlgebra(VectorField field, NDArray x0, StepControl control) {
        this.field = field;
        this.manager = x0.getManager();
        this.shape = x0.getShape();
        this.type = x0.getDataType();
        this.rtol =
                WeightedSum.row(control instanceof StepControl.Adaptive a ? a.rtol() : new double[] {0}, type, manager);
        this.atol =
                WeightedSum.row(control instanceof StepControl.Adaptive a ? a.atol() : new double[] {1}, type, manager);
    }

    @Override
    public NDArray velocity(double t, NDArray x) {
        evaluations++;
        var v = field.at(t, x);
        if (!v.getShape().equals(shape) || v.getDataType() != type) {
            throw new IllegalArgumentException("The field must return velocities like its states, " + type + " " + shape
                    + ", got " + v.getDataType() + " " + v.getShape() + " at t = " + t);
        }
        return v;
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

    @Override
    public double norm(NDArray y, NDArray a, NDArray b) {
        var size = a == b ? a.abs() : a.abs().maximum(b.abs());
        return Math.sqrt(number(y.div(size.muli(rtol).addi(atol)).square().mean()));
    }

    @Override
    public boolean finite(NDArray x) {
        return number(x.mul(0).sum()) == 0;
    }

    @Override
    public String firstNotFinite(NDArray x) {
        var values = x.toType(DataType.FLOAT64, false).toDoubleArray();
        int d = Math.toIntExact(shape.get(1));
        int i = 0;
        while (i < values.length - 1 && Double.isFinite(values[i])) {
            i++;
        }
        return "row " + i / d + ", column " + i % d;
    }

    @Override
    public NDArray export(NDArray x) {
        x.attach(manager);
        return x;
    }

    @Override
    public NDArray copy(NDArray x) {
        return x.duplicate();
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

    /** Frees the tolerances; the states of the solve live on. */
    @Override
    public void close() {
        rtol.close();
        atol.close();
    }

    private static double number(NDArray scalar) {
        return scalar.getDataType() == DataType.FLOAT64 ? scalar.getDouble() : scalar.getFloat();
    }
}
