package pathline.adjoint;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.function.Supplier;
import pathline.array.Scratch;
import pathline.field.Differentiable;
import pathline.field.Gradient;
import pathline.ode.WeightedSum;

/** States as arrays of the engine, of any type and on any device. */
record ArrayCalculus(Differentiable field, Store store) implements Calculus<NDArray> {

    @Override
    public NDArray sum(double h, double[] w, List<NDArray> arrays) {
        return WeightedSum.of(h, w, arrays);
    }

    @Override
    public NDArray ahead(NDArray x, double h, double[] w, List<NDArray> slopes) {
        return WeightedSum.isEmpty(w) ? x : WeightedSum.of(h, w, slopes).addi(x);
    }

    @Override
    public NDArray velocity(double t, NDArray x) {
        return field.at(t, x);
    }

    @Override
    public NDArray vjp(double t, NDArray x, NDArray a, Gradient into) {
        return field.vjp(t, x, a, into);
    }

    @Override
    public NDArray keep(NDArray x) {
        return store.keep(x);
    }

    @Override
    public void release(NDArray x) {
        store.release(x);
    }

    @Override
    public NDArray made(Supplier<NDArray> body) {
        return Scratch.keeping(body);
    }

    @Override
    public void discard(NDArray x) {
        x.close();
    }

    @Override
    public Running<NDArray> running(NDArray like) {
        return new RunningAdjoint(store, like);
    }

    @Override
    public NDArray of(NDArray cotangent) {
        return cotangent;
    }

    @Override
    public NDArray settle(NDArray atStart, Gradient into) {
        return atStart;
    }
}
