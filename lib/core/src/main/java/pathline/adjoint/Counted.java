package pathline.adjoint;

import ai.djl.ndarray.NDArray;
import java.util.Optional;
import pathline.field.CountedForm;
import pathline.field.Differentiable;
import pathline.field.Gradient;
import pathline.field.Linearization;
import pathline.ode.Untouched;

/** A field that counts what is asked of it. */
final class Counted implements Differentiable {

    private final Differentiable field;
    private long evaluations;
    private long vjps;

    Counted(Differentiable field) {
        this.field = field;
    }

    @Override
    public NDArray at(double t, NDArray x) {
        evaluations++;
        return field.at(t, x);
    }

    @Override
    public NDArray vjp(double t, NDArray x, NDArray a, Gradient into) {
        vjps++;
        return Untouched.looksAt(vjps)
                ? Untouched.during(t, () -> field.vjp(t, x, a, into), x, a)
                : field.vjp(t, x, a, into);
    }

    @Override
    public Linearization linearize(double t, NDArray x) {
        evaluations++;
        var at = field.linearize(t, x);
        return Linearization.of(
                at.value(),
                (a, into) -> {
                    vjps++;
                    return at.vjp(a, into);
                },
                at::close);
    }

    /** Its form on Java arrays, counted here too. */
    @Override
    public Optional<CountedForm> float32() {
        return field.float32().map(own -> new CountedForm(own, this::add));
    }

    /** Counts what was asked of that form. */
    void add(int evaluated, int taken) {
        evaluations += evaluated;
        vjps += taken;
    }

    long evaluations() {
        return evaluations;
    }

    long vjps() {
        return vjps;
    }
}
