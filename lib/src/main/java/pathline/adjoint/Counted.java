package pathline.adjoint;

import ai.djl.ndarray.NDArray;
import java.util.Optional;
import java.util.function.UnaryOperator;
import pathline.field.CountedForm;
import pathline.field.Differentiable;
import pathline.field.Gradient;
import pathline.field.Pulled;
import pathline.ode.Untouched;

/** A field that counts what is asked of it. */
final class Counted implements Differentiable {

    private final Differentiable field;
    private long evaluations;
    private long pulls;

    Counted(Differentiable field) {
        this.field = field;
    }

    @Override
    public NDArray at(double t, NDArray x) {
        evaluations++;
        return field.at(t, x);
    }

    @Override
    public NDArray pull(double t, NDArray x, NDArray a, Gradient into) {
        pulls++;
        return Untouched.looksAt(pulls)
                ? Untouched.during(t, () -> field.pull(t, x, a, into), x, a)
                : field.pull(t, x, a, into);
    }

    @Override
    public Pulled pull(double t, NDArray x, UnaryOperator<NDArray> cotangent, Gradient into) {
        evaluations++;
        pulls++;
        return field.pull(t, x, cotangent, into);
    }

    /** Its plain form, counted here too. */
    @Override
    public Optional<CountedForm> flat() {
        return field.flat().map(plain -> new CountedForm(plain, this::add));
    }

    /** Counts what was asked of the plain form. */
    void add(int evaluated, int pulled) {
        evaluations += evaluated;
        pulls += pulled;
    }

    long evaluations() {
        return evaluations;
    }

    long pulls() {
        return pulls;
    }
}
