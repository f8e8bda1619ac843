package pathline.field;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import pathline.array.Scratch;
import pathline.check.Require;
import pathline.check.RequireArray;

/**
 * A function of a state and of parameters, f(x, θ), computed once and recorded by the engine, so that vjps follow without another
 * forward pass: what a net of operations of the engine returns from {@link Velocity#linearize}.
 *
 * <p>The function obeys the rules of {@link Gradients}. What it leaves for the derivatives is freed by {@link #close}.
 */
public final class RecordedPass implements AutoCloseable {

    private final Parameters parameters;
    private final NDManager home;
    private final NDManager own;
    private final Gradients.Recording recording;

    /**
     * Computes f at x.
     *
     * @param f gets another handle of x, on a manager that this pass owns, and computes an array of any shape
     */
    public RecordedPass(Parameters parameters, NDArray x, UnaryOperator<NDArray> f) {
        this.parameters = Require.nonNull(parameters, "parameters");
        Require.nonNull(f, "f");
        home = RequireArray.real(x, "x").getManager();
        own = home.newSubManager();
        var here = x.stopGradient(); // another handle of the same numbers: the caller's x is not marked
        NDScope.unregister(here);
        here.attach(own);
        var variables = new ArrayList<NDArray>(List.of(here));
        variables.addAll(parameters.arrays().windows());
        try {
            recording = Gradients.record(own, variables, () -> f.apply(here));
        } catch (RuntimeException e) {
            own.close();
            throw e;
        }
    }

    /** A copy of f(x, θ), attached to x's manager. */
    public NDArray value() {
        var value = recording.value();
        value.attach(home);
        return value;
    }

    /**
     * The gradient of ⟨a, f⟩ in x, attached to x's manager.
     *
     * @param a of the shape of f
     * @param into receives the gradient with respect to the parameters, added to what it holds
     */
    public NDArray vjp(NDArray a, Gradient into) {
        parameters.check(into);
        return Scratch.keeping(() -> {
            var gradients = recording.gradients(a);
            for (int i = 1; i < gradients.size() && into.wanted(); i++) {
                into.kept().window(i - 1).addi(gradients.get(i));
            }
            var toX = gradients.get(0);
            toX.attach(home);
            return toX;
        });
    }

    @Override
    public void close() {
        recording.close();
        own.close();
    }
}
