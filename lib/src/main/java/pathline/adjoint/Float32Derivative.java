package pathline.adjoint;

import ai.djl.ndarray.NDManager;
import java.util.Optional;
import java.util.function.DoubleFunction;
import pathline.field.Float32Differentiable;
import pathline.field.Gradient;
import pathline.ode.Form;
import pathline.ode.States;

/** A field that computes on Java arrays of floats, such as a compiled net. It sums the parameters' gradient by itself. */
record Float32Derivative(Float32Differentiable differentiable, Form<float[]> form) implements Derivative<float[]> {

    @Override
    public States<float[]> states() {
        return form.states();
    }

    @Override
    public float[] at(double t, float[] x) {
        return form.field().at(t, x);
    }

    @Override
    public float[] watched(double t, float[] x) {
        return form.field().watched(t, x);
    }

    @Override
    public float[] vjp(double t, float[] x, float[] a, Gradient into) {
        var toX = new float[x.length];
        differentiable.gatherVjp(t, x, a, toX);
        return toX;
    }

    @Override
    public void settle(Gradient into) {
        if (into.wanted()) {
            differentiable.gathered().addTo(into);
        }
    }

    @Override
    public SummedField stateAndAdjoint(DoubleFunction<Optional<Integer>> parts, Gradient into, NDManager manager) {
        var field = new Float32StateAndAdjoint(differentiable, parts);
        return new SummedField(
                start -> Form.of(field, start),
                (read, factors) -> differentiable.gathered().add(read, factors),
                () -> settle(into));
    }

    @Override
    public void close() {
        form.close();
    }
}
