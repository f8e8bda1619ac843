package pathline.ode;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import pathline.array.HostMemory;
import pathline.array.Scratch;

/** States as arrays of the engine, of either type and on any device. */
record EngineStates(NDManager manager, Shape shape, DataType type) implements States<NDArray> {

    EngineStates(NDArray like) {
        this(like.getManager(), like.getShape(), like.getDataType());
    }

    @Override
    public NDArray of(NDArray array) {
        return array.duplicate();
    }

    @Override
    public NDArray array(NDArray x) {
        x.attach(manager);
        return x;
    }

    @Override
    public NDArray copy(NDArray x) {
        return array(x.duplicate());
    }

    @Override
    public NDArray byEngine(List<NDArray> inputs, Function<List<NDArray>, NDArray> body) {
        return body.apply(inputs);
    }

    @Override
    public NDArray sum(double h, double[] w, List<NDArray> arrays) {
        return WeightedSum.isEmpty(w) ? manager.zeros(shape, type) : WeightedSum.of(h, w, arrays);
    }

    @Override
    public NDArray ahead(NDArray x, double h, double[] w, List<NDArray> slopes) {
        return sum(h, w, slopes).addi(x);
    }

    @Override
    public NDArray minus(NDArray y, NDArray x) {
        return y.sub(x);
    }

    @Override
    public void add(NDArray sum, NDArray x) {
        sum.addi(x);
    }

    @Override
    public double[] numbers(NDArray x) {
        return HostMemory.doubles(x);
    }

    /** In Java's doubles: reading a state takes one call of the engine, this formula in its operations eight. */
    @Override
    public ErrorSize norm(Tolerances tolerances, NDArray y, NDArray a, NDArray b) {
        var before = numbers(a);
        return tolerances.norm(numbers(y), before, a == b ? before : numbers(b));
    }

    @Override
    public NDArray keeping(Supplier<NDArray> body) {
        return Scratch.keeping(body);
    }

    @Override
    public NDArray keep(NDArray x, NDManager owner) {
        var copy = x.duplicate();
        NDScope.unregister(copy);
        copy.attach(owner);
        return copy;
    }

    @Override
    public void free(NDArray x) {
        x.close();
    }

    @Override
    public Lifetimes<NDArray> lifetimes() {
        return new EngineLifetimes();
    }

    @Override
    public long bytes() {
        return shape.size() * type.getNumOfBytes();
    }
}
